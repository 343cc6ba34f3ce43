//! Steps and milestones of a run, as a person sees them.

use serde::{Deserialize, Serialize};

use super::{Milestone, Outline, RunStatus, RunView, StageStatus, StageView};

/// State of one of the steps a person sees: from its stages, not from the percentage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PhaseState {
    /// None of its stages has started.
    NotStarted,
    /// A stage runs, waits or has run, and not all are finished.
    Running,
    /// All its stages are finished and none is degraded.
    Done,
    /// All its stages are finished and one is degraded.
    Degraded,
    /// One of its stages failed.
    Failed,
    /// The run ended before all its stages did.
    Cancelled,
}

/// State of a milestone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MilestoneState {
    /// Not yet.
    Ahead,
    /// It happened.
    Reached,
    /// A higher one was reached first, and it has not happened.
    Passed,
}

impl RunView {
    /// The state of a step, by number from 0.
    pub fn phase_state(&self, outline: &Outline, phase: usize) -> PhaseState {
        let of_phase = |index: &usize| outline.stages[*index].phase == phase;
        let stages: Vec<&StageView> =
            (0..outline.stages.len()).filter(of_phase).map(|index| &self.stages[index]).collect();
        let any = |status| stages.iter().any(|stage| stage.status == status);
        if any(StageStatus::Failed) {
            PhaseState::Failed
        } else if stages.iter().all(|stage| stage.status.is_finished()) {
            if any(StageStatus::Degraded) { PhaseState::Degraded } else { PhaseState::Done }
        } else if any(StageStatus::Cancelled) {
            PhaseState::Cancelled
        } else if stages.iter().any(|stage| stage.started_at.is_some() || stage.status.is_finished()) {
            PhaseState::Running
        } else {
            PhaseState::NotStarted
        }
    }

    /// The step in which the run is: the first that is not finished, else the last.
    pub fn current_phase(&self, outline: &Outline) -> usize {
        let finished =
            |phase| matches!(self.phase_state(outline, phase), PhaseState::Done | PhaseState::Degraded);
        let last = outline.phases.len().saturating_sub(1);
        (0..last).find(|phase| !finished(*phase)).unwrap_or(last)
    }

    /// The state of a milestone, by number from 0.
    pub fn milestone_state(&self, outline: &Outline, index: usize) -> MilestoneState {
        if self.reached[index] {
            MilestoneState::Reached
        } else if outline.milestones[index].at < self.percent {
            MilestoneState::Passed
        } else {
            MilestoneState::Ahead
        }
    }

    /// The newest milestone a person should read, and its words.
    pub fn milestone_text<'o>(&self, outline: &'o Outline) -> Option<&'o str> {
        let newest = |(index, _): &(usize, &Milestone)| self.reached[*index];
        let (_, milestone) =
            outline.milestones.iter().enumerate().filter(newest).max_by_key(|(_, m)| m.at)?;
        Some(self.words(outline, milestone))
    }

    /// The words of a milestone, given what became of the stages it waits for.
    pub fn words<'o>(&self, outline: &Outline, milestone: &'o Milestone) -> &'o str {
        let degraded = milestone.when.iter().any(|event| match event {
            super::MilestoneEvent::Finished(name) => outline
                .stage_index(name)
                .is_some_and(|index| self.stages[index].status == StageStatus::Degraded),
            _ => false,
        });
        match &milestone.degraded_text {
            Some(text) if degraded => text,
            _ => &milestone.text,
        }
    }

    /// Whether the run has come to an end.
    pub fn is_terminal(&self) -> bool {
        self.status.is_terminal()
    }

    /// Whether the run was never started (`pending` on the wire).
    pub fn is_pending(&self) -> bool {
        self.status == RunStatus::Queued && self.started_at.is_none()
    }
}
