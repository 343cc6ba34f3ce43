//! Parts of a note: its sections by their headings, and the sentences in them.
//!
//! Offsets are bytes of the text that was given.

mod headings;
mod sentences;

pub use headings::{Kind, Section, sections};
pub use sentences::{Sentence, sentences};
