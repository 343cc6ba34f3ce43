//! The engine as a whole, on the memory store and on SQLite: each test is a sentence of the design.

#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod cancel;
mod kinds;
mod limits;
mod outcome;
mod resume;
mod retry;
mod updates;
