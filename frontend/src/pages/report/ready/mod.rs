//! A report that is ready: the note beside the codes, each leading to the other.

mod actions;
mod desk;
mod entry;
mod head;
mod linking;
mod list;
mod made;
mod note;
mod page;
mod scroll;
mod summary;

pub use page::ReadyPage;
