//! A report in the list while it is made: what the list was told, brought up to date by what is heard live.

use revrx_api::{ReportBadge, ReportState, ReportStatus, Time};
use revrx_engine_core::run::WaitReason;
use revrx_engine_core::view::{Outline, PhaseState, Progress, RunStatus, RunView, StageStatus};

/// A report as a row shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Moving {
    /// What it has come to.
    pub badge: ReportBadge,
    /// What it waits for, when it does nothing else.
    pub waits_for: Option<WaitReason>,
}

impl Moving {
    /// A report of which nothing is heard.
    pub fn still(badge: ReportBadge) -> Self {
        Self { badge, waits_for: None }
    }

    /// The badge of a report that was just started, until the list has its own. `at` is when it was accepted.
    pub fn started(status: ReportStatus, at: Time) -> ReportBadge {
        // Of one that has ended already, only the list knows what became of its steps.
        let goes_on = status.phase.as_ref().filter(|_| !status.status.is_terminal());
        let steps = goes_on.map_or(0, |phase| usize::from(phase.of));
        ReportBadge {
            id: status.id,
            status: status.status,
            degraded: status.degraded,
            percent: status.percent,
            phases: vec![PhaseState::NotStarted; steps],
            phase: status.phase.map(|phase| phase.title),
            to_look_at: None,
            reason: None,
            class: None,
            ahead: status.ahead,
            accepted_at: at,
            ended_at: None,
        }
    }

    /// A report with what was heard of it. The percentage never falls, and what has ended stays ended.
    pub fn heard(badge: &ReportBadge, outline: &Outline, progress: &Progress) -> Self {
        let view = &progress.view;
        let status = state_of(view);
        if badge.status.is_terminal() && !status.is_terminal() {
            return Self::still(badge.clone());
        }
        let phases = (0..outline.phases.len()).map(|phase| view.phase_state(outline, phase)).collect();
        let phase = outline.phases.get(view.current_phase(outline)).map(|phase| phase.title.clone());
        let badge = ReportBadge {
            status,
            degraded: view.degraded,
            percent: view.percent.max(badge.percent),
            phases,
            phase,
            ahead: badge.ahead.filter(|_| status == ReportState::Pending),
            ..badge.clone()
        };
        Self { badge, waits_for: waits_for(view) }
    }

    /// Whether something failed and is tried again.
    pub fn is_trying_again(&self) -> bool {
        use WaitReason::{Backoff, Breaker, RetryAfter, RunBackoff};
        matches!(self.waits_for, Some(Backoff | Breaker | RetryAfter | RunBackoff))
    }

    /// The number of the step it is in, from 1.
    pub fn step(&self) -> Option<usize> {
        let finished = |state: &PhaseState| matches!(state, PhaseState::Done | PhaseState::Degraded);
        let at = self.badge.phases.iter().position(|state| !finished(state));
        at.map(|at| at + 1).or_else(|| (!self.badge.phases.is_empty()).then_some(self.badge.phases.len()))
    }
}

fn state_of(view: &RunView) -> ReportState {
    match view.status {
        RunStatus::Queued if view.is_pending() => ReportState::Pending,
        RunStatus::Queued | RunStatus::Running => ReportState::Processing,
        RunStatus::Complete => ReportState::Complete,
        RunStatus::Failed => ReportState::Failed,
        RunStatus::Cancelled => ReportState::Cancelled,
    }
}

/// What the report waits for: itself, or one of its stages while none runs.
fn waits_for(view: &RunView) -> Option<WaitReason> {
    let runs = view.stages.iter().any(|stage| stage.status == StageStatus::Running);
    let stage = view.stages.iter().find_map(|stage| stage.waits_for);
    view.waits_for.or_else(|| stage.filter(|_| !runs))
}

#[cfg(test)]
mod tests {
    use revrx_engine_core::run::{Event, EventKind};
    use revrx_engine_core::time::Timestamp;
    use revrx_engine_core::view::{Milestone, MilestoneEvent, OutlineStage, Phase};

    use super::super::samples::badge;
    use super::*;

    fn outline() -> Outline {
        let phase = |title: &str, from, to| Phase {
            id: title.to_lowercase(),
            title: title.to_owned(),
            icon: None,
            text: None,
            from,
            to,
        };
        let stage = |name: &str, phase| OutlineStage { name: name.into(), title: name.to_owned(), phase };
        let milestone =
            |at, when| Milestone { at, when: vec![when], text: String::new(), degraded_text: None };
        Outline {
            title: "Report".to_owned(),
            stages: vec![stage("read", 0), stage("write", 1)],
            phases: vec![phase("Reading", 0, 50), phase("Writing", 50, 100)],
            milestones: vec![
                milestone(0, MilestoneEvent::RunQueued),
                milestone(50, MilestoneEvent::Finished("read".into())),
                milestone(100, MilestoneEvent::RunComplete),
            ],
        }
    }

