//! Links reports that a crash left unlinked: a report is durable as a run before its encounter names it.

use revrx_engine::store::Filter;
use revrx_engine::{Engine, EngineError, RunId};
use revrx_engine_core::time::Timestamp;

use super::{EncounterError, EncounterId, EncounterStore};

/// The attribute of a run that names its encounter.
pub(crate) const ATTRIBUTE: &str = "encounter";
/// How many of the newest runs are looked at. Each start links its run at once, so only those of the last moments
/// before a crash can be unlinked.
const RUNS_MAX: u32 = 1_000;

/// Links the newest runs to their encounters, where these do not name a newer one. Gives how many it looked at.
///
/// # Errors
/// The engine or the store fails.
pub(crate) async fn reconcile(engine: &Engine, store: &dyn EncounterStore) -> Result<usize, ReconcileError> {
    let mut looked_at = 0;
    for head in engine.list(&Filter { limit: RUNS_MAX, ..Filter::default() }).await? {
        let Some(encounter) = encounter_of(&head.attributes) else { continue };
        looked_at += 1;
        link(store, &head.tenant, encounter, head.id, head.accepted_at).await?;
    }
    Ok(looked_at)
}

/// Why not everything could be linked.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ReconcileError {
    /// The runs could not be listed.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// An encounter could not be read or written.
    #[error(transparent)]
    Store(#[from] EncounterError),
}

/// The encounter that the attributes of a run name.
fn encounter_of(attributes: &str) -> Option<EncounterId> {
    let attributes: serde_json::Value = serde_json::from_str(attributes).ok()?;
    attributes.get(ATTRIBUTE)?.as_str()?.parse().ok()
}

async fn link(
    store: &dyn EncounterStore,
    tenant: &str,
    encounter: EncounterId,
    report: RunId,
    at: Timestamp,
) -> Result<(), EncounterError> {
    // Read first: most are linked, and a read costs no sync.
    let known = match store.listed(tenant, encounter).await {
        Ok(listed) => listed.report,
        Err(EncounterError::Unknown(_) | EncounterError::Deleted(_)) => return Ok(()),
        Err(error) => return Err(error),
    };
    if known.is_some_and(|known| known >= report) {
        return Ok(());
    }
    match store.link_report(tenant, encounter, report, at).await {
        Err(EncounterError::Unknown(_) | EncounterError::Deleted(_)) => Ok(()),
        linked => linked,
    }
}
