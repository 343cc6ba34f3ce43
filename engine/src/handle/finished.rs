//! A run that has ended.

use std::sync::Arc;

use revrx_engine_core::view::{Outline, RunView};
use serde::de::DeserializeOwned;

use crate::engine::EngineError;
use crate::id::RunId;

/// A run that has ended.
#[derive(Clone, Debug)]
pub struct Finished {
    /// The run.
    pub run: RunId,
    /// Titles, phases and milestones.
    pub outline: Arc<Outline>,
    /// Its state.
    pub view: RunView,
    pub(super) output: Option<Arc<str>>,
}

impl Finished {
    /// The run's output.
    ///
    /// # Errors
    /// The run is not complete, or its output has another type.
    pub fn output<T: DeserializeOwned>(&self) -> Result<T, EngineError> {
        let missing = || EngineError::NoOutput { run: self.run, status: self.view.status };
        let json = self.output.as_ref().ok_or_else(missing)?;
        serde_json::from_str(json).map_err(|_| EngineError::OutputType)
    }

    /// The run's output as JSON.
    pub fn output_json(&self) -> Option<&str> {
        self.output.as_deref()
    }
}
