//! A run as its owner sees it: state, events, contents, end.
//!
//! `run` asks once and cancels, `updates` listens, `contents` reads everything there is.

mod contents;
mod finished;
mod run;
mod updates;

pub use contents::Contents;
pub use finished::Finished;
pub use run::RunHandle;
pub use updates::{Update, Updates};
