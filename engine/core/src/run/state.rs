//! The state of a run: what its events fold into.

use std::time::Duration;

use super::clock::DeadlineClock;
use super::{EndingReason, OutputRef, WaitReason};
use crate::failure::Failure;
use crate::time::Timestamp;
use crate::view::{RunStatus, RunView, StageStatus};
use crate::workflow::Workflow;

/// Everything that decisions rest on. Nothing but the fold of the run's events.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RunState {
    /// What a person sees.
    pub view: RunView,
    /// Its stages, in file order.
    pub stages: Vec<StageState>,
    /// Critical transient failures so far.
    pub attempts: u32,
    /// How often it was claimed: the lease epoch.
    pub claims: u32,
    /// Claims that ended in a lost lease since a stage last ended.
    pub lost_leases: u32,
    /// From when `give-up-after` counts.
    pub give_up_from: Timestamp,
    /// Time of the newest event.
    pub now: Timestamp,
    pub(super) ending: Option<EndingReason>,
    pub(super) deadline_passed: bool,
    pub(super) expired: bool,
    pub(super) clock: DeadlineClock,
}

/// What decisions need to know of a stage beyond its view.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StageState {
    /// Tries used up in this run attempt.
    pub tries: u32,
    /// The failure that is not settled yet: tried again, degraded, skipped or the end of the run.
    pub unsettled: Option<Failure>,
    /// The failure of the stage's own kind, once the fallback kind has taken over.
    pub own_failure: Option<Failure>,
    /// An attempt was in flight when the worker was lost, the run was given back or it ended.
    pub cut_off: bool,
    /// Its outputs, when an attempt gave some.
    pub outputs: Vec<OutputRef>,
    /// `VERSION` of the kind that gave them.
    pub version: u32,
    /// Whether an attempt gave outputs: of its own kind, or of the fallback kind.
    pub has_outputs: bool,
    /// How long the next attempt has to wait, and for what.
    pub(super) pause: Option<Pause>,
}

/// A stage must not be tried before this.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pause {
    /// The next attempt does not start earlier.
    pub(super) until: Timestamp,
    /// `Backoff`, `Breaker`, or `RetryAfter` for a pause so long that a critical stage postpones the run.
    pub(super) reason: WaitReason,
}

impl RunState {
    /// The state before the first event.
    pub fn new(workflow: &Workflow) -> Self {
        Self {
            view: RunView::new(&workflow.outline),
            stages: vec![StageState::default(); workflow.stages.len()],
            ..Self::default()
        }
    }

    /// How many events it holds; the newest has this number.
    pub fn seq(&self) -> u64 {
        self.view.seq
    }

    /// The run's state.
    pub fn status(&self) -> RunStatus {
        self.view.status
    }

    /// Why the run is ending, if it is.
    pub fn ending(&self) -> Option<&EndingReason> {
        self.ending.as_ref()
    }

    /// When `give-up-after` passes.
    pub fn give_up_at(&self, workflow: &Workflow) -> Timestamp {
        self.give_up_from + workflow.give_up_after
    }

    /// What remains of the deadline of this run attempt.
    pub fn deadline_left(&self, workflow: &Workflow) -> Duration {
        self.clock.left(workflow.deadline, self.now)
    }

    /// What remains at `now` for a degradable stage, waits included: of the deadline, minus one try of each
    /// critical stage still to come on the longest path. `None` for a critical stage and for a stand-in, which
    /// nothing but the deadline bounds. It does not shrink while the deadline stands still.
    pub fn give_up_left(&self, workflow: &Workflow, stage: usize, now: Timestamp) -> Option<Duration> {
        let bounded =
            workflow.stages.stage(stage).is_degradable() && self.stages[stage].own_failure.is_none();
        let left = self.clock.left(workflow.deadline, now);
        bounded.then(|| left.saturating_sub(workflow.stages.critical_tail(stage)))
    }

    /// Whether all stages before this one are finished.
    pub fn is_ready(&self, workflow: &Workflow, stage: usize) -> bool {
        workflow.stages.upstream(stage).all(|before| self.view.stages[before].status.is_finished())
    }

    /// Whether an attempt of the stage is under way, waiting for a permit included.
    pub fn is_in_flight(&self, stage: usize) -> bool {
        let view = &self.view.stages[stage];
        match view.status {
            StageStatus::Running => true,
            StageStatus::Waiting => view.waits_for == Some(WaitReason::Permit),
            _ => false,
        }
    }
}
