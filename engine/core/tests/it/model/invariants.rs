//! The promises, checked beside the core by counting anew what happens.

use revrx_engine_core::catalogue::Effect;
use revrx_engine_core::failure::{FailureClass, Sent};
use revrx_engine_core::run::{Command, EndingReason, Event, EventKind, RunState};
use revrx_engine_core::view::RunStatus;
use revrx_engine_core::workflow::Workflow;

/// What a bystander knows of the run.
pub(super) struct Invariants {
    pub(super) ending: Option<EndingReason>,
    stages: Vec<Seen>,
    run_attempts: u32,
}

#[derive(Clone, Default)]
struct Seen {
    finished: bool,
    fell: bool,
    in_flight: bool,
    stand_in: bool,
    /// An attempt of a `once` kind was cut off, or may have done its work.
    spent: bool,
    /// Failed tries of the kind whose turn it is.
    failures: u32,
}

impl Invariants {
    pub(super) fn new(workflow: &Workflow) -> Self {
        Self { ending: None, stages: vec![Seen::default(); workflow.stages.len()], run_attempts: 1 }
    }

    pub(super) fn hold_for_event(
        &mut self,
        workflow: &Workflow,
        before: &RunState,
        event: &Event,
        after: &RunState,
    ) {
        assert!(after.view.percent >= before.view.percent, "percent fell");
        assert_eq!(after.seq(), before.seq() + 1);
        if before.status().is_terminal() {
            let reopened = matches!(event.kind, EventKind::Reopened { .. });
            assert!(before.status() == RunStatus::Failed && reopened, "a terminal state changed");
        }
        match event.kind.stage() {
            Some(name) => {
                let index = workflow.stages.index_of(name.as_str()).expect("known stage");
                self.see_stage(workflow, index, &event.kind);
            }
            None => self.see_run(workflow, &event.kind),
        }
        for (index, seen) in self.stages.iter().enumerate() {
            assert_eq!(
                seen.finished,
                after.view.stages[index].status.is_finished(),
                "finished stages stay finished"
            );
            assert_eq!(seen.in_flight, after.is_in_flight(index));
        }
    }

    fn see_stage(&mut self, workflow: &Workflow, index: usize, event: &EventKind) {
        let stage = workflow.stages.stage(index);
        match event {
            EventKind::Started { stand_in, .. } => {
                assert!(self.ending.is_none(), "nothing new starts");
                assert!(workflow.stages.upstream(index).all(|before| self.stages[before].finished), "order");
                let seen = &mut self.stages[index];
                assert!(!seen.finished && !seen.in_flight, "no stage starts after it finished, or twice");
                assert!(*stand_in || !seen.spent, "a `once` kind is not repeated");
                if *stand_in && !seen.stand_in {
                    seen.failures = 0;
                }
                seen.stand_in = *stand_in;
                seen.in_flight = true;
                assert!(seen.failures < stage.retry.max_attempts, "tries are bounded");
            }
            EventKind::Finished { .. } => {
                let seen = &mut self.stages[index];
                assert!(seen.in_flight);
                *seen = Seen { finished: true, fell: seen.stand_in, ..Seen::default() };
            }
            EventKind::Degraded { .. } | EventKind::Skipped { .. } => {
                assert!(stage.is_degradable());
                let fell = matches!(event, EventKind::Degraded { .. });
                self.stages[index] = Seen { finished: true, fell, ..Seen::default() };
            }
            EventKind::AttemptFailed { failure, .. } => {
                let unknown = matches!(failure.class, FailureClass::OutcomeUnknown | FailureClass::Timeout)
                    || failure.sent == Sent::Unknown;
                if unknown {
                    self.cut_off(workflow, index);
                }
                self.stages[index].in_flight = false;
                self.stages[index].failures += 1;
            }
            EventKind::BreakerOpened { .. } => self.stages[index].in_flight = false,
            EventKind::AttemptAborted { .. } => self.cut_off(workflow, index),
            _ => {}
        }
    }

    fn see_run(&mut self, workflow: &Workflow, event: &EventKind) {
        match event {
            EventKind::Ending { why } => self.ending = Some(why.clone()),
            EventKind::LeaseLost | EventKind::GivenBack | EventKind::Postponed { .. } => {
                (0..self.stages.len()).for_each(|index| self.cut_off(workflow, index));
            }
            EventKind::Completed { degraded } => {
                assert!(self.stages.iter().all(|stage| stage.finished), "complete with an unfinished stage");
                assert_eq!(*degraded, self.stages.iter().any(|stage| stage.fell), "plainly complete, or not");
            }
            EventKind::Requeued { .. } => {
                self.run_attempts += 1;
                assert!(self.run_attempts <= workflow.run.max_attempts, "run attempts are bounded");
                self.start_anew(false);
            }
            EventKind::Failed { .. } | EventKind::Cancelled => {
                self.ending = None;
                self.stages.iter_mut().for_each(|stage| stage.in_flight = false);
            }
            EventKind::Reopened { .. } => {
                self.run_attempts = 1;
                self.start_anew(true);
            }
            _ => {}
        }
    }

    fn cut_off(&mut self, workflow: &Workflow, index: usize) {
        let seen = &mut self.stages[index];
        let own_once = workflow.stages.stage(index).kind.effect == Effect::Once && !seen.stand_in;
        seen.spent |= seen.in_flight && own_once;
        seen.in_flight = false;
    }

    fn start_anew(&mut self, forgiven: bool) {
        self.ending = None;
        for seen in self.stages.iter_mut().filter(|seen| !seen.finished) {
            *seen = Seen { spent: seen.spent && !forgiven, ..Seen::default() };
        }
    }

    /// Commands name only what may happen now, and a decision stands alone.
    pub(super) fn hold_for_commands(&self, workflow: &Workflow, state: &RunState, commands: &[Command]) {
        assert!(state.status() == RunStatus::Running || commands.is_empty(), "nobody holds the run");
        let mut last = None;
        for command in commands {
            match command {
                Command::Record(_) => assert_eq!(commands.len(), 1, "a decision stands alone"),
                Command::Start { stage, attempt, .. } => {
                    assert!(self.ending.is_none() && last < Some(*stage), "file order");
                    last = Some(*stage);
                    assert!(!self.stages[*stage].finished && !self.stages[*stage].in_flight);
                    assert!(workflow.stages.upstream(*stage).all(|before| self.stages[before].finished));
                    assert_eq!(*attempt, state.view.stages[*stage].attempt + 1);
                }
                Command::Abort { stage } => assert!(self.ending.is_some() && self.stages[*stage].in_flight),
                Command::Deadline { after } => assert!(*after <= workflow.deadline),
                Command::Expire { at } => assert!(*at > state.now),
            }
        }
    }
}
