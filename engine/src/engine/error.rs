//! What can go wrong with the engine as a whole.

use revrx_engine_core::diagnostic::Diagnostic;
use revrx_engine_core::view::RunStatus;

use crate::id::RunId;
use crate::seal::{KeyError, SealError};
use crate::store::StoreError;

/// An error of the engine. None carries a value of a run.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EngineError {
    /// A workflow file has findings.
    #[error("workflow `{file}` has {} finding(s)", diagnostics.len())]
    Workflow {
        /// The file.
        file: String,
        /// What was found.
        diagnostics: Vec<Diagnostic>,
    },
    /// A workflow is valid but cannot run here.
    #[error("workflow `{workflow}` cannot run here: {}", problems.join("; "))]
    NotRunnable {
        /// The workflow.
        workflow: String,
        /// For each stage that cannot run: why.
        problems: Vec<String>,
    },
    /// No workflow of that name was given.
    #[error("there is no workflow `{0}`")]
    UnknownWorkflow(String),
    /// There is no such run.
    #[error("there is no run {0}")]
    UnknownRun(RunId),
    /// An input is not what the workflow states.
    #[error("input `{input}`: {reason}")]
    Input {
        /// The input.
        input: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The idempotency key was used for something else.
    #[error("the idempotency key was used with another input, by run {0}")]
    KeyReused(RunId),
    /// The run's state does not allow it.
    #[error("run {run} is {}", status.as_str())]
    State {
        /// The run.
        run: RunId,
        /// Its state.
        status: RunStatus,
    },
    /// The engine shuts down.
    #[error("the engine shuts down")]
    ShuttingDown,
    /// The run has no output of that name, or not yet.
    #[error("run {run} has no output: it is {}", status.as_str())]
    NoOutput {
        /// The run.
        run: RunId,
        /// Its state.
        status: RunStatus,
    },
    /// A value does not have the type asked for.
    #[error("the output has another form than was asked for")]
    OutputType,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A key is missing or wrong.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// A value cannot be sealed or opened.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// What is stored cannot be read.
    #[error("run {run} cannot be read: {reason}")]
    Unreadable {
        /// The run.
        run: RunId,
        /// Why.
        reason: String,
    },
}
