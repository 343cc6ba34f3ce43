//! The values of a run in memory: its inputs and what its stages gave.

use std::collections::BTreeMap;
use std::sync::Arc;

use revrx_engine_core::name::PortName;
use revrx_engine_core::run::{Resolved, RunState, resolve};
use revrx_engine_core::workflow::{WireSource, Workflow};

/// Inputs and outputs as JSON.
#[derive(Clone, Debug, Default)]
pub(crate) struct Values {
    inputs: BTreeMap<PortName, Arc<str>>,
    outputs: Vec<Vec<(PortName, Arc<str>)>>,
    bytes: usize,
}

impl Values {
    /// The inputs of a run with so many stages.
    pub(crate) fn new(inputs: BTreeMap<PortName, Arc<str>>, stages: usize) -> Self {
        let bytes = inputs.values().map(|value| value.len()).sum();
        Self { inputs, outputs: vec![Vec::new(); stages], bytes }
    }

    /// An input.
    pub(crate) fn input(&self, name: &PortName) -> Option<&Arc<str>> {
        self.inputs.get(name)
    }

    /// An output.
    pub(crate) fn output(&self, stage: usize, port: &PortName) -> Option<&Arc<str>> {
        self.outputs[stage].iter().find(|(name, _)| name == port).map(|(_, value)| value)
    }

    /// The run's own output, when it has one.
    pub(crate) fn run_output(&self, workflow: &Workflow, state: &RunState) -> Option<Arc<str>> {
        match resolve(workflow, state, &WireSource::Output(workflow.output.clone())) {
            Resolved::Output { stage, port } => self.output(stage, &port).cloned(),
            Resolved::Input(name) => self.input(&name).cloned(),
            Resolved::Missing(_) => None,
        }
    }

    /// Keeps one output of a stage.
    pub(crate) fn put(&mut self, stage: usize, port: PortName, value: Arc<str>) {
        self.bytes += value.len();
        self.outputs[stage].push((port, value));
    }

    /// Forgets what a stage gave.
    pub(crate) fn forget(&mut self, stage: usize) {
        self.bytes -= self.outputs[stage].iter().map(|(_, value)| value.len()).sum::<usize>();
        self.outputs[stage].clear();
    }

    /// How much all of it takes.
    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }
}
