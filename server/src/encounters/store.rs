//! Where encounters live. One small trait, of which every call can fail; one contract suite for all implementations.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use revrx_engine::RunId;
use revrx_engine_core::time::Timestamp;
use sha2::{Digest, Sha256};

use super::{Created, Encounter, EncounterError, EncounterId, Keyed, Listed, NewEncounter, Page, Start};

/// What a store's calls return.
pub(crate) type EncounterFuture<'a, T> = Pin<Box<dyn Future<Output = Result<T, EncounterError>> + Send + 'a>>;

/// How long an idempotency key is known.
pub(super) const KEY_KEPT: Duration = Duration::from_secs(24 * 60 * 60);
/// Most keys that one new key makes the store forget.
pub(super) const KEYS_FORGOTTEN_MAX: usize = 100;

/// A durable home for encounters.
///
/// What a call has changed is durable when it returns `Ok`, and is carried out whole or not at all, even when its
/// caller stops waiting. Everything is asked for by tenant: what belongs to another does not exist
/// ([`EncounterError::Unknown`]). Any call may end with [`EncounterError::Store`].
pub(crate) trait EncounterStore: Send + Sync + 'static {
    /// Makes an encounter. With a key that was used within [`KEY_KEPT`] for the same body nothing is made: the answer
    /// is the encounter of then, as it is now.
    ///
    /// # Errors
    /// [`EncounterError::KeyReused`] for another body, [`EncounterError::Deleted`] when the one of then is gone.
    fn create(&self, new: NewEncounter, key: Option<Keyed>) -> EncounterFuture<'_, Created>;

    /// At most `limit` encounters, newest first, those after `after` when it is given.
    ///
    /// # Errors
    /// [`EncounterError::Cursor`] when the tenant never had `after`.
    fn page<'a>(
        &'a self,
        tenant: &'a str,
        after: Option<EncounterId>,
        limit: u32,
    ) -> EncounterFuture<'a, Page>;

    /// One encounter without its note.
    ///
    /// # Errors
    /// [`EncounterError::Unknown`] and [`EncounterError::Deleted`].
    fn listed<'a>(&'a self, tenant: &'a str, id: EncounterId) -> EncounterFuture<'a, Listed>;

    /// One encounter with its note.
    ///
    /// # Errors
    /// [`EncounterError::Unknown`] and [`EncounterError::Deleted`].
    fn get<'a>(&'a self, tenant: &'a str, id: EncounterId) -> EncounterFuture<'a, Encounter>;

    /// Forgets everything of an encounter but its id, its tenant and that it was deleted.
    ///
    /// # Errors
    /// [`EncounterError::Unknown`], and [`EncounterError::Deleted`] the second time.
    fn delete(&self, tenant: &str, id: EncounterId, at: Timestamp) -> EncounterFuture<'static, ()>;

    /// Notes the newest report of an encounter. An older one than is known changes nothing.
    ///
    /// # Errors
    /// [`EncounterError::Unknown`] and [`EncounterError::Deleted`].
    fn link_report(
        &self,
        tenant: &str,
        id: EncounterId,
        report: RunId,
        at: Timestamp,
    ) -> EncounterFuture<'static, ()>;

    /// Looks up a request to start a report, and remembers it when it is new.
    fn remember_start(&self, tenant: &str, key: Keyed, at: Timestamp) -> EncounterFuture<'static, Start>;

    /// Keeps the report that a remembered request started. A key that is not known changes nothing.
    fn answer_start(&self, tenant: &str, key: &str, report: RunId) -> EncounterFuture<'static, ()>;

    /// Closes files and connections once what was begun is done. No call may follow.
    fn close(&self) -> EncounterFuture<'_, ()>;
}

/// What an idempotency key was used for. The same key may serve both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Purpose {
    /// To make an encounter.
    Create = 0,
    /// To start a report.
    Start = 1,
}

/// What stands for a key in a store: a key could hold anything.
pub(super) fn key_hash(key: &str) -> [u8; 32] {
    Sha256::digest(key.as_bytes()).into()
}

/// Keys from before this are forgotten.
pub(super) fn known_since(at: Timestamp) -> Timestamp {
    let kept = i64::try_from(KEY_KEPT.as_micros()).unwrap_or(i64::MAX);
    Timestamp::from_micros(at.as_micros().saturating_sub(kept))
}
