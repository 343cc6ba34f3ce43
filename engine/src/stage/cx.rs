//! What a stage is given besides its input.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use revrx_engine_core::failure::FailureClass;
use revrx_engine_core::name::StageName;
use revrx_engine_core::view::StageStatus;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::{Stage, StageError};
use crate::id::RunId;

/// The surroundings of one attempt.
#[derive(Debug)]
pub struct StageCx<S: Stage> {
    config: Arc<S::Config>,
    parts: CxParts,
}

/// A stage before this one, as it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upstream {
    /// The stage.
    pub stage: StageName,
    /// What a person calls it.
    pub title: String,
    /// Done, degraded or skipped.
    pub status: StageStatus,
    /// Why it is not done.
    pub reason: Option<FailureClass>,
    /// Whether something stood in for its own result.
    pub stand_in: Option<String>,
    /// The kind that ran, and its version.
    pub kind: String,
    /// `VERSION` of that kind.
    pub version: u32,
}

/// Which attempt it is.
#[derive(Clone, Debug)]
pub(crate) struct Attempt {
    pub(crate) run: RunId,
    pub(crate) stage: StageName,
    pub(crate) number: u32,
}

/// Everything of a [`StageCx`] that does not depend on the kind.
#[derive(Clone, Debug)]
pub(crate) struct CxParts {
    pub(crate) attempt: Attempt,
    pub(crate) cancel: CancellationToken,
    pub(crate) until: Instant,
    pub(crate) idempotency_key: Arc<str>,
    pub(crate) upstream: Arc<[Upstream]>,
    pub(crate) withheld: Arc<Mutex<Vec<String>>>,
}

impl<S: Stage> StageCx<S> {
    pub(crate) fn new(config: Arc<S::Config>, parts: CxParts) -> Self {
        Self { config, parts }
    }

    /// What stands under `with`.
    pub fn config(&self) -> &S::Config {
        &self.config
    }

    /// The run.
    pub fn run(&self) -> RunId {
        self.parts.attempt.run
    }

    /// The stage's name in its workflow.
    pub fn stage(&self) -> &StageName {
        &self.parts.attempt.stage
    }

    /// Number of the attempt, from 1.
    pub fn attempt(&self) -> u32 {
        self.parts.attempt.number
    }

    /// Resolves when the attempt is to stop: timeout, cancel, ending, lost lease or shutdown.
    pub async fn cancelled(&self) {
        self.parts.cancel.cancelled().await;
    }

    /// For kinds that compute: call it between pieces of work.
    ///
    /// # Errors
    /// `cancelled` when the attempt is to stop.
    pub fn check(&self) -> Result<(), StageError> {
        if self.parts.cancel.is_cancelled() { Err(StageError::cancelled()) } else { Ok(()) }
    }

    /// Time that remains of this attempt.
    pub fn remaining(&self) -> Duration {
        self.parts.until.saturating_duration_since(Instant::now())
    }

    /// A key that is the same for all attempts of this stage in this run, for services that know such keys.
    pub fn idempotency_key(&self) -> &str {
        &self.parts.idempotency_key
    }

    /// All stages before this one, as they ended: from this a report writes what is missing and why.
    pub fn upstream(&self) -> &[Upstream] {
        &self.parts.upstream
    }

    /// States what a declassifying stage took out. No call below the label of its inputs may ever carry one of
    /// these values.
    pub fn withhold(&self, values: impl IntoIterator<Item = String>) {
        self.parts.withheld.lock().unwrap_or_else(PoisonError::into_inner).extend(values);
    }
}
