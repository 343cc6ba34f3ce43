//! Notes and encounters as they come in: read with a bound, checked before anything runs, refused with a reason.

mod check;
mod encounter;
mod error;
mod read;

pub(crate) use check::decode;
pub(crate) use encounter::{beside, parse as parse_encounter};
pub(crate) use error::NoteError;
pub(crate) use read::{STDIN, read};
