//! What happened in a run: the one vocabulary of store, page, metrics and command line.

use serde::{Deserialize, Serialize};

use crate::failure::{Failure, FailureClass};
use crate::name::{LabelName, PortName, StageName};
use crate::time::Timestamp;

/// Something that happened, with its time. A run's state is nothing but the fold of its events.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// When, counted monotonically within a run attempt.
    pub at: Timestamp,
    /// What.
    #[serde(rename = "event")]
    pub kind: EventKind,
}

/// What happened. Never with the content of a run: outputs are references with size and label.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EventKind {
    /// The run was accepted and is durable.
    Queued,
    /// A worker took the run: a run attempt begins.
    Claimed {
        /// Which worker.
        worker: String,
    },
    /// An attempt of a stage began. The first one of a stage is its start.
    Started {
        /// The stage.
        stage: StageName,
        /// Number of the attempt, from 1, over the life of the run.
        attempt: u32,
        /// Whether the fallback kind runs instead of the stage's own.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        stand_in: bool,
    },
    /// A stage waits, and its attempt is not running.
    Waiting {
        /// The stage.
        stage: StageName,
        /// For what.
        reason: WaitReason,
        /// Until when, where known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Timestamp>,
    },
    /// The dependency's permit was granted: the attempt goes on.
    PermitGranted {
        /// The stage.
        stage: StageName,
    },
    /// An attempt succeeded: with this event the stage is done (or degraded, when a stand-in gave the outputs).
    Finished {
        /// The stage.
        stage: StageName,
        /// The attempt.
        attempt: u32,
        /// `VERSION` of the kind that made the outputs.
        version: u32,
        /// Its outputs, by reference; listeners get none.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        outputs: Vec<OutputRef>,
    },
    /// An attempt failed.
    AttemptFailed {
        /// The stage.
        stage: StageName,
        /// The attempt; 0 when none was started (as with `not-configured`).
        attempt: u32,
        /// Why.
        failure: Failure,
    },
    /// An attempt was cut off: by an ending, a shutdown or a lost lease. It uses up no try.
    AttemptAborted {
        /// The stage.
        stage: StageName,
        /// The attempt.
        attempt: u32,
    },
    /// The run goes on without the stage's own result.
    Degraded {
        /// The stage.
        stage: StageName,
        /// Why.
        reason: FailureClass,
    },
    /// The stage did not run because what it needs is not configured; the run is none the worse.
    Skipped {
        /// The stage.
        stage: StageName,
        /// Why.
        reason: FailureClass,
    },
    /// A dependency's breaker is open: nothing was sent. The attempt in flight ends with it and uses up no try.
    BreakerOpened {
        /// The stage that met it.
        stage: StageName,
        /// Until when.
        until: Timestamp,
    },
    /// The deadline of this run attempt passed.
    DeadlinePassed,
    /// `give-up-after` passed.
    Expired,
    /// From here on nothing new starts.
    Ending {
        /// Why.
        why: EndingReason,
    },
    /// A transient critical failure: the run is queued again.
    Requeued {
        /// Not claimed before.
        not_before: Timestamp,
    },
    /// The run waits for a dependency and is queued again, with the tries of its stages kept.
    Postponed {
        /// Not claimed before.
        not_before: Timestamp,
        /// For what.
        reason: WaitReason,
    },
    /// The worker shuts down and gives the run back.
    GivenBack,
    /// The worker was lost.
    LeaseLost,
    /// Finished stages whose outputs another version would misread run again.
    Invalidated {
        /// The stages.
        stages: Vec<StageName>,
    },
    /// The run is complete.
    Completed {
        /// Whether a stage is degraded.
        degraded: bool,
    },
    /// The run failed: it is a dead letter.
    Failed {
        /// Why.
        why: EndingReason,
    },
    /// The run was cancelled.
    Cancelled,
    /// A failed run is tried again; finished stages stay finished.
    Reopened {
        /// Who asked for it.
        by: String,
    },
}

/// An output of a finished stage: where it is, not what it says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutputRef {
    /// The output port.
    pub port: PortName,
    /// Size of its JSON, in bytes.
    pub bytes: u64,
    /// Its sensitivity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<LabelName>,
    /// Whether it is stored as an artifact instead of beside the event.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub artifact: bool,
}

/// What a stage or a run waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WaitReason {
    /// The dependency's limits: our own queue.
    Permit,
    /// The delay before another try.
    Backoff,
    /// An open breaker.
    Breaker,
    /// The dependency asked for a pause.
    RetryAfter,
    /// The next attempt of the whole run.
    RunBackoff,
    /// The pinned text no longer fits the dependencies.
    Clearance,
    /// This build does not accept the pinned text.
    Workflow,
    /// A finished stage was made by another version of its kind.
    KindVersion,
}

/// Why a run ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EndingReason {
    /// A critical stage failed.
    Stage {
        /// Which.
        stage: StageName,
        /// With what class.
        class: FailureClass,
    },
    /// The deadline passed.
    Deadline,
    /// `give-up-after` passed.
    Expired,
    /// Someone cancelled it.
    Cancel,
    /// Its worker died too often without a stage ending.
    Poison,
}

impl EndingReason {
    /// Whether another run attempt may do better.
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::Stage { class, .. } if class.is_transient())
    }
}

impl EventKind {
    /// The stage it is about.
    pub fn stage(&self) -> Option<&StageName> {
        match self {
            Self::Started { stage, .. }
            | Self::Waiting { stage, .. }
            | Self::PermitGranted { stage }
            | Self::Finished { stage, .. }
            | Self::AttemptFailed { stage, .. }
            | Self::AttemptAborted { stage, .. }
            | Self::Degraded { stage, .. }
            | Self::Skipped { stage, .. }
            | Self::BreakerOpened { stage, .. } => Some(stage),
            _ => None,
        }
    }

    /// Whether the run is in a terminal state after it.
    pub fn is_terminal(&self) -> bool {
        matches!(self, Self::Completed { .. } | Self::Failed { .. } | Self::Cancelled)
    }
}
