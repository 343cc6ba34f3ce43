//! Everything outside the core: workers, dependencies, people, and the clock.

use std::time::Duration;

use revrx_engine_core::failure::{Failure, FailureClass, Sent};
use revrx_engine_core::name::StageName;
use revrx_engine_core::run::{Command, EndingReason, Event, EventKind, RunState, WaitReason, apply, decide};
use revrx_engine_core::time::Timestamp;
use revrx_engine_core::view::{RunStatus, RunView, StageStatus};
use revrx_engine_core::workflow::Workflow;

use super::invariants::Invariants;
use super::tape::Tape;
use crate::common::seconds;

/// A run and all that happens to it.
pub(super) struct World {
    workflow: Workflow,
    state: RunState,
    log: Vec<Event>,
    now: Timestamp,
    commands: Vec<Command>,
    invariants: Invariants,
}

impl World {
    pub(super) fn new(tape: &mut Tape<'_>) -> Self {
        let workflow = tape.workflow();
        let mut world = Self {
            state: RunState::new(&workflow),
            invariants: Invariants::new(&workflow),
            workflow,
            log: Vec::new(),
            now: Timestamp::from_micros(1_700_000_000_000_000),
            commands: Vec::new(),
        };
        world.happens(EventKind::Queued);
        world
    }

    fn happens(&mut self, kind: EventKind) {
        self.append(kind);
        for _ in 0..100 {
            self.commands = decide(&self.workflow, &self.state);
            self.invariants.hold_for_commands(&self.workflow, &self.state, &self.commands);
            let [Command::Record(kind)] = self.commands.as_slice() else { return };
            self.append(kind.clone());
        }
        panic!("decisions without end: {:?}", self.log);
    }

    fn append(&mut self, kind: EventKind) {
        let event = Event { at: self.now, kind };
        let before = self.state.clone();
        let applied = apply(&self.workflow, &mut self.state, &event);
        self.log.push(event);
        assert_eq!(applied, Ok(()), "{:?}", self.log);
        let event = &self.log[self.log.len() - 1];
        self.invariants.hold_for_event(&self.workflow, &before, event, &self.state);
    }

    /// One thing happens.
    pub(super) fn step(&mut self, tape: &mut Tape<'_>) {
        match self.state.status() {
            RunStatus::Queued => self.step_queued(tape),
            RunStatus::Running => self.step_running(tape),
            RunStatus::Failed if tape.one_in(2) => {
                self.happens(EventKind::Reopened { by: "someone".to_owned() })
            }
            _ => {
                tape.below(1);
            }
        }
    }

    fn step_queued(&mut self, tape: &mut Tape<'_>) {
        match tape.below(32) {
            30 => self.happens(EventKind::Cancelled),
            31 => self.happens(EventKind::Failed { why: EndingReason::Poison }),
            _ => self.claim(),
        }
    }

    /// A worker claims the run when it may, unless it is too late.
    fn claim(&mut self) {
        let not_before = self.state.view.not_before.unwrap_or_default();
        let give_up_at = self.state.give_up_at(&self.workflow);
        self.now = self.now.max(not_before.min(give_up_at));
        match self.now >= give_up_at {
            true => self.happens(EventKind::Failed { why: EndingReason::Expired }),
            false => self.happens(EventKind::Claimed { worker: "w".to_owned() }),
        }
    }

    fn step_running(&mut self, tape: &mut Tape<'_>) {
        self.now = self.now + Duration::from_millis(10 * tape.below(256) as u64);
        match tape.below(64) {
            0..=23 => self.start_one(tape),
            24..=53 => self.attempt_ends(tape),
            54 | 55 => self.happens(EventKind::LeaseLost),
            56 => self.happens(EventKind::GivenBack),
            57 => self.timer_fires(),
            58 if tape.one_in(4) => self.happens(EventKind::Expired),
            59 if tape.one_in(4) && *self.ending() != Some(EndingReason::Cancel) => {
                self.happens(EventKind::Ending { why: EndingReason::Cancel });
            }
            60 if self.ending().is_none() => {
                let not_before = self.now + seconds(60);
                self.happens(EventKind::Postponed { not_before, reason: WaitReason::Clearance });
            }
            61..=63 => self.ends_without_attempt(tape),
            _ => {}
        }
    }

    fn ending(&self) -> &Option<EndingReason> {
        &self.invariants.ending
    }

    fn start_one(&mut self, tape: &mut Tape<'_>) {
        let starts: Vec<_> = self.commands.iter().filter_map(as_start).collect();
        if !starts.is_empty() {
            let start = *tape.pick(&starts);
            self.start(start);
        }
    }

    fn start(&mut self, (stage, attempt, stand_in, after): (usize, u32, bool, Duration)) {
        self.now = self.now.max(self.state.now + after);
        self.happens(EventKind::Started { stage: self.name(stage), attempt, stand_in });
    }

