//! Events and commands in a few words, so that a test reads as what happened.

use std::time::Duration;

use revrx_engine_core::run::{Command, EndingReason, EventKind};
use revrx_engine_core::time::{Timestamp, format_duration};
use revrx_engine_core::workflow::Workflow;

pub(crate) fn seconds(secs: u64) -> Duration {
    Duration::from_secs(secs)
}

/// `started a#1`, `degraded a: timeout`, `requeued in 10s`, `failed: a: network` and so on.
pub(crate) fn name_event(event: &EventKind, now: Timestamp) -> String {
    let until = |at: &Timestamp| format_duration(at.since(now));
    match event {
        EventKind::Started { stage, attempt, stand_in } => {
            format!("started {stage}#{attempt}{}", mark(*stand_in))
        }
        EventKind::AttemptFailed { stage, attempt, failure } => {
            format!("{stage}#{attempt} failed: {}", failure.class)
        }
        EventKind::Degraded { stage, reason } => format!("degraded {stage}: {reason}"),
        EventKind::Skipped { stage, reason } => format!("skipped {stage}: {reason}"),
        EventKind::Ending { why } => format!("ending: {}", name_reason(why)),
        EventKind::Failed { why } => format!("failed: {}", name_reason(why)),
        EventKind::Requeued { not_before } => format!("requeued in {}", until(not_before)),
        EventKind::Postponed { not_before, reason } => {
            format!("postponed for {}: {reason:?}", until(not_before))
        }
        EventKind::Completed { degraded } => {
            (if *degraded { "complete, degraded" } else { "complete" }).to_owned()
        }
        EventKind::Invalidated { stages } => format!("invalidated {stages:?}").replace('"', ""),
        EventKind::Cancelled => "cancelled".to_owned(),
        other => format!("{other:?}"),
    }
}

fn name_reason(why: &EndingReason) -> String {
    match why {
        EndingReason::Stage { stage, class } => format!("{stage}: {class}"),
        other => format!("{other:?}").to_lowercase(),
    }
}

fn mark(stand_in: bool) -> &'static str {
    if stand_in { " (stand-in)" } else { "" }
}

/// `start a#2 in 1s`, `abort a`; nothing for the two timers.
pub(crate) fn name_command(workflow: &Workflow, command: &Command) -> Option<String> {
    match command {
        Command::Start { stage, attempt, stand_in, after, .. } => {
            let name = &workflow.stages.stage(*stage).name;
            let delay = match after.is_zero() {
                true => String::new(),
                false => format!(" in {}", format_duration(*after)),
            };
            Some(format!("start {name}#{attempt}{}{delay}", mark(*stand_in)))
        }
        Command::Abort { stage } => Some(format!("abort {}", workflow.stages.stage(*stage).name)),
        Command::Record(_) | Command::Deadline { .. } | Command::Expire { .. } => None,
    }
}
