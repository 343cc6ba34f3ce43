//! Reports as text and as lines of JSON.

mod document;
mod line;
mod outcome;
mod text;

pub(crate) use line::json_line;
pub(crate) use outcome::{Outcome, Problem, Status};
pub(crate) use text::render;
