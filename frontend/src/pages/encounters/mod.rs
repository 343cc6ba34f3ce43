//! Encounters: the list, and the ways to add one.

mod choose;
mod delete;
mod desk;
mod drop;
mod fields;
mod first;
mod keys;
mod load;
mod menu;
mod modal;
mod page;
mod paste;
mod row;
mod row_menu;
mod samples;
mod send;
mod table;
mod uploads;

pub(crate) use delete::DeleteDialog;
pub(crate) use desk::{provide_desk, use_desk};
pub use page::EncountersPage;
pub(crate) use send::start;
