//! Where a report stands.

use std::collections::BTreeMap;

use revrx_engine_core::failure::FailureClass;
use revrx_engine_core::run::WaitReason;
use revrx_engine_core::view::{PhaseState, StageStatus};
use serde::{Deserialize, Serialize};

use crate::{EncounterId, ReportId, Time};

/// State of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ReportState {
    /// Accepted and never started.
    Pending,
    /// Being made, or waiting to go on.
    Processing,
    /// Ready, perhaps with gaps.
    Complete,
    /// It failed.
    Failed,
    /// It was cancelled.
    Cancelled,
}

impl ReportState {
    /// Whether it is over, unless it is tried again.
    pub fn is_terminal(self) -> bool {
        matches!(self, Self::Complete | Self::Failed | Self::Cancelled)
    }
}

/// What to start a report with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct StartReport {
    /// The workflow; the server's default when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workflow: Option<String>,
    /// Start another one although one is pending or processing.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub again: bool,
}

/// Where a report stands, for clients that poll: at most 600 bytes for the shipped workflows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReportStatus {
    /// The report.
    pub id: ReportId,
    /// Its encounter.
    pub encounter: EncounterId,
    /// Its state.
    pub status: ReportState,
    /// Whether something is missing from it.
    pub degraded: bool,
    /// The highest milestone reached.
    pub percent: u8,
    /// How many events it holds: give it as `after` to read on.
    pub seq: u64,
    /// Words of the newest milestone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub milestone: Option<String>,
    /// The step it is in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phase: Option<PhaseOf>,
    /// State of each stage that has begun.
    #[cfg_attr(feature = "openapi", schema(value_type = BTreeMap<String, String>))]
    pub stages: BTreeMap<String, StageStatus>,
    /// What it waits for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub waits_for: Option<WaitReason>,
    /// Not before then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_before: Option<Time>,
    /// How many reports are ahead of a pending one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ahead: Option<u64>,
}

/// A step among the steps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PhaseOf {
    /// From 1.
    pub number: u8,
    /// How many there are.
    pub of: u8,
    /// Its title.
    pub title: String,
}

/// A report in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReportBadge {
    /// The report.
    pub id: ReportId,
    /// Its state.
    pub status: ReportState,
    /// Whether something is missing from it.
    pub degraded: bool,
    /// The highest milestone reached.
    pub percent: u8,
    /// State of each step, in order.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>))]
    pub phases: Vec<PhaseState>,
    /// Title of the step it is in.
    pub phase: Option<String>,
    /// What to look at, once it is complete.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_look_at: Option<ToLookAt>,
    /// Why it failed, for a person: the title of the stage or what passed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The class of the failure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub class: Option<FailureClass>,
    /// How many reports are ahead of a pending one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ahead: Option<u64>,
    /// When it was accepted.
    pub accepted_at: Time,
    /// When it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Time>,
}

/// How many codes of a report stand under each verdict, and how many findings there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ToLookAt {
    /// Billed, not documented.
    pub unsupported: u32,
    /// In need of a more specific code.
    pub under_specified: u32,
    /// Documented, not billed.
    pub missed: u32,
    /// Documented, and billed where that is known.
    pub supported: u32,
    /// Findings about the documentation.
    pub findings: u32,
}
