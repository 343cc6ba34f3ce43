//! A workflow with the kinds it uses, ready to run.

use std::sync::Arc;

use revrx_engine_core::workflow::{Fallback, Workflow};

use crate::stage::{Configured, Registry};

/// A checked workflow and, for each stage, its configured kind.
pub(crate) struct Plan {
    pub(crate) workflow: Arc<Workflow>,
    stages: Vec<Kinds>,
}

struct Kinds {
    own: Arc<dyn Configured>,
    own_ready: Result<(), String>,
    stand_in: Option<Arc<dyn Configured>>,
}

impl Plan {
    /// Configures every kind.
    ///
    /// # Errors
    /// For each stage that cannot run here: its name and why.
    pub(crate) fn new(workflow: Workflow, registry: &Registry) -> Result<Self, Vec<String>> {
        let mut stages = Vec::with_capacity(workflow.stages.len());
        let mut problems = Vec::new();
        for stage in workflow.stages.iter() {
            let own = registry.configure(&stage.kind.kind, &stage.with);
            let stand_in = match &stage.fallback {
                Some(Fallback::Kind(kind, with)) => registry.configure(&kind.kind, with).map(Some),
                _ => Ok(None),
            };
            match (own, stand_in) {
                (Ok(own), Ok(stand_in)) => {
                    let own_ready = own.ready();
                    stages.push(Kinds { own, own_ready, stand_in });
                }
                (own, stand_in) => {
                    let errors = own.err().into_iter().chain(stand_in.err());
                    problems.extend(errors.map(|error| format!("stage `{}`: {error}", stage.name)));
                }
            }
        }
        match problems.is_empty() {
            true => Ok(Self { workflow: Arc::new(workflow), stages }),
            false => Err(problems),
        }
    }

    /// What runs a stage.
    pub(crate) fn kind(&self, stage: usize, stand_in: bool) -> &Arc<dyn Configured> {
        let kinds = &self.stages[stage];
        match &kinds.stand_in {
            Some(kind) if stand_in => kind,
            _ => &kinds.own,
        }
    }

    /// What a stage's own kind lacks, in words.
    pub(crate) fn not_configured(&self, stage: usize) -> Option<&str> {
        self.stages[stage].own_ready.as_ref().err().map(String::as_str)
    }
}
