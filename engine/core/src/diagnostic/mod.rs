//! Findings about a file: each with a code, a place, a cause and a way out.

mod code;
mod finding;
mod render;
mod source;

pub use code::{Code, Severity};
pub use finding::{Diagnostic, Label};
pub use render::render;
pub use source::{Position, Source};
