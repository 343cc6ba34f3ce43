//! `cargo xtask page`: the page, from its sources to the files that `revrx` embeds.

mod bindgen;
mod build;
mod compile;
mod dist;
mod inputs;
mod linked;
mod names;
mod shrink;
mod sizes;
mod styles;
mod template;

pub(crate) use build::{Mode, build};
pub(crate) use compile::{PACKAGE, target_folder};
pub(crate) use linked::NEVER;
pub(crate) use shrink::Shrink;
