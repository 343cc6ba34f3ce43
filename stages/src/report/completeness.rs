//! What is missing, from the stages as they ended.

use revrx_engine::stage::Upstream;
use revrx_engine_core::view::StageStatus;

use super::document::{Completeness, MissingPart, StageRun};

const NOTICE: &str = "What is missing was not looked for, or not in full. That something does not appear here is not a finding that it is absent.";

/// The stages without a result of their own.
pub(super) fn completeness(upstream: &[Upstream]) -> Completeness {
    let lacking =
        upstream.iter().filter(|stage| stage.status != StageStatus::Done || stage.stand_in.is_some());
    let part = |stage: &Upstream| MissingPart {
        stage: stage.stage.as_str().to_owned(),
        title: stage.title.clone(),
        reason: stage.reason.map_or("unknown", |reason| reason.as_str()).to_owned(),
        stand_in: stage.stand_in.clone(),
    };
    Completeness { missing: lacking.map(part).collect(), notice: NOTICE.to_owned() }
}

/// The stages that ran.
pub(super) fn stage_runs(upstream: &[Upstream]) -> Vec<StageRun> {
    let run = |stage: &Upstream| StageRun {
        stage: stage.stage.as_str().to_owned(),
        kind: stage.kind.clone(),
        version: stage.version,
        status: stage.status.as_str().to_owned(),
        stand_in: stage.stand_in.clone(),
    };
    upstream.iter().map(run).collect()
}
