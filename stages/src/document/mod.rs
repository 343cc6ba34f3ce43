//! Kinds for documents of any sort: they show that nothing in the engine is about notes.

mod digest;
mod keywords;
mod statistics;

pub use digest::{Digest, DigestDocument};
pub use keywords::Keywords;
pub use statistics::Statistics;
