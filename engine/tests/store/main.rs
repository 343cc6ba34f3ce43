//! A data folder as its owner finds it: who may open it, what its files hold, and what is on the disk.

#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod engine;
mod folder;
mod keys;
mod sealed;
mod sync;
