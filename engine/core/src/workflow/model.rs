//! The parts of a checked workflow.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{RetryPolicy, RunPolicy, StageGraph};
use crate::catalogue::{KindContract, PortType};
use crate::name::{DependencyName, LabelName, PortName, StageName, WorkflowName};
use crate::view::Outline;

/// A checked workflow. Only [`crate::definition`] makes one, so whoever holds it holds a valid one.
#[derive(Clone, Debug)]
pub struct Workflow {
    /// Its name.
    pub name: WorkflowName,
    /// Its version, as written; `0` when left out.
    pub version: String,
    /// What a person calls it.
    pub title: String,
    /// SHA-256 of the exact text, by which a run pins it.
    pub hash: [u8; 32],
    /// The exact text.
    pub text: String,
    /// Bounds one run attempt.
    pub deadline: Duration,
    /// Bounds the run from accept, whatever it waits for.
    pub give_up_after: Duration,
    /// Attempts of the whole run.
    pub run: RunPolicy,
    /// What is given to a run.
    pub inputs: Vec<InputDefinition>,
    /// The stages and their edges.
    pub stages: StageGraph,
    /// Which output is the run's.
    pub output: PortRef,
    /// What a person sees: titles, phases and milestones.
    pub outline: Outline,
    /// The label of every output, as computed from the inputs forward; empty when the file uses no labels.
    pub labels: BTreeMap<PortRef, LabelName>,
}

impl Workflow {
    /// The label of a stage's output.
    pub fn output_label(&self, stage: &StageName, port: &PortName) -> Option<&LabelName> {
        self.labels.get(&PortRef { stage: stage.clone(), port: port.clone() })
    }
}

/// An input of the workflow.
#[derive(Clone, Debug, PartialEq)]
pub struct InputDefinition {
    /// Its name after `inputs.`.
    pub name: PortName,
    /// What it takes.
    pub ty: PortType,
    /// Its sensitivity.
    pub label: Option<LabelName>,
    /// Longest value, in bytes of JSON or text.
    pub max_bytes: u64,
}

/// Whether a run can do without a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Criticality {
    /// The run fails when it fails.
    Critical,
    /// The run goes on without it, and says so.
    Degradable,
}

/// A stage of a checked workflow.
#[derive(Clone, Debug)]
pub struct Stage {
    /// Its name.
    pub name: StageName,
    /// The contract of the kind it uses.
    pub kind: KindContract,
    /// The outside service it calls.
    pub dependency: Option<DependencyName>,
    /// Whether a run can do without it.
    pub criticality: Criticality,
    /// Bounds one call, or one attempt of a stage that makes no call.
    pub timeout: Duration,
    /// When it is tried again.
    pub retry: RetryPolicy,
    /// Where each input comes from; an input left out is missing, reason `not-wired`.
    pub inputs: Vec<Wire>,
    /// What stands in when the tries are used up.
    pub fallback: Option<Fallback>,
    /// The kind's own configuration.
    pub with: Value,
}

impl Stage {
    /// Whether a run can do without it.
    pub fn is_degradable(&self) -> bool {
        self.criticality == Criticality::Degradable
    }
}

/// Where an input of a stage comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wire {
    /// The input.
    pub port: PortName,
    /// Its source.
    pub source: WireSource,
    /// Whether the file says with `?` that it may be missing.
    pub optional: bool,
}

/// The source of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WireSource {
    /// `inputs.NAME`
    Input(PortName),
    /// `stage.output`
    Output(PortRef),
}

impl std::fmt::Display for WireSource {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Input(name) => write!(f, "inputs.{name}"),
            Self::Output(output) => write!(f, "{}.{}", output.stage, output.port),
        }
    }
}

/// An output of a stage: `stage.output`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PortRef {
    /// The stage.
    pub stage: StageName,
    /// Its output.
    pub port: PortName,
}

/// What stands in for a stage's outputs.
#[derive(Clone, Debug)]
pub enum Fallback {
    /// Other values of the same type: pairs of an output and where it is taken from.
    Values(Vec<(PortName, WireSource)>),
    /// A second kind with the same ports and without egress, with its configuration.
    Kind(Box<KindContract>, Value),
}
