//! The real binary, run as a person would.
#![cfg(test)]

mod config;
mod explain;
mod notes;
mod process;
#[cfg(feature = "faults")]
mod resume;
mod run;
mod serve;
mod stage;
mod support;
mod workflow;
