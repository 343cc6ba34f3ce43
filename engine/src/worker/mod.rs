//! The worker: claims runs that are due, drives them, keeps their leases, and takes back what was lost.

mod heartbeat;
mod places;
mod reconcile;
mod take;

pub(crate) use places::{Place, Places};
pub(crate) use reconcile::take_over;
pub(crate) use take::drive;

use std::sync::Arc;

use revrx_engine_core::time::Timestamp;

use crate::clock;
use crate::engine::Shared;

/// Runs that were lost so often are claimed only alone.
pub(crate) const SUSPECT_FROM: u32 = 3;
/// A run lost once more while it was alone is poison.
pub(crate) const POISON_FROM: u32 = 4;

/// Starts the loops: claiming, reconciling and the heartbeat.
pub(crate) fn start(shared: &Arc<Shared>) {
    shared.tracker.spawn(take::claim_loop(Arc::clone(shared)));
    shared.tracker.spawn(reconcile::reconcile_loop(Arc::clone(shared)));
    heartbeat::start(shared);
}

/// Until when a lease granted now holds; `None` where leases live as long as the process.
pub(crate) fn lease_until(shared: &Shared) -> Option<Timestamp> {
    (!shared.store.is_exclusive()).then(|| clock::wall() + shared.options.heartbeat * 3)
}
