//! Group commit: all that waits is written in one transaction, by a thread of its own.

mod batch;
mod committer;
mod counters;
mod faults;
mod frame;
mod handle;
#[cfg(test)]
mod merging;
#[cfg(test)]
mod moody;
#[cfg(test)]
mod tests;

pub use committer::{Committer, start};
pub use counters::{Counters, Figures};
pub use frame::{frame, frames};
pub use handle::{Answer, Handle};