    /// Something comes of an attempt in flight.
    fn attempt_ends(&mut self, tape: &mut Tape<'_>) {
        let in_flight: Vec<usize> = self.in_flight().collect();
        if in_flight.is_empty() {
            return self.start_one(tape);
        }
        let index = *tape.pick(&in_flight);
        let stage = self.name(index);
        let attempt = self.state.view.stages[index].attempt;
        match tape.below(16) {
            0..=7 => self.finish(index),
            8 | 9 if self.state.view.stages[index].status == StageStatus::Running => {
                self.happens(EventKind::Waiting { stage, reason: WaitReason::Permit, until: None });
            }
            8 | 9 => self.happens(EventKind::PermitGranted { stage }),
            10 => {
                let until = self.now + seconds(tape.below(120) as u64);
                self.happens(EventKind::BreakerOpened { stage, until });
            }
            11 if self.ending().is_some() => self.happens(EventKind::AttemptAborted { stage, attempt }),
            _ => {
                let failure = any_failure(tape);
                self.happens(EventKind::AttemptFailed { stage, attempt, failure });
            }
        }
    }

    fn finish(&mut self, index: usize) {
        let attempt = self.state.view.stages[index].attempt;
        self.happens(EventKind::Finished {
            stage: self.name(index),
            attempt,
            version: 1,
            outputs: Vec::new(),
        });
    }

    /// The deadline or give-up-after passes, whichever comes first.
    fn timer_fires(&mut self) {
        let left = self.commands.iter().find_map(|command| match command {
            Command::Deadline { after } => Some(*after),
            _ => None,
        });
        if let Some(left) = left {
            self.now = self.now.max(self.state.now + left);
            self.happens(EventKind::DeadlinePassed);
        }
    }

    /// A stage that is to be started turns out to be not configured, or out of time.
    fn ends_without_attempt(&mut self, tape: &mut Tape<'_>) {
        let Some((index, ..)) = self.commands.iter().find_map(as_start) else { return };
        let class = *tape.pick(&[FailureClass::NotConfigured, FailureClass::DeadlineNear]);
        let failure = Failure::new(class, "as scripted");
        self.happens(EventKind::AttemptFailed { stage: self.name(index), attempt: 0, failure });
    }

    /// From here on everything succeeds: the run comes to an end in few steps.
    pub(super) fn faults_stop(&mut self) {
        let bound = 50 + 6 * self.workflow.stages.len();
        for _ in 0..bound {
            match self.state.status() {
                RunStatus::Queued => self.claim(),
                RunStatus::Running => self.go_on(),
                _ => return,
            }
        }
        panic!("the run does not end: {:?}", self.log);
    }

    fn go_on(&mut self) {
        let abort = self.commands.iter().find_map(|command| match command {
            Command::Abort { stage } => Some(*stage),
            _ => None,
        });
        let first = self.commands.iter().filter_map(as_start).min_by_key(|(.., after)| *after);
        let in_flight = self.in_flight().next();
        if let Some(index) = abort {
            let attempt = self.state.view.stages[index].attempt;
            self.happens(EventKind::AttemptAborted { stage: self.name(index), attempt });
        } else if let Some(index) = in_flight {
            self.finish(index);
        } else {
            self.start(first.unwrap_or_else(|| panic!("a run without anything to do: {:?}", self.log)));
        }
    }

    /// The log alone gives the same state, the same commands and the same view, also through JSON.
    pub(super) fn log_is_the_whole_truth(&self) {
        let json: Vec<String> =
            self.log.iter().map(|event| serde_json::to_string(event).expect("an event is JSON")).collect();
        let mut state = RunState::new(&self.workflow);
        let mut view = RunView::new(&self.workflow.outline);
        for (event, json) in self.log.iter().zip(&json) {
            let read: Event = serde_json::from_str(json).expect("it reads back");
            assert_eq!(read, *event);
            apply(&self.workflow, &mut state, &read).expect("the log is legal");
            view.apply(&self.workflow.outline, &read);
        }
        assert_eq!(state, self.state);
        assert_eq!(view, self.state.view, "a page folds the same");
        assert_eq!(decide(&self.workflow, &state), self.commands);
        let read: RunView = serde_json::from_str(&serde_json::to_string(&view).expect("a view is JSON"))
            .expect("it reads back");
        assert_eq!(read, view);
    }

    fn in_flight(&self) -> impl Iterator<Item = usize> {
        (0..self.workflow.stages.len()).filter(|index| self.state.is_in_flight(*index))
    }

    fn name(&self, index: usize) -> StageName {
        self.workflow.stages.stage(index).name.clone()
    }
}

fn as_start(command: &Command) -> Option<(usize, u32, bool, Duration)> {
    match command {
        Command::Start { stage, attempt, stand_in, after, .. } => Some((*stage, *attempt, *stand_in, *after)),
        _ => None,
    }
}

fn any_failure(tape: &mut Tape<'_>) -> Failure {
    let class = *tape.pick(&FailureClass::ALL[..11]);
    let sent = *tape.pick(&[Sent::No, Sent::Refused, Sent::Unknown]);
    let retry_after_ms = tape.one_in(4).then(|| 500 * tape.below(256) as u64);
    Failure { class, sent, message: "as scripted".to_owned(), retry_after_ms }
}
