//! The states of a run and of a stage.

use serde::{Deserialize, Serialize};

/// State of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RunStatus {
    /// New, between two run attempts, or postponed.
    #[default]
    Queued,
    /// A worker has it.
    Running,
    /// All stages are finished.
    Complete,
    /// A critical stage failed, or time ran out: a dead letter.
    Failed,
    /// Cancelled.
    Cancelled,
}

impl RunStatus {
    /// Whether it never changes again, but for a `Reopened`.
    pub fn is_terminal(self) -> bool {
        matches!(self, Self::Complete | Self::Failed | Self::Cancelled)
    }

    /// The word on wires and in listings.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Complete => "complete",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }
}

/// State of a stage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StageStatus {
    /// It waits for its inputs, or for another run attempt.
    #[default]
    NotStarted,
    /// An attempt runs.
    Running,
    /// For a permit, a breaker or a backoff.
    Waiting,
    /// It gave its result.
    Done,
    /// The run goes on without its own result.
    Degraded,
    /// What it needs is not configured.
    Skipped,
    /// It failed and the run with it.
    Failed,
    /// The run ended before it did.
    Cancelled,
}

impl StageStatus {
    /// The word on wires and in listings.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotStarted => "not-started",
            Self::Running => "running",
            Self::Waiting => "waiting",
            Self::Done => "done",
            Self::Degraded => "degraded",
            Self::Skipped => "skipped",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    /// Whether it is done, degraded or skipped.
    pub fn is_finished(self) -> bool {
        matches!(self, Self::Done | Self::Degraded | Self::Skipped)
    }
}
