//! Whether an event can follow a state.

use super::{EndingReason, EventKind, RunState, WaitReason};
use crate::name::StageName;
use crate::view::{RunStatus, StageStatus};
use crate::workflow::{Fallback, Workflow};

/// An event that cannot follow the state: a corrupt log, or a bug. The state is unchanged.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("event {seq} `{event}` cannot follow: {state}")]
pub struct IllegalTransition {
    /// The number the event would have had.
    pub seq: u64,
    /// What the event is.
    pub event: String,
    /// What stands against it.
    pub state: String,
}

type Verdict = Result<(), String>;

/// The number of the stage the event is about, if any, when the event can follow.
pub(super) fn check(
    workflow: &Workflow,
    state: &RunState,
    event: &EventKind,
) -> Result<Option<usize>, IllegalTransition> {
    let stage = event.stage().map(|name| index_of(workflow, name)).transpose();
    stage
        .and_then(|stage| {
            match stage {
                _ if state.seq() == 0 && *event != EventKind::Queued => {
                    Err("nothing comes before `queued`".to_owned())
                }
                Some(index) => running(state).and_then(|()| check_stage(workflow, state, event, index)),
                None => check_run(workflow, state, event),
            }
            .map(|()| stage)
        })
        .map_err(|reason| illegal(state, event, reason))
}

fn illegal(state: &RunState, event: &EventKind, reason: String) -> IllegalTransition {
    let event = serde_json::to_string(event).unwrap_or_default();
    IllegalTransition { seq: state.seq() + 1, event, state: reason }
}

fn index_of(workflow: &Workflow, name: &StageName) -> Result<usize, String> {
    workflow.stages.index_of(name.as_str()).ok_or_else(|| format!("the workflow has no stage `{name}`"))
}

fn check_run(workflow: &Workflow, state: &RunState, event: &EventKind) -> Verdict {
    let status = state.view.status;
    match event {
        EventKind::Queued if state.seq() > 0 => Err("the run is queued already".to_owned()),
        EventKind::Queued => Ok(()),
        EventKind::Claimed { .. } => is(state, RunStatus::Queued),
        EventKind::Reopened { .. } => is(state, RunStatus::Failed),
        EventKind::Cancelled if !status.is_terminal() => Ok(()),
        EventKind::Cancelled => Err(format!("the run is {}", status.as_str())),
        EventKind::Failed { why: EndingReason::Expired | EndingReason::Poison }
            if status == RunStatus::Queued =>
        {
            Ok(())
        }
        EventKind::Failed { why } => {
            decided(state)?;
            match state.ending.as_ref() == Some(why) {
                true => Ok(()),
                false => Err("the run ends for another reason".to_owned()),
            }
        }
        EventKind::Requeued { .. } => {
            decided(state)?;
            match state.ending.as_ref().is_some_and(EndingReason::is_transient) {
                true => Ok(()),
                false => Err("what ends the run is permanent".to_owned()),
            }
        }
        EventKind::Completed { degraded } => {
            running(state).and_then(|()| not_ending(state)).and_then(|()| all_finished(workflow, state))?;
            match *degraded == state.view.degraded {
                true => Ok(()),
                false => Err(format!("the run's `degraded` is {}", state.view.degraded)),
            }
        }
        EventKind::Ending { why } => {
            running(state)?;
            let overrides = *why == EndingReason::Cancel && state.ending != Some(EndingReason::Cancel);
            if !overrides {
                not_ending(state)?;
            }
            culprit(workflow, state, why)
        }
        EventKind::Invalidated { stages } => check_invalidated(workflow, state, stages),
        EventKind::Postponed { .. } => running(state).and_then(|()| not_ending(state)),
        _ => running(state),
    }
}

fn is(state: &RunState, wanted: RunStatus) -> Verdict {
    match state.view.status == wanted {
        true => Ok(()),
        false => Err(format!("the run is {}", state.view.status.as_str())),
    }
}

fn running(state: &RunState) -> Verdict {
    is(state, RunStatus::Running)
}

fn not_ending(state: &RunState) -> Verdict {
    match state.ending {
        Some(_) => Err("the run is ending".to_owned()),
        None => Ok(()),
    }
}

/// The run is ending and nothing is in flight any more.
fn decided(state: &RunState) -> Verdict {
    running(state)?;
    if state.ending.is_none() {
        return Err("the run is not ending".to_owned());
    }
    match (0..state.stages.len()).find(|index| state.is_in_flight(*index)) {
        Some(index) => Err(format!("stage {index} is in flight")),
        None => Ok(()),
    }
}

