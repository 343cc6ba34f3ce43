//! Claiming runs that are due, and driving them.

use std::sync::Arc;
use std::time::Duration;

use revrx_engine_core::run::{Event, EventKind, WaitReason};
use revrx_engine_core::time::Timestamp;
use revrx_engine_core::view::RunStatus;
use tokio::time::Instant;
use tracing::Instrument;

use super::{Place, SUSPECT_FROM, lease_until};
use crate::clock::{self, RunClock};
use crate::engine::Shared;
use crate::id::RunId;
use crate::plan::Plan;
use crate::recover;
use crate::run::{Driver, Hold, Left, packing};
use crate::store::{Append, Claim, Claimed, EventRow, HeadUpdate, Log, Reply};

/// How long a run waits that this build cannot run, before it is looked at again.
const UNRUNNABLE_WAIT: Duration = Duration::from_secs(60);
/// How long the loop waits after a store error.
const AFTER_ERROR: Duration = Duration::from_millis(200);

/// Claims whenever something may be due and a place is free.
pub(super) async fn claim_loop(shared: Arc<Shared>) {
    shared.places.wake();
    loop {
        tokio::select! {
            () = shared.closing.cancelled() => return,
            () = shared.places.woken() => {}
        }
        while claim_some(&shared).await {}
    }
}

/// Whether more may be due.
async fn claim_some(shared: &Arc<Shared>) -> bool {
    let free = shared.places.free();
    if free == 0 || shared.closing.is_cancelled() {
        return false;
    }
    let now = clock::wall();
    let claim = Claim {
        owner: shared.options.name.clone(),
        queue: shared.options.queue.clone(),
        limit: u32::try_from(free).unwrap_or(u32::MAX),
        now,
        lease_until: lease_until(shared),
        body: packing::body_of(Event {
            at: now,
            kind: EventKind::Claimed { worker: shared.options.name.clone() },
        }),
        suspect_from: SUSPECT_FROM,
        alone: shared.places.held() == 0,
    };
    let claimed = match shared.commit.claim(claim).await {
        Ok(Reply::Claimed(claimed)) => claimed,
        Ok(_) => return false,
        Err(error) => {
            shared.store_is_troubled(&error);
            tokio::time::sleep(AFTER_ERROR).await;
            shared.places.wake();
            return false;
        }
    };
    let more = claimed.len() == free;
    for claimed in claimed {
        shared.live.written(claimed.run);
        let place = shared.places.take(claimed.run, claimed.epoch);
        let task = resume(Arc::clone(shared), claimed, now, place);
        shared.tracker.spawn(task);
    }
    more
}

/// Loads a run that was claimed and drives it.
async fn resume(shared: Arc<Shared>, claimed: Claimed, at: Timestamp, place: Place) {
    let log = loop {
        match shared.store.load(claimed.run).await {
            Ok(Some(log)) => break log,
            Ok(None) => return,
            Err(error) if error.is_transient() => {
                shared.store_is_troubled(&error);
                tokio::time::sleep(AFTER_ERROR).await;
            }
            Err(error) => {
                tracing::error!(run = %claimed.run, %error, "a run cannot be loaded");
                return;
            }
        }
    };
    let plan = match shared.plan(log.head.workflow).await {
        Ok(Ok(plan)) => plan,
        Ok(Err(problem)) => {
            tracing::warn!(run = %claimed.run, %problem, "this build cannot run the pinned workflow");
            return park(&shared, &log, claimed.epoch).await;
        }
        Err(error) => {
            tracing::error!(run = %claimed.run, %error, "the pinned workflow cannot be loaded");
            return;
        }
    };
    match recover::recover(&log, &plan.workflow, &shared.sealer, shared.store.as_ref()).await {
        Ok(recovered) => {
            let clock = RunClock::start(recovered.state.now.max(at));
            let hold = Hold {
                run: claimed.run,
                epoch: claimed.epoch,
                state: recovered.state,
                values: recovered.values,
                key: recovered.key,
                clock,
            };
            run_to_end(&shared, plan, hold, place).await;
        }
        Err(error) => {
            tracing::error!(run = %claimed.run, %error, "a run cannot be read; it waits for an operator");
            park(&shared, &log, claimed.epoch).await;
        }
    }
}

/// Drives a run on a task of its own.
pub(crate) fn drive(shared: &Arc<Shared>, plan: Arc<Plan>, hold: Hold, place: Place) {
    let shared = Arc::clone(shared);
    shared.clone().tracker.spawn(async move { run_to_end(&shared, plan, hold, place).await });
}

async fn run_to_end(shared: &Arc<Shared>, plan: Arc<Plan>, hold: Hold, mut place: Place) {
    let run = hold.run;
    let Some(control) = place.control() else { return };
    let driver = Driver::new(Arc::clone(shared), plan, hold, place.bytes());
    let span = tracing::info_span!("run", id = %run);
    let left = Box::pin(driver.drive(control)).instrument(span).await;
    drop(place);
    // Whoever began to wait between the last word and the empty place reads the end from the store.
    shared.live.forget(run);
    if let Left::Durably(RunStatus::Queued) = left {
        wake_when_due(shared, run).await;
    }
}

async fn wake_when_due(shared: &Shared, run: RunId) {
    if let Ok(Some(head)) = shared.store.head(run).await {
        match head.index.not_before {
            Some(at) => shared.places.wake_at(Instant::now() + at.since(clock::wall())),
            None => shared.places.wake(),
        }
    }
}

/// Puts a run back that cannot be folded here; it waits, reason `workflow`.
async fn park(shared: &Shared, log: &Log, epoch: u64) {
    let now = clock::wall();
    let not_before = (now + UNRUNNABLE_WAIT).min(log.head.index.give_up_at);
    let kind = EventKind::Postponed { not_before, reason: WaitReason::Workflow };
    let head = HeadUpdate {
        status: RunStatus::Queued,
        reason: Some("workflow".to_owned()),
        not_before: Some(not_before),
        ..log.head.index.clone()
    };
    let seq = log.head.head_seq + 1;
    let append = Append {
        run: log.head.id,
        epoch,
        expect: log.head.head_seq,
        row: EventRow { seq, body: packing::body_of(Event { at: now, kind }), payload: None },
        artifacts: Vec::new(),
        if_cancelled: Some((
            HeadUpdate { status: RunStatus::Cancelled, reason: None, not_before: None, ..head.clone() },
            EventRow {
                seq,
                body: packing::body_of(Event { at: now, kind: EventKind::Cancelled }),
                payload: None,
            },
        )),
        head,
    };
    match shared.commit.append(append).await {
        Ok(_) => shared.live.written(log.head.id),
        Err(error) => tracing::warn!(run = %log.head.id, %error, "a run could not be put back"),
    }
}
