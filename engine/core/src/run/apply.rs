//! Folds an event into the state.

use std::time::Duration;

use super::attempt::{class_of, is_tried_again};
use super::check::{IllegalTransition, check};
use super::state::Pause;
use super::{Event, EventKind, RunState, StageState, WaitReason};
use crate::failure::{Failure, FailureClass};
use crate::time::Timestamp;
use crate::view::RunStatus;
use crate::workflow::{Fallback, Stage, Workflow};

/// A critical stage whose dependency asks for a longer pause than this postpones the run.
const RETRY_AFTER_HELD: Duration = Duration::from_secs(30);

/// Folds `event` into `state`.
///
/// # Errors
/// [`IllegalTransition`] when the event cannot follow the state; the state is then unchanged.
pub fn apply(workflow: &Workflow, state: &mut RunState, event: &Event) -> Result<(), IllegalTransition> {
    let stage = check(workflow, state, &event.kind)?;
    if matches!(event.kind, EventKind::LeaseLost | EventKind::GivenBack | EventKind::Postponed { .. }) {
        state.cut_off_in_flight();
    }
    state.view.apply_at(&workflow.outline, stage, event);
    state.now = state.now.max(event.at);
    match stage {
        Some(index) => {
            apply_to_stage(workflow.stages.stage(index), &mut state.stages[index], event);
            if state.view.stages[index].status.is_finished() {
                state.lost_leases = 0;
            }
        }
        None => apply_to_run(workflow, state, event),
    }
    if state.view.status == RunStatus::Running && !matches!(event.kind, EventKind::Claimed { .. }) {
        state.clock.advance(event.at, &state.view.stages, &state.stages);
    }
    Ok(())
}

fn apply_to_stage(stage: &Stage, own: &mut StageState, event: &Event) {
    match &event.kind {
        EventKind::Started { stand_in, .. } => {
            let failed = own.unsettled.take();
            own.cut_off = false;
            own.pause = None;
            if *stand_in && own.own_failure.is_none() {
                own.own_failure = failed;
                own.tries = 0;
            }
        }
        EventKind::Waiting { reason: WaitReason::Breaker, until, .. } => {
            own.pause = Some(Pause::breaker(own.pause, until.unwrap_or(event.at)));
        }
        EventKind::BreakerOpened { until, .. } => own.pause = Some(Pause::breaker(own.pause, *until)),
        EventKind::Finished { outputs, version, .. } => {
            own.outputs.clone_from(outputs);
            own.version = *version;
            own.has_outputs = true;
        }
        EventKind::AttemptFailed { attempt, failure, .. } => {
            if *attempt == 0 && awaits_stand_in(stage, own) {
                own.own_failure = own.unsettled.take();
                own.tries = 0;
            }
            own.tries += 1;
            own.cut_off = false;
            own.pause = Some(Pause::after(event.at, stage.retry.delay_after(own.tries), failure));
            own.unsettled = Some(failure.clone());
        }
        EventKind::AttemptAborted { .. } => own.cut_off = true,
        EventKind::Degraded { .. } | EventKind::Skipped { .. } => {
            own.unsettled = None;
            own.pause = None;
        }
        _ => {}
    }
}

/// Whether the stage's own kind has failed for good and the fallback kind is next: what fails before it has started
/// is the fallback kind.
fn awaits_stand_in(stage: &Stage, own: &StageState) -> bool {
    let has_kind = matches!(stage.fallback, Some(Fallback::Kind(..)));
    let failed = own.unsettled.as_ref().is_some_and(|failure| !is_tried_again(stage, own, failure));
    has_kind && failed && own.own_failure.is_none()
}

fn apply_to_run(workflow: &Workflow, state: &mut RunState, event: &Event) {
    match &event.kind {
        EventKind::Queued => state.give_up_from = event.at,
        EventKind::Claimed { .. } => {
            state.claims += 1;
            state.now = event.at;
            state.clock.start(event.at);
        }
        EventKind::DeadlinePassed => state.deadline_passed = true,
        EventKind::Expired => state.expired = true,
        EventKind::Ending { why } => state.ending = Some(why.clone()),
        EventKind::Requeued { .. } => {
            state.attempts += 1;
            state.end();
            state.start_stages_anew(workflow);
        }
        EventKind::Postponed { not_before, .. } => {
            state.end();
            state.waited_until(*not_before);
        }
        EventKind::GivenBack => state.clock.stop(),
        EventKind::LeaseLost => {
            state.lost_leases += 1;
            state.clock.stop();
        }
        EventKind::Invalidated { stages } => {
            for index in stages.iter().filter_map(|name| workflow.stages.index_of(name.as_str())) {
                state.stages[index] = StageState::default();
            }
        }
        EventKind::Failed { why } => {
            state.attempts += u32::from(why.is_transient());
            state.end();
        }
        EventKind::Completed { .. } | EventKind::Cancelled => state.end(),
        EventKind::Reopened { .. } => {
            state.attempts = 0;
            state.lost_leases = 0;
            state.give_up_from = event.at;
            state.forget_unfinished();
        }
        _ => {}
    }
}

impl Pause {
    /// The pause after a failed attempt: the policy's delay, or what the dependency asked for if that is longer.
    fn after(at: Timestamp, delay: Duration, failure: &Failure) -> Self {
        let asked = Duration::from_millis(failure.retry_after_ms.unwrap_or(0));
        let reason = if asked > RETRY_AFTER_HELD { WaitReason::RetryAfter } else { WaitReason::Backoff };
        Self { until: at + delay.max(asked), reason }
    }

    /// The pause of an open breaker, on top of one that may be there already.
    fn breaker(before: Option<Self>, until: Timestamp) -> Self {
        match before {
            Some(before) if before.until > until => before,
            _ => Self { until, reason: WaitReason::Breaker },
        }
    }
}

impl RunState {
    /// What ended this run attempt is carried out. A lost lease and a give-back do not come here: an ending goes
    /// on under the next worker.
    fn end(&mut self) {
        self.ending = None;
        self.deadline_passed = false;
        self.expired = false;
        self.clock.stop();
    }

    /// These attempts were in flight when the run was given up by its worker.
    fn cut_off_in_flight(&mut self) {
        for index in 0..self.stages.len() {
            if self.is_in_flight(index) {
                self.stages[index].cut_off = true;
            }
        }
    }

    /// A pause that lay within a postponement is over when the run is claimed again, by whatever clock.
    fn waited_until(&mut self, not_before: Timestamp) {
        for stage in &mut self.stages {
            stage.pause = stage.pause.filter(|pause| pause.until > not_before);
        }
    }

    /// Unfinished stages have all their tries again, except that what must not be repeated stays so.
    fn start_stages_anew(&mut self, workflow: &Workflow) {
        for index in 0..self.stages.len() {
            if self.view.stages[index].status.is_finished() {
                continue;
            }
            let own = std::mem::take(&mut self.stages[index]);
            let kind = &workflow.stages.stage(index).kind;
            let failure = own.own_failure.or(own.unsettled);
            let unsettled = failure.filter(|failure| class_of(kind, failure) == FailureClass::OutcomeUnknown);
            self.stages[index] = StageState { cut_off: own.cut_off, unsettled, ..StageState::default() };
        }
    }

    /// Unfinished stages begin as if they had never been tried.
    fn forget_unfinished(&mut self) {
        for (stage, view) in self.stages.iter_mut().zip(&self.view.stages) {
            if !view.status.is_finished() {
                *stage = StageState::default();
            }
        }
    }
}
