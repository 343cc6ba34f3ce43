//! Where a report stands.

use revrx_api::{PhaseOf, ReportState, ReportStatus};
use revrx_engine::store::Filter;
use revrx_engine::{EngineError, RunId};
use revrx_engine_core::run::WaitReason;
use revrx_engine_core::view::{Outline, RunStatus, RunView, StageStatus};

use super::Located;
use super::kept::Queue;
use crate::http::{ApiResult, App};

/// So many reports ahead are counted; more are not told apart.
const AHEAD_MAX: u32 = 1_000;

/// Where a report stands.
///
/// # Errors
/// The store fails.
pub(crate) async fn status(app: &App, report: &Located) -> ApiResult<ReportStatus> {
    let (outline, progress) = report.run.progress().await?;
    let ahead = ahead(app, &report.head.tenant, report.run.id(), &progress.view).await?;
    Ok(of_view(report, &outline, &progress.view, ahead))
}

/// What a client that polls reads of a state.
pub(super) fn of_view(
    report: &Located,
    outline: &Outline,
    view: &RunView,
    ahead: Option<u64>,
) -> ReportStatus {
    let begun = outline.stages.iter().zip(&view.stages);
    let begun = begun.filter(|(_, stage)| stage.status != StageStatus::NotStarted);
    ReportStatus {
        id: report.id.clone(),
        encounter: report.encounter.into(),
        status: state(view),
        degraded: view.degraded,
        percent: view.percent,
        seq: view.seq,
        milestone: view.milestone_text(outline).map(str::to_owned),
        phase: phase(outline, view),
        stages: begun.map(|(stage, now)| (stage.name.as_str().to_owned(), now.status)).collect(),
        waits_for: waits_for(view),
        not_before: view.not_before.map(Into::into),
        ahead,
    }
}

/// The state of a report.
pub(super) fn state(view: &RunView) -> ReportState {
    match view.status {
        RunStatus::Queued if view.is_pending() => ReportState::Pending,
        RunStatus::Queued | RunStatus::Running => ReportState::Processing,
        RunStatus::Complete => ReportState::Complete,
        RunStatus::Failed => ReportState::Failed,
        RunStatus::Cancelled => ReportState::Cancelled,
    }
}

/// How many reports are ahead of one that was never started.
///
/// # Errors
/// The store fails.
pub(super) async fn ahead(
    app: &App,
    tenant: &str,
    run: RunId,
    view: &RunView,
) -> Result<Option<u64>, EngineError> {
    if !view.is_pending() {
        return Ok(None);
    }
    let older = |queue: &Queue| (queue.runs.partition_point(|waiting| *waiting < run), queue.is_cut);
    let (counted, is_cut) = match app.kept.queue(tenant, older) {
        Some(known) => known,
        None => {
            let queue = queue(app, tenant, None).await?;
            let answer = older(&queue);
            app.kept.keep_queue(tenant, queue);
            answer
        }
    };
    let counted = match is_cut {
        true => queue(app, tenant, Some(run)).await?.runs.len(),
        false => counted,
    };
    Ok(Some(counted as u64))
}

/// The newest waiting runs of a tenant, those before `before` when it is given.
async fn queue(app: &App, tenant: &str, before: Option<RunId>) -> Result<Queue, EngineError> {
    let filter = Filter {
        status: vec![RunStatus::Queued],
        tenant: Some(tenant.to_owned()),
        before,
        limit: AHEAD_MAX,
        ..Filter::default()
    };
    let heads = app.engine.list(&filter).await?;
    let is_cut = heads.len() == AHEAD_MAX as usize;
    Ok(Queue { runs: heads.iter().rev().map(|head| head.id).collect(), is_cut })
}

fn phase(outline: &Outline, view: &RunView) -> Option<PhaseOf> {
    if view.is_pending() {
        return None;
    }
    let current = view.current_phase(outline);
    let title = outline.phases.get(current)?.title.clone();
    let number = |count: usize| u8::try_from(count).unwrap_or(u8::MAX);
    Some(PhaseOf { number: number(current + 1), of: number(outline.phases.len()), title })
}

/// What a waiting run waits for, else what a stage of a running one does.
fn waits_for(view: &RunView) -> Option<WaitReason> {
    view.waits_for.or_else(|| view.stages.iter().find_map(|stage| stage.waits_for))
}
