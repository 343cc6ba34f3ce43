//! Recovery as a loop: what is over is ended, what was lost is taken back, what is due is claimed.

use std::sync::Arc;

use revrx_engine_core::run::{EndingReason, Event, EventKind};
use tokio::time::{Instant, MissedTickBehavior, interval_at};

use super::POISON_FROM;
use crate::clock;
use crate::engine::Shared;
use crate::faults::{self, Point};
use crate::run::packing;
use crate::store::{Reclaim, Reply, StoreError, Sweep};

/// Reconciles at an even pace. Its own errors are transient to it: the next round tries again.
pub(super) async fn reconcile_loop(shared: Arc<Shared>) {
    let period = shared.options.reconcile;
    let mut ticks = interval_at(Instant::now() + period, period);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = shared.closing.cancelled() => return,
            _ = ticks.tick() => {}
        }
        if let Err(error) = reconcile(&shared).await {
            shared.store_is_troubled(&error);
        }
        shared.places.wake();
    }
}

async fn reconcile(shared: &Shared) -> Result<(), StoreError> {
    if !shared.store.is_exclusive() {
        take_over(shared).await?;
    }
    let now = clock::wall();
    faults::hit(Point::ReconcileAfterSelect, None, None).await;
    let event = |kind| packing::body_of(Event { at: now, kind });
    let sweep = Sweep {
        now,
        expired_body: event(EventKind::Failed { why: EndingReason::Expired }),
        cancelled_body: event(EventKind::Cancelled),
    };
    if let Reply::Swept(runs) = shared.commit.sweep(sweep).await? {
        for run in runs {
            tracing::info!(%run, "a waiting run was ended");
            shared.live.written(run);
            shared.live.forget(run);
        }
    }
    Ok(())
}

/// Takes back every run whose worker is lost: in a store of one process all that an earlier process held.
pub(crate) async fn take_over(shared: &Shared) -> Result<(), StoreError> {
    let now = clock::wall();
    let lost = Event { at: now, kind: EventKind::LeaseLost };
    let poison = Event { at: now, kind: EventKind::Failed { why: EndingReason::Poison } };
    let reclaim = Reclaim {
        now,
        owner: shared.options.name.clone(),
        body: packing::body(std::slice::from_ref(&lost)),
        poison_from: POISON_FROM,
        poison_body: packing::body(&[lost, poison]),
    };
    if let Reply::Reclaimed(runs) = shared.commit.reclaim(reclaim).await?
        && !runs.is_empty()
    {
        tracing::info!(runs = runs.len(), "runs of a lost worker were taken back");
        runs.into_iter().for_each(|run| shared.live.written(run));
    }
    Ok(())
}