    fn after(events: Vec<EventKind>) -> Progress {
        let outline = outline();
        let mut progress = Progress::new(&outline);
        for kind in events {
            progress.apply(&outline, &Event { at: Timestamp::from_micros(1), kind });
        }
        progress
    }

    fn claimed() -> EventKind {
        EventKind::Claimed { worker: "w".to_owned() }
    }

    fn started(stage: &str) -> EventKind {
        EventKind::Started { stage: stage.into(), attempt: 1, stand_in: false }
    }

    fn finished(stage: &str) -> EventKind {
        EventKind::Finished { stage: stage.into(), attempt: 1, version: 1, outputs: Vec::new() }
    }

    fn waiting(stage: &str, reason: WaitReason) -> EventKind {
        EventKind::Waiting { stage: stage.into(), reason, until: None }
    }

    /// Up to the end of the first step.
    fn read(more: Vec<EventKind>) -> Vec<EventKind> {
        [vec![EventKind::Queued, claimed(), started("read"), finished("read")], more].concat()
    }

    #[test]
    fn what_is_heard_moves_the_row() {
        use ReportState::{Cancelled, Complete, Pending, Processing};
        let known = ReportBadge { ahead: Some(3), ..badge("r", Pending, 0) };
        let completed = EventKind::Completed { degraded: false };
        for (events, state, percent, step, phase, ahead) in [
            (vec![EventKind::Queued], Pending, 0, 1, "Reading", Some(3)),
            (vec![EventKind::Queued, claimed(), started("read")], Processing, 0, 1, "Reading", None),
            (read(vec![]), Processing, 50, 2, "Writing", None),
            (read(vec![started("write"), finished("write"), completed]), Complete, 100, 2, "Writing", None),
            (read(vec![EventKind::Cancelled]), Cancelled, 50, 2, "Writing", None),
        ] {
            let moving = Moving::heard(&known, &outline(), &after(events));
            let badge = &moving.badge;
            assert_eq!((badge.status, badge.percent, badge.ahead), (state, percent, ahead));
            assert_eq!((moving.step(), badge.phase.as_deref()), (Some(step), Some(phase)));
        }
    }

    #[test]
    fn a_report_that_was_just_started_says_nothing_that_is_not_known() {
        let status = |status, percent| ReportStatus {
            id: "r".into(),
            encounter: "e".into(),
            status,
            degraded: false,
            percent,
            seq: 1,
            milestone: None,
            phase: Some(revrx_api::PhaseOf { number: 1, of: 4, title: "Reading".to_owned() }),
            stages: Default::default(),
            waits_for: None,
            not_before: None,
            ahead: Some(2),
        };
        for (state, steps) in [(ReportState::Pending, 4), (ReportState::Complete, 0)] {
            let badge = Moving::started(status(state, 0), Time::from_millis(5));
            assert_eq!((badge.status, badge.phases.len(), badge.ahead), (state, steps, Some(2)));
            assert_eq!((badge.to_look_at, badge.accepted_at), (None, Time::from_millis(5)));
        }
    }

    #[test]
    fn a_percentage_never_falls_and_an_end_stays_one() {
        let ahead = Moving::heard(&badge("r", ReportState::Processing, 80), &outline(), &after(read(vec![])));
        assert_eq!(ahead.badge.percent, 80);
        let ended = badge("r", ReportState::Complete, 100);
        assert_eq!(Moving::heard(&ended, &outline(), &after(read(vec![]))), Moving::still(ended));
    }

    #[test]
    fn it_waits_when_nothing_of_it_runs() {
        use WaitReason::{Backoff, Permit, RunBackoff};
        let requeued = EventKind::Requeued { not_before: Timestamp::from_micros(9) };
        for (events, waits_for, is_trying_again) in [
            (read(vec![started("write")]), None, false),
            (read(vec![started("write"), waiting("write", Permit)]), Some(Permit), false),
            (read(vec![started("write"), waiting("write", Backoff)]), Some(Backoff), true),
            (read(vec![requeued]), Some(RunBackoff), true),
        ] {
            let moving = Moving::heard(&badge("r", ReportState::Processing, 0), &outline(), &after(events));
            assert_eq!((moving.waits_for, moving.is_trying_again()), (waits_for, is_trying_again));
        }
    }
}
