//! Watching one run until it ends.

use std::collections::BTreeMap;
use std::time::Duration;

use revrx_engine::{EngineError, Finished, RunHandle, Update};
use revrx_engine_core::name::StageName;
use revrx_engine_core::run::{EndingReason, EventKind, WaitReason};
use revrx_engine_core::view::{Outline, RunStatus, RunView};

use super::session::is_passing;
use crate::report::{Problem, Status};

/// Between two tries to read from a store that fails.
const AGAIN_AFTER: Duration = Duration::from_millis(250);

/// How it ended.
pub(super) enum Followed {
    /// It came to its end.
    Ended(Box<Finished>, Messages),
    /// It waits for an operator, not for time.
    Waits(WaitReason),
}

/// What each stage said when it failed last.
pub(super) type Messages = BTreeMap<StageName, String>;

/// Shows every change of a run until it ends. Errors of the store that pass are sat out.
///
/// # Errors
/// The run cannot be read.
pub(super) async fn follow(
    run: &RunHandle,
    mut show: impl FnMut(&Outline, &RunView),
) -> Result<Followed, EngineError> {
    loop {
        match watch(run, &mut show).await {
            Err(error) if is_passing(&error) => tokio::time::sleep(AGAIN_AFTER).await,
            other => return other,
        }
    }
}

async fn watch(run: &RunHandle, show: &mut impl FnMut(&Outline, &RunView)) -> Result<Followed, EngineError> {
    let mut updates = run.updates().await?;
    let mut messages = Messages::new();
    let mut state = None;
    while let Some(update) = updates.next().await? {
        match update {
            Update::Snapshot { outline, progress } => state = Some((outline, progress.view)),
            Update::Event { event, .. } => {
                if let EventKind::AttemptFailed { stage, failure, .. } = &event.kind {
                    messages.insert(stage.clone(), failure.message.clone());
                }
                if let Some((outline, view)) = &mut state {
                    view.apply(outline, &event);
                }
            }
        }
        if let Some((outline, view)) = &state {
            show(outline, view);
            if let Some(reason) = waits_for_operator(view) {
                return Ok(Followed::Waits(reason));
            }
        }
    }
    let finished = run.finished().await?;
    Ok(Followed::Ended(Box::new(finished), messages))
}

fn waits_for_operator(view: &RunView) -> Option<WaitReason> {
    let reason = view.waits_for.filter(|_| view.status == RunStatus::Queued)?;
    matches!(reason, WaitReason::Clearance | WaitReason::Workflow | WaitReason::KindVersion).then_some(reason)
}

/// How a finished run ended, and why there is no output.
pub(super) fn ending(finished: &Finished, messages: &Messages) -> (Status, Option<Problem>) {
    match finished.view.status {
        RunStatus::Complete => (Status::Complete, None),
        RunStatus::Cancelled => {
            (Status::Cancelled, Some(problem("cancelled", "the run was cancelled".to_owned())))
        }
        _ => (Status::Failed, Some(failure(finished, messages))),
    }
}

fn failure(finished: &Finished, messages: &Messages) -> Problem {
    match &finished.view.why {
        Some(EndingReason::Stage { stage, class }) => {
            let outline = &finished.outline;
            let title =
                outline.stage_index(stage).map_or(stage.as_str(), |index| &outline.stages[index].title);
            let message = messages.get(stage).cloned().unwrap_or_else(|| class.to_string());
            problem(class.as_str(), format!("{title} failed: {message}"))
        }
        Some(EndingReason::Deadline) => {
            problem("deadline", "the time for one attempt of the run passed".to_owned())
        }
        Some(EndingReason::Expired) => {
            problem("expired", "the run was given up: it waited too long".to_owned())
        }
        Some(EndingReason::Poison) => {
            problem("poison", "the process died too often while it worked on this run".to_owned())
        }
        Some(EndingReason::Cancel) | None => problem("failed", "the run failed".to_owned()),
    }
}

/// Why a run that waits for an operator is not waited for.
pub(super) fn waiting(reason: WaitReason) -> Problem {
    let (code, message) = match reason {
        WaitReason::Clearance => ("clearance", "the run waits: its workflow no longer fits the dependencies"),
        WaitReason::KindVersion => ("kind-version", "the run waits: a finished stage is of another version"),
        _ => ("workflow", "the run waits: this build does not accept its workflow"),
    };
    Problem { hint: Some("with --again it is made anew".to_owned()), ..problem(code, message.to_owned()) }
}

/// A problem without a hint.
pub(super) fn problem(code: &str, message: String) -> Problem {
    Problem { code: code.to_owned(), message, hint: None }
}
