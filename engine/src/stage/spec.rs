//! The trait of a stage.

use std::future::Future;

use revrx_engine_core::catalogue::Contract;
use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{StageCx, StageError};

/// A kind of stage: the implementation a workflow file `uses`.
///
/// Its ports are the fields of `Input` and `Output`; a field that may be missing is a [`super::Maybe`]. The type
/// of a port is its JSON Schema, named by the schema's title.
pub trait Stage: Send + Sync + Sized + 'static {
    /// Its name in `uses`, such as `llm.identify-codes`.
    const KIND: &'static str;
    /// Raised when a reader of its old output would misread it.
    const VERSION: u32;
    /// What stands under `with`; `()` when there is nothing to configure.
    type Config: DeserializeOwned + JsonSchema + Send + Sync + 'static;
    /// What it reads.
    type Input: DeserializeOwned + JsonSchema + Send;
    /// What it gives.
    type Output: Serialize + JsonSchema + Send;

    /// What it promises: its effect, whether it calls a service, whether it computes for long, and the labels it
    /// may lower.
    fn contract() -> Contract;

    /// A `with` that parses, for documentation and for the contract suite.
    fn example() -> Value {
        Value::Null
    }

    /// Whether all it needs is there, judged from configuration alone, before any call.
    ///
    /// # Errors
    /// What is missing, in words for a person; the stage then ends as `not-configured`.
    fn configured(&self, config: &Self::Config) -> Result<(), String> {
        let _ = config;
        Ok(())
    }

    /// Does the work of one attempt. It may be dropped at any await; a kind that computes polls
    /// [`StageCx::check`].
    ///
    /// # Errors
    /// A [`StageError`] of the class that fits: retry and degradation rest on nothing else.
    fn run(
        &self,
        cx: &StageCx<Self>,
        input: Self::Input,
    ) -> impl Future<Output = Result<Self::Output, StageError>> + Send;
}
