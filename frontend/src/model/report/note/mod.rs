//! The note as the page shows it: headings, paragraphs and lists as they stand in the text, with evidence marked.

mod blocks;
mod lines;
mod marks;

#[cfg(test)]
mod tests;

pub use blocks::BlockKind;
pub use marks::{Block, LeftOutMark, NoteView, Piece};
pub(super) use marks::{Mark, mark};
