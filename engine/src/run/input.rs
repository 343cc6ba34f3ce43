//! The input of an attempt: a JSON object with a member for each port.

use std::sync::Arc;

use revrx_engine_core::catalogue::KindContract;
use revrx_engine_core::run::{MissingReason, Resolved, RunState, resolve_wire};
use revrx_engine_core::workflow::{Fallback, Workflow};

use super::Values;
use crate::stage::{StageError, Upstream};

/// Puts the input of a stage together.
///
/// # Errors
/// `internal` when a value that must be there is not.
pub(super) fn assemble(
    workflow: &Workflow,
    state: &RunState,
    values: &Values,
    stage: usize,
    kind: &KindContract,
) -> Result<String, StageError> {
    let mut json = String::from("{");
    for port in &kind.inputs {
        let found = match resolve_wire(workflow, state, stage, &port.name) {
            Resolved::Input(name) => values.input(&name).ok_or(MissingReason::NotWired),
            Resolved::Output { stage, port } => values.output(stage, &port).ok_or(MissingReason::NotWired),
            Resolved::Missing(reason) => Err(reason),
        };
        let member = match (found, port.optional) {
            (Ok(value), true) => format!("{{\"present\":{value}}}"),
            (Ok(value), false) => value.as_ref().to_owned(),
            (Err(reason), true) => format!("{{\"missing\":{}}}", json_of(&reason)),
            (Err(_), false) => {
                return Err(StageError::internal(format!("input `{}` has no value", port.name)));
            }
        };
        if json.len() > 1 {
            json.push(',');
        }
        json.push_str(&format!("{}:{member}", json_of(&port.name)));
    }
    json.push('}');
    Ok(json)
}

fn json_of<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("names and reasons are JSON")
}

/// All stages before `stage`, as they ended.
pub(super) fn upstream(workflow: &Workflow, state: &RunState, stage: usize) -> Arc<[Upstream]> {
    let ended = |index: usize| {
        let stage = workflow.stages.stage(index);
        let view = &state.view.stages[index];
        let (kind, stand_in) = match &stage.fallback {
            Some(Fallback::Kind(kind, _)) if view.stand_in => (kind.as_ref(), Some(kind.title.clone())),
            Some(Fallback::Values(values))
                if view.status == revrx_engine_core::view::StageStatus::Degraded =>
            {
                (&stage.kind, values.first().map(|(_, source)| source.to_string()))
            }
            _ => (&stage.kind, None),
        };
        Upstream {
            stage: stage.name.clone(),
            title: workflow.outline.stages[index].title.clone(),
            status: view.status,
            reason: view.reason,
            stand_in,
            kind: kind.kind.to_string(),
            version: kind.version,
        }
    };
    workflow.stages.ancestors(stage).into_iter().map(ended).collect()
}
