//! Workflow files: the shipped ones, those of a folder, and what the checks say of them.

mod graphical;
mod load;
mod release;
mod shipped;

pub(crate) use graphical::graphical;
pub(crate) use load::{Loaded, is_dependencies, load, load_with, missing, read};
pub(crate) use shipped::{SHIPPED, STARTER};
