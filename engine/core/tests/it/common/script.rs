//! A driver that follows a script: tests say what happens outside, it carries out what is decided.

use std::time::Duration;

use revrx_engine_core::failure::{Failure, FailureClass};
use revrx_engine_core::run::{
    Command, EndingReason, Event, EventKind, IllegalTransition, RunState, WaitReason, apply, decide,
};
use revrx_engine_core::time::Timestamp;
use revrx_engine_core::view::StageStatus;
use revrx_engine_core::workflow::Workflow;

use super::words::{name_command, name_event};

/// A run, its log and its clock.
pub(crate) struct Script {
    pub(crate) workflow: Workflow,
    pub(crate) state: RunState,
    pub(crate) log: Vec<Event>,
    pub(crate) now: Timestamp,
    decided: Vec<String>,
}

impl Script {
    /// A run that a worker has just claimed.
    pub(crate) fn claimed(workflow: Workflow) -> Self {
        let mut run = Self::queued(workflow);
        run.claim();
        run
    }

    /// A run that waits for a worker.
    pub(crate) fn queued(workflow: Workflow) -> Self {
        let state = RunState::new(&workflow);
        let now = Timestamp::from_micros(1_700_000_000_000_000);
        let mut run = Self { workflow, state, log: Vec::new(), now, decided: Vec::new() };
        run.happens(EventKind::Queued);
        run
    }

    /// A worker claims the run as soon as it may.
    pub(crate) fn claim(&mut self) {
        self.now = self.now.max(self.state.view.not_before.unwrap_or_default());
        self.happens(EventKind::Claimed { worker: "w".to_owned() });
    }

    /// Something happens; what is decided upon it is recorded.
    pub(crate) fn happens(&mut self, kind: EventKind) {
        self.try_event(kind).expect("the script follows the rules");
    }

    pub(crate) fn try_event(&mut self, kind: EventKind) -> Result<(), IllegalTransition> {
        self.append(kind)?;
        while let [Command::Record(kind)] = decide(&self.workflow, &self.state).as_slice() {
            self.decided.push(name_event(kind, self.now));
            self.append(kind.clone()).expect("what is decided can be applied");
        }
        Ok(())
    }

    fn append(&mut self, kind: EventKind) -> Result<(), IllegalTransition> {
        let event = Event { at: self.now, kind };
        apply(&self.workflow, &mut self.state, &event)?;
        self.log.push(event);
        Ok(())
    }

    /// What was decided and recorded since this was last asked.
    pub(crate) fn decided(&mut self) -> Vec<String> {
        std::mem::take(&mut self.decided)
    }

    /// What is to be done now.
    pub(crate) fn to_do(&self) -> Vec<String> {
        let commands = decide(&self.workflow, &self.state);
        commands.iter().filter_map(|command| name_command(&self.workflow, command)).collect()
    }

    /// Starts a stage that is to be started, once its delay has passed.
    pub(crate) fn start(&mut self, name: &str) {
        let index = self.index(name);
        let due = decide(&self.workflow, &self.state).into_iter().find_map(|command| match command {
            Command::Start { stage, attempt, stand_in, after, .. } if stage == index => {
                Some((attempt, stand_in, after))
            }
            _ => None,
        });
        let (attempt, stand_in, after) =
            due.unwrap_or_else(|| panic!("`{name}` is not to be started: {:?}", self.to_do()));
        self.now = self.now.max(self.state.now + after);
        self.happens(EventKind::Started { stage: name.into(), attempt, stand_in });
    }

    /// The stage succeeds; it is started before if need be.
    pub(crate) fn finish(&mut self, name: &str) {
        let attempt = self.attempt(name);
        let index = self.index(name);
        let own = &self.state.stages[index];
        let stage = self.workflow.stages.stage(index);
        let version = if own.own_failure.is_some() { 1 } else { stage.kind.version };
        self.happens(EventKind::Finished { stage: name.into(), attempt, version, outputs: Vec::new() });
    }

    pub(crate) fn finish_all(&mut self, names: &[&str]) {
        names.iter().for_each(|name| self.finish(name));
    }

    /// The stage fails; it is started before if need be.
    pub(crate) fn fail(&mut self, name: &str, class: FailureClass) {
        self.fail_with(name, Failure::new(class, "as scripted"));
    }

    pub(crate) fn fail_asking(&mut self, name: &str, class: FailureClass, pause: Duration) {
        let retry_after_ms = u64::try_from(pause.as_millis()).ok();
        self.fail_with(name, Failure { retry_after_ms, ..Failure::new(class, "as scripted") });
    }

    pub(crate) fn fail_with(&mut self, name: &str, failure: Failure) {
        let attempt = self.attempt(name);
        self.happens(EventKind::AttemptFailed { stage: name.into(), attempt, failure });
    }

    /// What the stage needs is not configured: no attempt begins.
    pub(crate) fn not_configured(&mut self, name: &str) {
        let failure = Failure::new(FailureClass::NotConfigured, "as scripted");
        self.happens(EventKind::AttemptFailed { stage: name.into(), attempt: 0, failure });
    }

    pub(crate) fn waits_for_permit(&mut self, name: &str) {
        self.attempt(name);
        self.happens(EventKind::Waiting { stage: name.into(), reason: WaitReason::Permit, until: None });
    }

    pub(crate) fn gets_permit(&mut self, name: &str) {
        self.happens(EventKind::PermitGranted { stage: name.into() });
    }

    pub(crate) fn meets_open_breaker(&mut self, name: &str, open_for: Duration) {
        self.attempt(name);
        self.happens(EventKind::BreakerOpened { stage: name.into(), until: self.now + open_for });
    }

    pub(crate) fn is_cut_off(&mut self, name: &str) {
        let attempt = self.attempt(name);
        self.happens(EventKind::AttemptAborted { stage: name.into(), attempt });
    }

    pub(crate) fn cancel(&mut self) {
        self.happens(EventKind::Ending { why: EndingReason::Cancel });
    }

    /// Time passes without anything happening.
    pub(crate) fn pass(&mut self, time: Duration) {
        self.now = self.now + time;
    }

    /// What the deadline's timer shows at the newest event; `None` while it stands still.
    pub(crate) fn deadline(&self) -> Option<Duration> {
        decide(&self.workflow, &self.state).into_iter().find_map(|command| match command {
            Command::Deadline { after } => Some(after),
            _ => None,
        })
    }

    /// How long the stage that is to be started may wait and run.
    pub(crate) fn give_up(&self, name: &str) -> Option<Duration> {
        let index = self.index(name);
        decide(&self.workflow, &self.state).into_iter().find_map(|command| match command {
            Command::Start { stage, give_up, .. } if stage == index => give_up,
            _ => None,
        })
    }

    pub(crate) fn status(&self, name: &str) -> StageStatus {
        self.state.view.stages[self.index(name)].status
    }

    pub(crate) fn tries(&self, name: &str) -> u32 {
        self.state.stages[self.index(name)].tries
    }

    fn index(&self, name: &str) -> usize {
        self.workflow.stages.index_of(name).expect("known stage")
    }

    /// The attempt in flight; one is started if need be.
    fn attempt(&mut self, name: &str) -> u32 {
        let index = self.index(name);
        if !self.state.is_in_flight(index) {
            self.start(name);
        }
        self.state.view.stages[index].attempt
    }
}
