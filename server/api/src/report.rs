//! A report that has ended, whichever way.

use revrx_engine_core::failure::FailureClass;
use revrx_engine_core::run::EndingReason;
use revrx_engine_core::view::{Outline, Progress};
use serde::{Deserialize, Serialize};

use crate::{Document, EncounterRow, Evidence, Note, ReportId, ReportState, Time};

/// A report that has ended: with its document when it is complete, else with what there is.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Report {
    /// Its id.
    pub id: ReportId,
    /// Its encounter as it is now. The report of an encounter that was deleted answers 410.
    pub encounter: Option<EncounterRow>,
    /// The version of the encounter it was made of.
    pub encounter_version: u32,
    /// How it ended.
    pub status: ReportState,
    /// Whether something is missing from it.
    pub degraded: bool,
    /// The workflow it was made by.
    pub workflow: String,
    /// When it was accepted.
    pub accepted_at: Time,
    /// When it ended.
    pub ended_at: Option<Time>,
    /// The note it was made of.
    pub note: Note,
    /// The codes that were billed, where known.
    pub billed: Option<Vec<String>>,
    /// The report itself, when it is complete.
    pub document: Option<Document>,
    /// Why there is none.
    pub failure: Option<Failure>,
    /// Codes that were found before it failed or was cancelled: neither checked nor compared.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub found: Vec<FoundCode>,
    /// Steps, stages and milestones.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub outline: Outline,
    /// How it came about.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub progress: Progress,
}

/// Why a report failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Failure {
    /// What ended it.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub why: EndingReason,
    /// The class, when a stage failed.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub class: Option<FailureClass>,
    /// Title of the stage that failed.
    pub stage: Option<String>,
    /// Title of the step in which it failed.
    pub phase: Option<String>,
    /// How often the stage was tried.
    pub tries: u32,
    /// What the stage said: never a word of the note.
    pub message: Option<String>,
}

/// A code found before a report failed.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FoundCode {
    /// The code.
    pub code: String,
    /// Its title.
    pub title: String,
    /// The words that mention it.
    pub evidence: Vec<Evidence>,
}
