//! The driver of one run: turns commands into attempts, and what happened into events.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use revrx_engine_core::name::StageName;
use revrx_engine_core::run::{EndingReason, Event, EventKind, RunState, apply};
use revrx_engine_core::view::RunStatus;
use revrx_engine_core::workflow::Workflow;
use tokio::sync::mpsc;
use tokio::task::{AbortHandle, JoinSet};
use tokio::time::{Instant, sleep_until};
use tokio_util::sync::CancellationToken;

use super::Values;
use super::attempt::Ended;
use super::outbox::{Acked, Outbox};
use super::timers::Timers;
use crate::clock::RunClock;
use crate::engine::Shared;
use crate::faults::{self, Point};
use crate::id::RunId;
use crate::plan::Plan;
use crate::seal::DataKey;

/// What others tell the holder of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Control {
    /// Someone asked for its end.
    Cancel,
    /// The worker shuts down: give it back.
    Shutdown,
    /// The lease was lost: write nothing more.
    Lost,
}

/// How the driver left the run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Left {
    /// In a terminal state, queued again or given back; durable.
    Durably(RunStatus),
    /// Without a last word: the lease was lost, or the store refused.
    Lost,
}

/// A run that this worker holds.
pub(crate) struct Hold {
    pub(crate) run: RunId,
    pub(crate) epoch: u64,
    pub(crate) state: RunState,
    pub(crate) values: Values,
    pub(crate) key: DataKey,
    pub(crate) clock: RunClock,
}

/// The driver.
pub(crate) struct Driver {
    pub(super) shared: Arc<Shared>,
    pub(super) plan: Arc<Plan>,
    pub(super) workflow: Arc<Workflow>,
    pub(super) run: RunId,
    pub(super) state: RunState,
    pub(super) values: Values,
    pub(super) key: DataKey,
    pub(super) clock: RunClock,
    pub(super) outbox: Outbox,
    pub(super) timers: Timers,
    pub(super) attempts: JoinSet<Ended>,
    pub(super) in_flight: Vec<Option<InFlight>>,
    /// Stages whose attempt waits until its intent is durable, with the intent's number.
    pub(super) awaiting_intent: Vec<(u64, usize)>,
    pub(super) bytes: Arc<AtomicUsize>,
    /// Whether the point before the last append was passed.
    finishing: bool,
    lost: bool,
}

/// An attempt under way.
pub(super) struct InFlight {
    pub(super) attempt: u32,
    pub(super) cancel: CancellationToken,
    pub(super) task: Option<AbortHandle>,
}

impl Driver {
    /// A driver for a run that was claimed and whose newest event is durable.
    pub(crate) fn new(shared: Arc<Shared>, plan: Arc<Plan>, hold: Hold, bytes: Arc<AtomicUsize>) -> Self {
        let workflow = Arc::clone(&plan.workflow);
        let stages = workflow.stages.len();
        Self {
            outbox: Outbox::new(hold.run, hold.epoch, hold.state.seq()),
            timers: Timers::new(stages),
            in_flight: (0..stages).map(|_| None).collect(),
            awaiting_intent: Vec::new(),
            attempts: JoinSet::new(),
            run: hold.run,
            state: hold.state,
            values: hold.values,
            key: hold.key,
            clock: hold.clock,
            shared,
            plan,
            workflow,
            bytes,
            finishing: false,
            lost: false,
        }
    }

    /// Drives the run until it ends, is queued again, given back or lost.
    pub(crate) async fn drive(mut self, mut control: mpsc::Receiver<Control>) -> Left {
        loop {
            self.advance().await;
            self.bytes.store(self.values.bytes(), Ordering::Relaxed);
            if self.lost {
                self.abort_all();
                return Left::Lost;
            }
            if self.state.status() != RunStatus::Running && self.outbox.is_empty() {
                return Left::Durably(self.state.status());
            }
            if self.state.status().is_terminal() && !std::mem::replace(&mut self.finishing, true) {
                faults::hit(Point::FinishBeforeCommit, None, None).await;
            }
            self.outbox.pump(&self.workflow, &self.state, &self.key, &self.shared.commit).await;
            let next = self.timers.next().into_iter().chain(self.outbox.next()).min();
            tokio::select! {
                biased;
                Some(told) = control.recv() => self.told(told),
                acked = self.outbox.acked() => self.acked(acked).await,
                Some(ended) = self.attempts.join_next(), if !self.attempts.is_empty() => self.joined(ended),
                () = sleep_until(next.unwrap_or_else(Instant::now)), if next.is_some() => self.timers_fired().await,
            }
        }
    }

    /// Applies an event and sends it on its way.
    pub(super) fn record(&mut self, kind: EventKind) {
        let may_wait = self.may_wait(&kind);
        let event = Event { at: self.clock.now(), kind };
        match apply(&self.workflow, &mut self.state, &event) {
            Ok(()) => {
                log(self.run, &event.kind);
                self.outbox.push(event, may_wait);
            }
            Err(illegal) => {
                // A bug of ours. The log stays as it was; the run is left to the next claim.
                tracing::error!(run = %self.run, %illegal, "the engine met a transition that its own rules forbid");
                self.lost = true;
            }
        }
    }