fn all_finished(workflow: &Workflow, state: &RunState) -> Verdict {
    match state.view.stages.iter().position(|stage| !stage.status.is_finished()) {
        Some(index) => Err(format!("stage `{}` is not finished", workflow.stages.stage(index).name)),
        None => Ok(()),
    }
}

/// The stage that ends the run is one of the workflow's, and not finished.
fn culprit(workflow: &Workflow, state: &RunState, why: &EndingReason) -> Verdict {
    let EndingReason::Stage { stage, .. } = why else { return Ok(()) };
    match state.view.stages[index_of(workflow, stage)?].status.is_finished() {
        true => Err(format!("stage `{stage}` is finished")),
        false => Ok(()),
    }
}

/// Only finished stages, and with each of them every finished stage behind it. An operator may also invalidate
/// stages of a run that waits, reason `kind-version`.
fn check_invalidated(workflow: &Workflow, state: &RunState, stages: &[StageName]) -> Verdict {
    if state.view.status != RunStatus::Queued {
        running(state).and_then(|()| not_ending(state))?;
    }
    let mut named = vec![false; state.stages.len()];
    for stage in stages {
        named[index_of(workflow, stage)?] = true;
    }
    for index in (0..named.len()).filter(|index| named[*index]) {
        let finished = |index: usize| state.view.stages[index].status.is_finished();
        if !finished(index) {
            return Err(format!("stage `{}` is not finished", workflow.stages.stage(index).name));
        }
        let behind = workflow.stages.descendants(index);
        if let Some(left_out) = behind.into_iter().find(|behind| finished(*behind) && !named[*behind]) {
            return Err(format!("stage `{}` is finished behind it", workflow.stages.stage(left_out).name));
        }
    }
    Ok(())
}

fn check_stage(workflow: &Workflow, state: &RunState, event: &EventKind, index: usize) -> Verdict {
    let view = &state.view.stages[index];
    let own = &state.stages[index];
    let in_flight = state.is_in_flight(index);
    let idle = !in_flight && matches!(view.status, StageStatus::NotStarted | StageStatus::Waiting);
    let allowed = match event {
        EventKind::Started { attempt, stand_in, .. } => {
            not_ending(state)?;
            let stands_in = matches!(workflow.stages.stage(index).fallback, Some(Fallback::Kind(..)));
            let kind_fits = match stand_in {
                true => stands_in && (own.own_failure.is_some() || own.unsettled.is_some()),
                false => own.own_failure.is_none(),
            };
            idle && *attempt == view.attempt + 1 && kind_fits && state.is_ready(workflow, index)
        }
        EventKind::Waiting { reason: WaitReason::Permit, .. } => in_flight,
        EventKind::Waiting { reason: WaitReason::Backoff | WaitReason::RetryAfter, .. } => {
            idle && own.pause.is_some()
        }
        EventKind::Waiting { reason: WaitReason::Breaker, .. } | EventKind::BreakerOpened { .. } => {
            in_flight || (idle && state.is_ready(workflow, index))
        }
        EventKind::PermitGranted { .. } => in_flight && view.status == StageStatus::Waiting,
        EventKind::Finished { attempt, .. } | EventKind::AttemptAborted { attempt, .. } => {
            in_flight && view.attempt == *attempt
        }
        EventKind::AttemptFailed { attempt: 0, .. } => idle && state.is_ready(workflow, index),
        EventKind::AttemptFailed { attempt, .. } => {
            view.attempt == *attempt && (in_flight || (idle && own.cut_off))
        }
        EventKind::Degraded { .. } | EventKind::Skipped { .. } => {
            not_ending(state)?;
            idle && own.unsettled.is_some() && workflow.stages.stage(index).is_degradable()
        }
        _ => false,
    };
    match allowed {
        true => Ok(()),
        false => Err(describe(workflow, state, index)),
    }
}

fn describe(workflow: &Workflow, state: &RunState, index: usize) -> String {
    let view = &state.view.stages[index];
    let name = &workflow.stages.stage(index).name;
    let ready = if state.is_ready(workflow, index) { "" } else { " and its inputs are not ready" };
    format!("stage `{name}` is {} after attempt {}{ready}", view.status.as_str(), view.attempt)
}
