//! The port type `report`: the document a coder reads.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::ports::{DroppedSegment, Finding, Suggestion};
use crate::text::Clinical;

/// The report. Its quotes are those of the note itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "report")]
pub struct Report {
    /// What this document is for: [`super::assemble`] writes the same line on every report.
    pub notice: String,
    /// The ICD-10-CM release the codes are checked against.
    pub release: String,
    /// Codes with their verdicts, suggested ones first.
    pub codes: Vec<Suggestion>,
    /// Gaps and contradictions of the documentation.
    pub findings: Vec<Finding>,
    /// What is missing.
    pub completeness: Completeness,
    /// Segments of the note that were not looked at, and why.
    pub left_out: Vec<DroppedSegment>,
    /// What a reader has to know besides: a date outside the release, findings without a quote.
    pub warnings: Vec<Clinical>,
    /// Where it comes from.
    pub provenance: Provenance,
}

/// What the report lacks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Completeness {
    /// Stages without a result of their own.
    pub missing: Vec<MissingPart>,
    /// How to read what is not there.
    pub notice: String,
}

/// A stage without a result of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MissingPart {
    /// The stage.
    pub stage: String,
    /// What a person calls it.
    pub title: String,
    /// Why: the name of a failure class, such as `not-configured`.
    pub reason: String,
    /// What stood in, if anything did.
    pub stand_in: Option<String>,
}

/// Where a report comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Provenance {
    /// Version of the stages.
    pub engine: String,
    /// ICD-10-CM release.
    pub icd10_release: String,
    /// First and last day of service that release is for.
    pub icd10_valid: (String, String),
    /// SNOMED CT edition, where one was used.
    pub snomed_edition: Option<String>,
    /// The stages that ran.
    pub stages: Vec<StageRun>,
}

/// A stage that ran.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StageRun {
    /// The stage.
    pub stage: String,
    /// Its kind.
    pub kind: String,
    /// Version of the kind.
    pub version: u32,
    /// Done, degraded or skipped.
    pub status: String,
    /// What stood in, if anything did.
    pub stand_in: Option<String>,
}
