//! Carrying out what `decide` says.

use std::sync::Arc;
use std::time::Duration;

use revrx_engine_core::catalogue::{Effect, KindContract};
use revrx_engine_core::failure::{Failure, FailureClass};
use revrx_engine_core::run::{Command, EventKind, OutputRef, WaitReason, decide};
use revrx_engine_core::view::RunStatus;
use revrx_engine_core::workflow::Fallback;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::attempt::Job;
use super::driver::{Driver, InFlight};
use super::input::{assemble, upstream};
use super::packing::INLINE_BYTES_MAX;
use super::timers::Timers;
use crate::faults::{self, Point};
use crate::stage::{Attempt, CxParts, Outputs, StageError};

impl Driver {
    /// Decides and carries out until nothing more is to be recorded at once.
    pub(super) async fn advance(&mut self) {
        self.run_what_is_durable();
        loop {
            let mut recorded = false;
            self.timers.deadline = None;
            if self.state.ending().is_some() || self.state.status() != RunStatus::Running {
                self.timers = Timers::new(self.in_flight.len());
            }
            let commands = decide(&self.workflow, &self.state);
            self.drop_timers_no_longer_asked_for(&commands);
            for command in commands {
                recorded |= self.carry_out(command).await;
            }
            if !recorded {
                break;
            }
        }
    }

    /// A delayed start stands only as long as `decide` asks for it.
    fn drop_timers_no_longer_asked_for(&mut self, commands: &[Command]) {
        let asked = |index: usize| {
            commands.iter().any(|command| matches!(command, Command::Start { stage, .. } if *stage == index))
        };
        for (index, start) in self.timers.starts.iter_mut().enumerate() {
            if start.is_some() && !asked(index) {
                *start = None;
            }
        }
    }

    /// Whether an event was recorded.
    async fn carry_out(&mut self, command: Command) -> bool {
        match command {
            Command::Record(kind) => {
                if let EventKind::Invalidated { stages } = &kind {
                    let found = stages.iter().filter_map(|name| self.workflow.stages.index_of(name.as_str()));
                    found.collect::<Vec<_>>().into_iter().for_each(|stage| self.values.forget(stage));
                }
                self.record(kind);
                true
            }
            Command::Start { stage, attempt, stand_in, after, give_up } => {
                self.start_or_schedule(stage, attempt, stand_in, after, give_up).await
            }
            Command::Abort { stage } => self.abort(stage),
            Command::Deadline { after } => {
                self.timers.deadline = Some(Instant::now() + after);
                false
            }
            Command::Expire { at } => {
                let clock = self.clock;
                self.timers.expiry.get_or_insert_with(|| clock.instant(at));
                false
            }
        }
    }

    async fn start_or_schedule(
        &mut self,
        stage: usize,
        attempt: u32,
        stand_in: bool,
        after: Duration,
        give_up: Option<Duration>,
    ) -> bool {
        if self.timers.starts[stage].is_some_and(|(scheduled, ..)| scheduled == attempt) {
            return false;
        }
        if let Some(left) = give_up {
            self.timers.give_ups[stage].get_or_insert_with(|| Instant::now() + left);
        }
        if let (false, Some(what)) = (stand_in, self.plan.not_configured(stage)) {
            let failure = Failure::new(FailureClass::NotConfigured, what);
            self.fail(stage, 0, failure);
            return true;
        }
        if after.is_zero() {
            self.start(stage, attempt, stand_in).await;
            return true;
        }
        let jitter = self.workflow.stages.stage(stage).retry.jitter;
        let delay = after.mul_f64(1.0 + jitter * self.shared.chance());
        self.timers.starts[stage] = Some((attempt, stand_in, Instant::now() + delay));
        let until = Some(self.clock.now() + delay);
        self.record(EventKind::Waiting { stage: self.name(stage), reason: WaitReason::Backoff, until });
        true
    }

    /// Records the intent; runs the attempt at once when it is pure, else when the intent is durable.
    async fn start(&mut self, stage: usize, attempt: u32, stand_in: bool) {
        let name = self.name(stage);
        self.timers.starts[stage] = None;
        faults::hit(Point::StageBeforeStart, Some(name.as_str()), Some(attempt)).await;
        self.record(EventKind::Started { stage: name, attempt, stand_in });
        self.in_flight[stage] = Some(InFlight { attempt, cancel: CancellationToken::new(), task: None });
        match self.is_pure(stage) {
            true => self.spawn(stage),
            false => self.awaiting_intent.push((self.state.seq(), stage)),
        }
    }

    /// Runs the attempts whose intents have become durable.
    fn run_what_is_durable(&mut self) {
        let durable = self.outbox.durable();
        let (ready, waiting) =
            std::mem::take(&mut self.awaiting_intent).into_iter().partition(|(seq, _)| *seq <= durable);
        self.awaiting_intent = waiting;
        let ready: Vec<(u64, usize)> = ready;
        for (_, stage) in ready {
            if self.in_flight[stage].as_ref().is_some_and(|flight| flight.task.is_none()) {
                self.spawn(stage);
            }
        }
    }

    /// Whether attempts of the stage may run before their intent is durable.
    pub(super) fn is_pure(&self, stage: usize) -> bool {
        self.workflow.stages.stage(stage).kind.effect == Effect::Pure && !faults::pure_is_idempotent()
    }

