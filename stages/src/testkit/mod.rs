//! The contract every kind of this crate keeps: a sample for each, and the suite that runs them all.

mod samples;
mod suite;
mod workflows;
