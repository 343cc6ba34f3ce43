//! Clinical text and its positions: the port type `text`, spans, and the one conversion between them.
//!
//! Three ways of counting meet here. On the wire a position counts Unicode code points of the note, as AWS
//! does; inside a Rust string it counts bytes; a browser counts UTF-16 units. [`TextMap`] and [`CodePoints`]
//! are the only places where one becomes another.

mod clinical;
mod cut;
mod map;
mod segment;
mod span;

pub use clinical::Clinical;
pub use map::TextMap;
pub use segment::{Piece, Segment, Text};
pub use span::{CodePoints, Span};
