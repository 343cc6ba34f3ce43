//! Reports from the start to the end, on the memory store.

pub(crate) mod bench;
mod document;
mod ended;
mod standing;
mod starting;
