//! The state of a run and its stages, folded from events.

use serde::{Deserialize, Serialize};

use super::{MilestoneEvent, Outline, RunStatus, StageStatus};
use crate::failure::FailureClass;
use crate::name::StageName;
use crate::run::{EndingReason, Event, EventKind, WaitReason};
use crate::time::Timestamp;

/// A stage of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageView {
    /// Its state; left out on the wire before it starts.
    #[serde(default, skip_serializing_if = "is_default")]
    pub status: StageStatus,
    /// Why it is degraded, skipped or failed, or how its last attempt failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<FailureClass>,
    /// What it waits for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waits_for: Option<WaitReason>,
    /// Until when it waits, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// Its newest attempt; 0 before the first, and then left out on the wire.
    #[serde(default, skip_serializing_if = "is_default")]
    pub attempt: u32,
    /// When its first attempt began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started_at: Option<Timestamp>,
    /// When it was finished.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finished_at: Option<Timestamp>,
    /// Whether another kind stands in for its own.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub stand_in: bool,
}

/// A run as a person sees it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunView {
    /// How many events it holds.
    pub seq: u64,
    /// Its state.
    pub status: RunStatus,
    /// Whether a stage is degraded.
    pub degraded: bool,
    /// The highest milestone reached.
    pub percent: u8,
    /// Which milestones were reached, in the order of the outline.
    pub reached: Vec<bool>,
    /// Its stages, in the order of the outline.
    pub stages: Vec<StageView>,
    /// When it was accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub queued_at: Option<Timestamp>,
    /// When it was first claimed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started_at: Option<Timestamp>,
    /// When it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Timestamp>,
    /// Not claimed before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_before: Option<Timestamp>,
    /// What a queued run waits for, other than a worker.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waits_for: Option<WaitReason>,
    /// Why it ends or failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<EndingReason>,
}

impl RunView {
    /// The view before the first event.
    pub fn new(outline: &Outline) -> Self {
        Self {
            stages: vec![StageView::default(); outline.stages.len()],
            reached: vec![false; outline.milestones.len()],
            ..Self::default()
        }
    }

    /// Folds one more event in. An event about a stage the outline does not know changes only `seq`.
    pub fn apply(&mut self, outline: &Outline, event: &Event) {
        let stage = event.kind.stage().and_then(|name| outline.stage_index(name));
        self.apply_at(outline, stage, event);
    }

    /// As [`Self::apply`], with the number of the stage the event is about.
    pub(crate) fn apply_at(&mut self, outline: &Outline, stage: Option<usize>, event: &Event) {
        self.seq += 1;
        match stage {
            Some(index) => self.apply_to_stage(index, event),
            None => self.apply_to_run(outline, event),
        }
        self.degraded = self.stages.iter().any(|stage| stage.status == StageStatus::Degraded);
        self.reach_milestones(outline);
    }

    fn apply_to_stage(&mut self, index: usize, event: &Event) {
        let stage = &mut self.stages[index];
        match &event.kind {
            EventKind::Started { attempt, stand_in, .. } => {
                stage.set(StageStatus::Running);
                stage.attempt = *attempt;
                stage.stand_in = *stand_in;
                stage.started_at.get_or_insert(event.at);
            }
            EventKind::Waiting { reason, until, .. } => stage.wait(*reason, *until),
            EventKind::BreakerOpened { until, .. } => stage.wait(WaitReason::Breaker, Some(*until)),
            EventKind::PermitGranted { .. } => stage.set(StageStatus::Running),
            EventKind::Finished { .. } if stage.stand_in => stage.finish(StageStatus::Degraded, event.at),
            EventKind::Finished { .. } => {
                stage.reason = None;
                stage.finish(StageStatus::Done, event.at);
            }
            EventKind::AttemptFailed { failure, .. } => {
                if !stage.stand_in {
                    stage.reason = Some(failure.class);
                }
                stage.wait(WaitReason::Backoff, None);
            }
            EventKind::AttemptAborted { .. } => stage.set(StageStatus::NotStarted),
            EventKind::Degraded { reason, .. } => {
                stage.reason = Some(*reason);
                stage.stand_in = false;
                stage.finish(StageStatus::Degraded, event.at);
            }
            EventKind::Skipped { reason, .. } => {
                stage.reason = Some(*reason);
                stage.finish(StageStatus::Skipped, event.at);
            }
            _ => {}
        }
    }

