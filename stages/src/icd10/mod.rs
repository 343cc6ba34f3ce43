//! The ICD-10-CM release in use: which codes exist, which are billable, what they are called and what excludes what.
//!
//! The tables are compiled in and unpacked once, on first use, into a few flat vectors (about 5 MiB).

mod code;
pub mod normal;
mod notes;
mod set;
pub(crate) mod table;

pub use code::Code;
pub use set::{CodeSet, Entry, release};