    /// Events of pure stages may wait for what comes next.
    fn may_wait(&self, kind: &EventKind) -> bool {
        match kind {
            EventKind::Started { stage, .. } | EventKind::Finished { stage, .. } => {
                let index = self.workflow.stages.index_of(stage.as_str());
                index.is_some_and(|index| self.is_pure(index))
            }
            _ => false,
        }
    }

    fn told(&mut self, told: Control) {
        match told {
            Control::Lost => self.lost = true,
            Control::Cancel
                if self.state.status() == RunStatus::Running
                    && self.state.ending() != Some(&EndingReason::Cancel) =>
            {
                self.record(EventKind::Ending { why: EndingReason::Cancel });
            }
            Control::Cancel => {}
            Control::Shutdown if self.state.status() == RunStatus::Running => self.give_back(),
            Control::Shutdown => {}
        }
    }

    /// Attempts are cut off, then the run is given back.
    fn give_back(&mut self) {
        for stage in 0..self.in_flight.len() {
            self.abort(stage);
        }
        self.record(EventKind::GivenBack);
        self.timers = Timers::new(self.in_flight.len());
    }

    async fn acked(&mut self, acked: Acked) {
        match acked {
            Acked::Durable { first, events } => {
                self.shared.store_is_well();
                passed_commit(&events).await;
                self.publish(first, events);
            }
            Acked::Cancelled { first, events } => {
                self.abort_all();
                self.state.view.status = RunStatus::Cancelled;
                self.shared.live.publish(self.run, first, events);
                // Whoever waits for the end reads it from the store.
                self.shared.live.forget(self.run);
            }
            Acked::Troubled(error) => self.shared.store_is_troubled(&error),
            Acked::Lost => self.lost = true,
            Acked::Refused(error) => {
                tracing::error!(run = %self.run, %error, "the store refuses to append to this run");
                self.lost = true;
            }
        }
    }

    fn publish(&mut self, first: u64, events: Vec<Event>) {
        let output =
            matches!(events.last(), Some(event) if matches!(event.kind, EventKind::Completed { .. }))
                .then(|| self.values.run_output(&self.workflow, &self.state))
                .flatten();
        self.shared.live.publish(self.run, first, events);
        if self.state.status().is_terminal() && self.outbox.is_empty() {
            self.shared.live.finished(self.run, &self.workflow, &self.state.view, output);
        }
    }

    fn joined(&mut self, ended: Result<Ended, tokio::task::JoinError>) {
        match ended {
            Ok(ended) => self.ended(ended.stage, ended.attempt, ended.result),
            Err(error) if error.is_panic() => self.panicked(error.id()),
            Err(_) => {}
        }
    }

    fn panicked(&mut self, task: tokio::task::Id) {
        let is_it = |flight: &Option<InFlight>| {
            flight.as_ref().and_then(|flight| flight.task.as_ref()).is_some_and(|handle| handle.id() == task)
        };
        if let Some(stage) = self.in_flight.iter().position(is_it)
            && let Some(flight) = &self.in_flight[stage]
        {
            let attempt = flight.attempt;
            self.ended(stage, attempt, Err(crate::stage::StageError::internal("the stage panicked")));
        }
    }

    pub(super) fn name(&self, stage: usize) -> StageName {
        self.workflow.stages.stage(stage).name.clone()
    }

    fn abort_all(&mut self) {
        for flight in self.in_flight.iter_mut().filter_map(Option::take) {
            flight.cancel.cancel();
        }
        self.attempts.abort_all();
    }
}

/// Fault points behind a commit.
async fn passed_commit(events: &[Event]) {
    let Some(last) = events.last() else { return };
    let point = match last.kind {
        _ if last.kind.is_terminal() => Point::FinishAfterCommit,
        EventKind::Requeued { .. } => Point::RequeueAfterCommit,
        _ => return,
    };
    faults::hit(point, None, None).await;
}

/// One line a step, by which a run can be followed through the log: ids and words of ours only.
fn log(run: RunId, kind: &EventKind) {
    match kind {
        EventKind::Started { stage, attempt, .. } => {
            tracing::debug!(%run, %stage, attempt, "attempt started")
        }
        EventKind::Finished { stage, attempt, .. } => {
            tracing::debug!(%run, %stage, attempt, "stage finished")
        }
        EventKind::Degraded { stage, reason } => tracing::info!(%run, %stage, %reason, "stage degraded"),
        EventKind::Skipped { stage, reason } => tracing::info!(%run, %stage, %reason, "stage skipped"),
        EventKind::Waiting { stage, reason, .. } => tracing::debug!(%run, %stage, ?reason, "stage waits"),
        EventKind::Requeued { .. } => tracing::info!(%run, "run queued again"),
        EventKind::Completed { degraded } => tracing::info!(%run, degraded, "run complete"),
        EventKind::Failed { why } => tracing::warn!(%run, ?why, "run failed"),
        EventKind::Cancelled => tracing::info!(%run, "run cancelled"),
        _ => {}
    }
}