    fn apply_to_run(&mut self, outline: &Outline, event: &Event) {
        match &event.kind {
            EventKind::Queued => self.queued_at = Some(event.at),
            EventKind::Claimed { .. } => {
                self.queue(None, None);
                self.status = RunStatus::Running;
                self.started_at.get_or_insert(event.at);
            }
            EventKind::Ending { why } => self.why = Some(why.clone()),
            EventKind::Requeued { not_before } => {
                self.queue(Some(*not_before), Some(WaitReason::RunBackoff));
                self.start_anew();
            }
            EventKind::Postponed { not_before, reason } => self.queue(Some(*not_before), Some(*reason)),
            EventKind::GivenBack | EventKind::LeaseLost => self.queue(None, None),
            EventKind::Invalidated { stages } => self.reset(outline, stages),
            EventKind::Completed { .. } => self.end(RunStatus::Complete, event.at),
            EventKind::Failed { why } => {
                self.why = Some(why.clone());
                self.end(RunStatus::Failed, event.at);
                let failed = match why {
                    EndingReason::Stage { stage, .. } => outline.stage_index(stage),
                    _ => None,
                };
                if let Some(index) = failed {
                    self.stages[index].status = StageStatus::Failed;
                }
            }
            EventKind::Cancelled => self.end(RunStatus::Cancelled, event.at),
            EventKind::Reopened { .. } => {
                self.queue(None, None);
                self.start_anew();
                self.ended_at = None;
            }
            _ => {}
        }
    }

    /// Stages begin again with their own kinds, and nothing ends the run any more.
    fn start_anew(&mut self) {
        self.why = None;
        for stage in self.stages.iter_mut().filter(|stage| !stage.status.is_finished()) {
            stage.stand_in = false;
        }
    }

    /// Back to queued: unfinished stages are not started. An ending goes on under the next worker.
    fn queue(&mut self, not_before: Option<Timestamp>, waits_for: Option<WaitReason>) {
        self.status = RunStatus::Queued;
        self.not_before = not_before;
        self.waits_for = waits_for;
        for stage in self.stages.iter_mut().filter(|stage| !stage.status.is_finished()) {
            stage.set(StageStatus::NotStarted);
        }
    }

    fn end(&mut self, status: RunStatus, at: Timestamp) {
        self.status = status;
        self.ended_at = Some(at);
        self.not_before = None;
        self.waits_for = None;
        for stage in self.stages.iter_mut().filter(|stage| !stage.status.is_finished()) {
            stage.set(StageStatus::Cancelled);
        }
    }

    /// These stages run again. A queued run has waited for that.
    fn reset(&mut self, outline: &Outline, stages: &[StageName]) {
        self.not_before = None;
        self.waits_for = None;
        for index in stages.iter().filter_map(|name| outline.stage_index(name)) {
            let attempt = self.stages[index].attempt;
            self.stages[index] = StageView { attempt, ..StageView::default() };
        }
    }

    fn reach_milestones(&mut self, outline: &Outline) {
        for (index, milestone) in outline.milestones.iter().enumerate() {
            if !self.reached[index] && milestone.when.iter().all(|event| self.has_happened(outline, event)) {
                self.reached[index] = true;
                self.percent = self.percent.max(milestone.at);
            }
        }
    }

    fn has_happened(&self, outline: &Outline, event: &MilestoneEvent) -> bool {
        let stage = |name| outline.stage_index(name).map(|index| &self.stages[index]);
        match event {
            MilestoneEvent::RunQueued => self.queued_at.is_some(),
            MilestoneEvent::RunComplete => self.status == RunStatus::Complete,
            MilestoneEvent::Started(name) => stage(name).is_some_and(|stage| stage.started_at.is_some()),
            MilestoneEvent::Finished(name) => stage(name).is_some_and(|stage| stage.status.is_finished()),
        }
    }
}

impl StageView {
    fn set(&mut self, status: StageStatus) {
        self.status = status;
        self.waits_for = None;
        self.until = None;
    }

    fn wait(&mut self, reason: WaitReason, until: Option<Timestamp>) {
        self.status = StageStatus::Waiting;
        self.waits_for = Some(reason);
        self.until = until;
    }

    fn finish(&mut self, status: StageStatus, at: Timestamp) {
        self.set(status);
        self.finished_at = Some(at);
    }
}

/// What stands for nothing on the wire is left out.
fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
