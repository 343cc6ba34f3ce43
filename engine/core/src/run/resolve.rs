//! Where a value comes from, given what became of the stages.

use serde::{Deserialize, Serialize};

use super::RunState;
use crate::failure::FailureClass;
use crate::name::{PortName, StageName};
use crate::view::StageStatus;
use crate::workflow::{Fallback, PortRef, WireSource, Workflow};

/// Where a value is to be taken from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolved {
    /// An input of the run.
    Input(PortName),
    /// An output that a stage gave.
    Output {
        /// Number of the stage.
        stage: usize,
        /// The output.
        port: PortName,
    },
    /// There is none.
    Missing(MissingReason),
}

/// Why a value is missing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MissingReason {
    /// The workflow wires nothing to this input.
    NotWired,
    /// The stage is degraded, or was skipped, for this reason.
    Stage {
        /// The stage.
        stage: StageName,
        /// Why.
        reason: FailureClass,
    },
}

/// Where the value of `source` comes from. All stages it depends on must be finished.
pub fn resolve(workflow: &Workflow, state: &RunState, source: &WireSource) -> Resolved {
    match source {
        WireSource::Input(name) => Resolved::Input(name.clone()),
        WireSource::Output(output) => resolve_output(workflow, state, output),
    }
}

/// Where the value of one input of a stage comes from.
pub fn resolve_wire(workflow: &Workflow, state: &RunState, stage: usize, port: &PortName) -> Resolved {
    let wires = &workflow.stages.stage(stage).inputs;
    match wires.iter().find(|wire| wire.port == *port) {
        Some(wire) => resolve(workflow, state, &wire.source),
        None => Resolved::Missing(MissingReason::NotWired),
    }
}

fn resolve_output(workflow: &Workflow, state: &RunState, output: &PortRef) -> Resolved {
    let Some(index) = workflow.stages.index_of(output.stage.as_str()) else {
        return Resolved::Missing(MissingReason::NotWired);
    };
    let view = &state.view.stages[index];
    if state.stages[index].has_outputs {
        return Resolved::Output { stage: index, port: output.port.clone() };
    }
    if view.status == StageStatus::Degraded
        && let Some(Fallback::Values(values)) = &workflow.stages.stage(index).fallback
        && let Some((_, source)) = values.iter().find(|(port, _)| *port == output.port)
    {
        return resolve(workflow, state, source);
    }
    let reason = view.reason.unwrap_or(FailureClass::Internal);
    Resolved::Missing(MissingReason::Stage { stage: output.stage.clone(), reason })
}