    fn spawn(&mut self, stage: usize) {
        let stand_in = self.state.view.stages[stage].stand_in;
        let definition = self.workflow.stages.stage(stage);
        let contract = running_kind(definition, stand_in);
        let input = assemble(&self.workflow, &self.state, &self.values, stage, contract);
        let name = definition.name.clone();
        let Some(flight) = &mut self.in_flight[stage] else { return };
        let key = format!("{}:{name}", self.run);
        let job = Job {
            kind: Arc::clone(self.plan.kind(stage, stand_in)),
            kind_name: contract.kind.clone(),
            cpu: contract.cpu,
            timeout: definition.timeout,
            cx: CxParts {
                attempt: Attempt { run: self.run, stage: name, number: flight.attempt },
                cancel: flight.cancel.clone(),
                until: Instant::now() + definition.timeout,
                idempotency_key: Arc::from(key),
                upstream: upstream(&self.workflow, &self.state, stage),
                withheld: Arc::default(),
            },
            input,
            pool: self.shared.pool.clone(),
        };
        flight.task = Some(self.attempts.spawn(job.run(stage)));
    }

    /// Cuts an attempt off. Whether there was one.
    pub(super) fn abort(&mut self, stage: usize) -> bool {
        let Some(flight) = self.in_flight[stage].take() else { return false };
        flight.cancel.cancel();
        if let Some(task) = flight.task {
            task.abort();
        }
        self.awaiting_intent.retain(|(_, waiting)| *waiting != stage);
        self.timers.clear_stage(stage);
        self.record(EventKind::AttemptAborted { stage: self.name(stage), attempt: flight.attempt });
        true
    }

    /// An attempt has answered.
    pub(super) fn ended(&mut self, stage: usize, attempt: u32, result: Result<Outputs, StageError>) {
        if self.in_flight[stage].as_ref().is_none_or(|flight| flight.attempt != attempt) {
            return;
        }
        self.in_flight[stage] = None;
        match result {
            Ok(outputs) => self.finish(stage, attempt, outputs),
            Err(error) => self.fail(stage, attempt, error.into_failure()),
        }
    }

    fn finish(&mut self, stage: usize, attempt: u32, outputs: Outputs) {
        self.timers.clear_stage(stage);
        let definition = self.workflow.stages.stage(stage);
        let version = running_kind(definition, self.state.view.stages[stage].stand_in).version;
        let name = definition.name.clone();
        let refs = outputs.iter().map(|(port, value)| OutputRef {
            port: port.clone(),
            bytes: value.len() as u64,
            label: self.workflow.output_label(&name, port).cloned(),
            artifact: value.len() > INLINE_BYTES_MAX,
        });
        let kind = EventKind::Finished { stage: name.clone(), attempt, version, outputs: refs.collect() };
        self.record(kind);
        for (port, value) in outputs {
            self.outbox.push_output((self.state.seq(), port.clone(), Arc::clone(&value)));
            self.values.put(stage, port, value);
        }
    }

    fn fail(&mut self, stage: usize, attempt: u32, failure: Failure) {
        let name = self.name(stage);
        tracing::info!(run = %self.run, stage = %name, attempt, class = %failure.class, "attempt failed");
        self.record(EventKind::AttemptFailed { stage: name, attempt, failure });
    }

    /// What was waited for by time has come.
    pub(super) async fn timers_fired(&mut self) {
        let now = Instant::now();
        let due = |at: &mut Option<Instant>| at.take_if(|at| *at <= now).is_some();
        if due(&mut self.timers.expiry) && self.state.ending().is_none() {
            self.record(EventKind::Expired);
        }
        if due(&mut self.timers.deadline) && self.state.ending().is_none() {
            self.record(EventKind::DeadlinePassed);
        }
        for stage in 0..self.in_flight.len() {
            if due(&mut self.timers.give_ups[stage]) {
                self.give_up(stage);
            }
            if let Some((attempt, stand_in, at)) = self.timers.starts[stage]
                && at <= now
                && self.state.ending().is_none()
            {
                self.start(stage, attempt, stand_in).await;
            }
        }
    }

    /// What remains of the deadline belongs to the critical stages still to come.
    fn give_up(&mut self, stage: usize) {
        if self.state.view.stages[stage].status.is_finished() || self.state.ending().is_some() {
            return;
        }
        let left = self.state.give_up_left(&self.workflow, stage, self.clock.now());
        if let Some(left) = left.filter(|left| !left.is_zero()) {
            // The deadline stood still meanwhile.
            self.timers.give_ups[stage] = Some(Instant::now() + left);
            return;
        }
        let failure = Failure::new(
            FailureClass::DeadlineNear,
            "what remains of the deadline belongs to critical stages",
        );
        let attempt = match self.in_flight[stage].take() {
            Some(flight) => {
                flight.cancel.cancel();
                if let Some(task) = flight.task {
                    task.abort();
                }
                flight.attempt
            }
            None => 0,
        };
        self.timers.clear_stage(stage);
        self.fail(stage, attempt, failure);
    }
}

fn running_kind(stage: &revrx_engine_core::workflow::Stage, stand_in: bool) -> &KindContract {
    match &stage.fallback {
        Some(Fallback::Kind(kind, _)) if stand_in => kind,
        _ => &stage.kind,
    }
}
