//! What is to be done next.

use std::time::Duration;

use super::attempt::decide_stage;
use super::version::outdated;
use super::{Command, EndingReason, EventKind, RunState, WaitReason};
use crate::view::RunStatus;
use crate::workflow::Workflow;

/// What is to be done, given the state. Nothing for a run that no worker holds.
///
/// As long as the answer holds a [`Command::Record`], apply it and ask again: it then stands alone, and what
/// else is to be done depends on it.
pub fn decide(workflow: &Workflow, state: &RunState) -> Vec<Command> {
    if state.view.status != RunStatus::Running {
        return Vec::new();
    }
    if let Some(why) = &state.ending {
        return end(workflow, state, why);
    }
    if let Some(event) = leave(workflow, state) {
        return vec![Command::Record(event)];
    }
    let mut commands = Vec::new();
    for index in 0..workflow.stages.len() {
        match decide_stage(workflow, state, index) {
            Some(record @ Command::Record(_)) => return vec![record],
            Some(command) => commands.push(command),
            None => {}
        }
    }
    if let Some(event) = postpone(workflow, state, &commands) {
        return vec![Command::Record(event)];
    }
    if let Some(after) = state.clock.remaining(workflow.deadline) {
        commands.push(Command::Deadline { after });
    }
    commands.push(Command::Expire { at: state.give_up_at(workflow) });
    commands
}

/// What ends the run, or this attempt of it, apart from a failed stage. A run whose stages are all finished is
/// complete, however late.
fn leave(workflow: &Workflow, state: &RunState) -> Option<EventKind> {
    let outdated = outdated(workflow, state);
    if outdated.is_none() && state.view.stages.iter().all(|stage| stage.status.is_finished()) {
        return Some(EventKind::Completed { degraded: state.view.degraded });
    }
    if state.expired || state.now >= state.give_up_at(workflow) {
        return Some(EventKind::Ending { why: EndingReason::Expired });
    }
    if state.deadline_passed {
        return Some(EventKind::Ending { why: EndingReason::Deadline });
    }
    outdated
}

/// Nothing new starts; when nothing is in flight any more, one append decides.
fn end(workflow: &Workflow, state: &RunState, why: &EndingReason) -> Vec<Command> {
    let in_flight = (0..workflow.stages.len()).filter(|index| state.is_in_flight(*index));
    let aborts: Vec<Command> = in_flight.map(|stage| Command::Abort { stage }).collect();
    if !aborts.is_empty() {
        return aborts;
    }
    let attempts = state.attempts + 1;
    let event = match why {
        EndingReason::Cancel => EventKind::Cancelled,
        why if why.is_transient() && attempts < workflow.run.max_attempts => {
            EventKind::Requeued { not_before: state.now + workflow.run.delay_after(attempts) }
        }
        why => EventKind::Failed { why: why.clone() },
    };
    vec![Command::Record(event)]
}

/// A critical stage that meets an open breaker or a long pause postpones the run, unless something else is in
/// flight or could start at once.
fn postpone(workflow: &Workflow, state: &RunState, starts: &[Command]) -> Option<EventKind> {
    let mut first = None;
    for command in starts {
        let Command::Start { stage, after, .. } = command else { continue };
        if *after == Duration::ZERO {
            return None;
        }
        let pause = state.stages[*stage].pause.filter(|pause| pause.reason != WaitReason::Backoff);
        if let Some(pause) = pause.filter(|_| !workflow.stages.stage(*stage).is_degradable()) {
            first = match first {
                Some((until, _)) if until <= pause.until => first,
                _ => Some((pause.until, pause.reason)),
            };
        }
    }
    let (not_before, reason) = first?;
    let in_flight = (0..workflow.stages.len()).any(|index| state.is_in_flight(index));
    (!in_flight).then_some(EventKind::Postponed { not_before, reason })
}
