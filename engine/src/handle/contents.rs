//! Everything there is of a run, read at once.

use std::sync::Arc;

use revrx_engine_core::failure::Failure;
use revrx_engine_core::name::{PortName, StageName};
use revrx_engine_core::run::{Event, EventKind};
use revrx_engine_core::view::Progress;
use revrx_engine_core::workflow::Workflow;

use crate::run::Values;
use crate::store::Head;

/// Everything there is of a run: what it was given, what its stages gave, and how it came about.
pub struct Contents {
    /// What lists show of it.
    pub head: Head,
    /// The workflow it is pinned to.
    pub workflow: Arc<Workflow>,
    /// State and timeline.
    pub progress: Progress,
    /// Its events, oldest first.
    pub events: Vec<Event>,
    pub(super) values: Values,
    pub(super) output: Option<Arc<str>>,
}

impl Contents {
    /// An input as JSON.
    pub fn input(&self, name: &str) -> Option<&str> {
        self.values.input(&PortName::from(name)).map(AsRef::as_ref)
    }

    /// The run's own output as JSON, when it is complete.
    pub fn output(&self) -> Option<&str> {
        self.output.as_deref()
    }

    /// Outputs of a port type as JSON, in the order of the stages.
    pub fn outputs_of_type<'c>(&'c self, ty: &'c str) -> impl Iterator<Item = &'c str> {
        self.workflow.stages.iter().enumerate().flat_map(move |(index, stage)| {
            let ports = stage.kind.outputs.iter().filter(move |port| port.ty.name == ty);
            ports.filter_map(move |port| self.values.output(index, &port.name).map(AsRef::as_ref))
        })
    }

    /// How attempts of a stage failed, oldest first. What was never started counts as well.
    pub fn failures_of<'c>(&'c self, stage: &'c StageName) -> impl Iterator<Item = &'c Failure> {
        self.events.iter().filter_map(move |event| match &event.kind {
            EventKind::AttemptFailed { stage: of, failure, .. } if of == stage => Some(failure),
            _ => None,
        })
    }
}
