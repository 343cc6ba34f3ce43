//! What is to be done about one stage: start it, try it again, let another kind stand in, or go on without it.

use std::time::Duration;

use super::version::kind_of;
use super::{Command, EndingReason, EventKind, RunState, StageState};
use crate::catalogue::{Effect, KindContract};
use crate::failure::{Failure, FailureClass, Sent};
use crate::name::StageName;
use crate::workflow::{Fallback, Stage, WireSource, Workflow};

/// The command for this stage, if it is its turn: its inputs are ready, and it is neither finished nor in flight.
pub(super) fn decide_stage(workflow: &Workflow, state: &RunState, index: usize) -> Option<Command> {
    let view = &state.view.stages[index];
    if view.status.is_finished() || state.is_in_flight(index) || !state.is_ready(workflow, index) {
        return None;
    }
    let stage = workflow.stages.stage(index);
    let own = &state.stages[index];
    if own.cut_off && kind_of(stage, own).effect == Effect::Once {
        let message = "the attempt was cut off and must not be repeated";
        return Some(fail(stage, view.attempt, FailureClass::OutcomeUnknown, message));
    }
    match &own.unsettled {
        Some(failure) if !is_tried_again(stage, own, failure) => {
            Some(settle(workflow, state, index, failure))
        }
        _ => Some(start(workflow, state, index)),
    }
}

/// A start, or `deadline-near` when there is no room for it.
fn start(workflow: &Workflow, state: &RunState, index: usize) -> Command {
    let own = &state.stages[index];
    let after = own.pause.map_or(Duration::ZERO, |pause| pause.until.since(state.now));
    let give_up = state.give_up_left(workflow, index, state.now);
    if give_up.is_some_and(|room| room <= after) {
        let message = "what remains of the deadline belongs to critical stages";
        return fail(workflow.stages.stage(index), 0, FailureClass::DeadlineNear, message);
    }
    let attempt = state.view.stages[index].attempt + 1;
    Command::Start { stage: index, attempt, stand_in: own.own_failure.is_some(), after, give_up }
}

fn fail(stage: &Stage, attempt: u32, class: FailureClass, message: &str) -> Command {
    let failure = Failure::new(class, message);
    Command::Record(EventKind::AttemptFailed { stage: stage.name.clone(), attempt, failure })
}

/// Whether another try is due: the policy allows it, and the class is one that another try may mend.
pub(super) fn is_tried_again(stage: &Stage, own: &StageState, failure: &Failure) -> bool {
    let class = class_of(kind_of(stage, own), failure);
    class.is_transient() && stage.retry.retries(class, own.tries)
}

/// The class of a failure, given what may be repeated: when a `once` kind may have done its work, repeating it is
/// out of the question, by a try as by another run attempt.
pub(super) fn class_of(kind: &KindContract, failure: &Failure) -> FailureClass {
    let unknown = failure.sent == Sent::Unknown || failure.class == FailureClass::Timeout;
    match kind.effect {
        Effect::Once if unknown => FailureClass::OutcomeUnknown,
        _ => failure.class,
    }
}

/// The tries are used up, or another would not help: what stands in, or what becomes of the run.
fn settle(workflow: &Workflow, state: &RunState, index: usize, failure: &Failure) -> Command {
    let stage = workflow.stages.stage(index);
    let own = &state.stages[index];
    let class = class_of(kind_of(stage, own), failure);
    let reason = own.own_failure.as_ref().map_or(class, |own| class_of(&stage.kind, own));
    let name = stage.name.clone();
    let degraded = |stage| Command::Record(EventKind::Degraded { stage, reason });
    let fails = |stage| Command::Record(EventKind::Ending { why: EndingReason::Stage { stage, class } });
    match &stage.fallback {
        Some(Fallback::Kind(..)) if own.own_failure.is_none() && class != FailureClass::Cancelled => {
            let attempt = state.view.stages[index].attempt + 1;
            Command::Start { stage: index, attempt, stand_in: true, after: Duration::ZERO, give_up: None }
        }
        _ if !stage.is_degradable() => fails(name),
        Some(Fallback::Kind(..)) if is_read_strictly(workflow, &name) => fails(name),
        None if class == FailureClass::NotConfigured => {
            Command::Record(EventKind::Skipped { stage: name, reason })
        }
        _ => degraded(name),
    }
}

/// Whether something cannot do without this stage's outputs: the run's output, an input without `?`, or what
/// stands in for another stage.
fn is_read_strictly(workflow: &Workflow, name: &StageName) -> bool {
    let is_of = |source: &WireSource| matches!(source, WireSource::Output(output) if output.stage == *name);
    let reads = |stage: &Stage| {
        let stand_ins = match &stage.fallback {
            Some(Fallback::Values(values)) => values.as_slice(),
            _ => &[],
        };
        stage.inputs.iter().any(|wire| !wire.optional && is_of(&wire.source))
            || stand_ins.iter().any(|(_, source)| is_of(source))
    };
    workflow.output.stage == *name || workflow.stages.iter().any(reads)
}
