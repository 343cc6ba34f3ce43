//! A report in a list.

use revrx_api::{Document, ReportBadge, ReportState, ToLookAt, Verdict};
use revrx_engine::{EngineError, RunId};
use revrx_engine_core::run::EndingReason;
use revrx_engine_core::view::{Outline, RunView};

use super::failure;
use super::status::{ahead, state};
use crate::http::App;

/// What lists show of a report; `None` when there is none of that id, or it cannot be read.
///
/// A report that has ended is read once and then kept.
pub(crate) async fn badge(app: &App, run: RunId) -> Option<ReportBadge> {
    match read(app, run).await {
        Ok(badge) => badge,
        Err(error) => {
            tracing::warn!(%run, %error, "a report could not be read for a list");
            None
        }
    }
}

async fn read(app: &App, run: RunId) -> Result<Option<ReportBadge>, EngineError> {
    let handle = app.engine.run(run);
    let Some(head) = handle.head().await? else { return Ok(None) };
    if let Some(badge) = app.kept.badge(run, head.head_seq) {
        return Ok(Some(badge));
    }
    let (outline, progress) = handle.progress().await?;
    let view = &progress.view;
    let status = state(view);
    let mut badge = ReportBadge {
        id: run.to_string().into(),
        status,
        degraded: view.degraded,
        percent: view.percent,
        phases: (0..outline.phases.len()).map(|phase| view.phase_state(&outline, phase)).collect(),
        phase: current(&outline, view),
        to_look_at: None,
        reason: None,
        class: None,
        ahead: ahead(app, &head.tenant, run, view).await?,
        accepted_at: head.accepted_at.into(),
        ended_at: view.ended_at.map(Into::into),
    };
    if let (ReportState::Failed, Some(why)) = (status, &view.why) {
        badge.reason = Some(failure::words(&outline, why));
        badge.class = match why {
            EndingReason::Stage { class, .. } => Some(*class),
            _ => None,
        };
    }
    if status == ReportState::Complete {
        badge.to_look_at = to_look_at(handle.contents().await)?;
    }
    if status.is_terminal() {
        app.kept.keep_badge(run, view.seq, badge.clone());
    }
    Ok(Some(badge))
}

/// Title of the step that a report is in while it is made.
fn current(outline: &Outline, view: &RunView) -> Option<String> {
    let is_made = !view.is_pending() && !view.is_terminal();
    is_made
        .then(|| outline.phases.get(view.current_phase(outline)).map(|phase| phase.title.clone()))
        .flatten()
}

/// Nothing, where the contents were erased or the workflow makes another document.
fn to_look_at(
    contents: Result<revrx_engine::Contents, EngineError>,
) -> Result<Option<ToLookAt>, EngineError> {
    let contents = match contents {
        Ok(contents) => contents,
        Err(EngineError::Seal(_)) => return Ok(None),
        Err(error) => return Err(error),
    };
    let document = contents.output().and_then(|json| serde_json::from_str::<Document>(json).ok());
    Ok(document.as_ref().map(count))
}

fn count(document: &Document) -> ToLookAt {
    let of = |verdict| {
        let codes = document.codes.iter().filter(|code| code.verdict == verdict);
        u32::try_from(codes.count()).unwrap_or(u32::MAX)
    };
    ToLookAt {
        unsupported: of(Verdict::Unsupported),
        under_specified: of(Verdict::UnderSpecified),
        missed: of(Verdict::Missed),
        supported: of(Verdict::Supported),
        findings: u32::try_from(document.findings.len()).unwrap_or(u32::MAX),
    }
}
