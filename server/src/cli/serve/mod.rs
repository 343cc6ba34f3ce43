//! `revrx serve`.

mod address;
mod command;
mod files;
mod folder;
mod workflows;

pub(super) use command::serve;
