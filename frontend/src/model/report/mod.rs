//! A report as the page shows it: what is to be looked at, where it stands, and what in the note it rests on.
//!
//! Everything here is made once of what the server sent; drawing it decides nothing more.

mod choices;
mod codes;
mod concepts;
mod entry;
mod export;
mod findings;
mod gaps;
mod groups;
mod headline;
mod links;
mod made;
mod note;
mod points;
mod question;
mod selection;
mod strip;
mod view;
mod wording;

#[cfg(test)]
mod sample;

pub use choices::Choice;
pub use concepts::Concept;
pub use entry::{Entry, FitView, Fold, Group, Instead, Open, Quote, See, Tag};
pub use export::{csv, file_name, json, table};
pub use gaps::{Gap, Gaps};
pub use headline::Headline;
pub use links::Links;
pub use made::{Fact, Made};
pub use note::{Block, BlockKind, LeftOutMark, NoteView, Piece};
pub use selection::{Lit, Selection, Target};
pub use strip::{Cell, Strip};
pub use view::ReportView;
