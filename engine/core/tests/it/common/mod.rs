//! What the tests are written with: workflows without files, and a driver that follows a script.

mod flow;
mod script;
mod words;

pub(crate) use flow::{Flow, StageBuilder, stage};
pub(crate) use script::Script;
pub(crate) use words::seconds;
