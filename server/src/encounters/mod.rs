//! Encounters: a note, what is known of the visit, and the newest report of it. They are the server's own, kept
//! beside the runs in a store of their own and sealed under the same master key.
//!
//! `model` is what there is, `store` the small trait, `memory` and `sqlite` its implementations, which pass one
//! contract suite; `reconcile` links what a crash left unlinked.

mod error;
mod id;
#[cfg(test)]
mod memory;
mod model;
mod reconcile;
mod sqlite;
mod store;

#[cfg(test)]
mod contract;

pub(crate) use error::EncounterError;
pub(crate) use id::EncounterId;
#[cfg(test)]
pub(crate) use memory::MemoryEncounters;
pub(crate) use model::{Content, Created, Encounter, Keyed, Listed, NewEncounter, Page, Shown, Start, Visit};
pub(crate) use reconcile::{ATTRIBUTE, ReconcileError, reconcile};
pub(crate) use sqlite::SqliteEncounters;
pub(crate) use store::{EncounterFuture, EncounterStore};
