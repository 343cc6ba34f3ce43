//! The document of a complete report, as the pipeline's last stage writes it (port type `report`).

use serde::{Deserialize, Serialize};

/// The report itself. Its quotes are those of the note.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Document {
    /// What it is for: the same line on every report.
    pub notice: String,
    /// The ICD-10-CM release the codes are checked against.
    pub release: String,
    /// Codes with their verdicts, suggested ones first.
    pub codes: Vec<CodeEntry>,
    /// Gaps and contradictions of the documentation.
    pub findings: Vec<Finding>,
    /// What is missing.
    pub completeness: Completeness,
    /// Segments of the note that were not looked at, and why.
    pub left_out: Vec<LeftOut>,
    /// What a reader has to know besides.
    pub warnings: Vec<String>,
    /// Where it comes from.
    pub provenance: Provenance,
}

/// A code with its verdict.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CodeEntry {
    /// The code system.
    pub system: CodeSystem,
    /// The code.
    pub code: String,
    /// Its title; empty when the release does not have the code.
    pub title: String,
    /// Whether it is a complete ICD-10-CM code.
    pub billable: bool,
    /// Whether it was billed; `null` when that is not known.
    pub billed: Option<bool>,
    /// What is to be thought of it.
    pub verdict: Verdict,
    /// Why.
    pub reason: String,
    /// The words it rests on.
    pub evidence: Vec<Evidence>,
    /// How well they fit.
    #[serde(rename = "match")]
    pub fit: Option<Fit>,
    /// What a more specific code would need.
    pub detail: Option<Detail>,
    /// The code to consider in its place.
    pub instead: Option<Candidate>,
}

/// A code system.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum CodeSystem {
    /// ICD-10-CM.
    #[serde(rename = "icd-10-cm")]
    Icd10Cm,
    /// SNOMED CT.
    SnomedCt,
}

/// What is to be thought of a code. The first three are suggestions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Documented; and billed, where billed codes are known.
    Supported,
    /// Documented, not among the billed codes.
    Missed,
    /// Needs a more specific code.
    UnderSpecified,
    /// Billed, not documented.
    Unsupported,
    /// Mentioned, but not to be coded: negated, a relative's, uncertain, an integral sign.
    Suppressed,
    /// Failed verification.
    Rejected,
}

/// A quote with its place in the note.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Evidence {
    /// First Unicode code point of the note.
    pub begin: u32,
    /// One past the last code point.
    pub end: u32,
    /// The words.
    pub quote: String,
}

/// How well the words fit, each figure from 0 to 1. Not a probability.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Fit {
    /// All in one figure.
    pub strength: f32,
    /// How closely the note's words are those of the dictionary.
    pub wording: Option<f32>,
    /// How much the section counts.
    pub section: Option<f32>,
    /// How much of the detail the code needs is documented.
    pub detail: Option<f32>,
    /// How plainly the sentence affirms it.
    pub context: Option<f32>,
}

/// A detail that the note leaves open.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Detail {
    /// What is missing.
    pub axis: DetailAxis,
    /// What the note says instead.
    pub says: Option<Evidence>,
    /// The codes it would decide between.
    pub candidates: Vec<Candidate>,
}

/// What a more specific code would need.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum DetailAxis {
    /// Right, left, both.
    Laterality,
    /// First, second, third.
    Trimester,
    /// Stage, severity or degree.
    Severity,
    /// Acute or chronic.
    Acuity,
    /// Kind, cause or site.
    Type,
}

/// A code with its title.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Candidate {
    /// The code, with its dot.
    pub code: String,
    /// Its official title.
    pub title: String,
}

/// A gap or contradiction of the documentation.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Finding {
    /// What kind of gap, such as `missing-laterality` (docs/stages).
    pub kind: String,
    /// What is open, in a sentence or two.
    pub message: String,
    /// How much depends on it.
    pub severity: Severity,
    /// The words it is about.
    pub evidence: Vec<Evidence>,
    /// The codes it is about.
    pub codes: Vec<String>,
}

/// How much depends on a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// A code cannot be submitted, or the note contradicts itself.
    High,
    /// Another code may be right.
    Medium,
    /// The note would be clearer.
    Low,
}

/// What the report lacks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Completeness {
    /// Stages without a result of their own.
    pub missing: Vec<MissingPart>,
    /// How to read what is not there.
    pub notice: String,
}

/// A stage without a result of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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

/// A segment of the note that was not looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LeftOut {
    /// Its number.
    pub segment: u32,
    /// First code point of the note.
    pub begin: u32,
    /// One past the last code point.
    pub end: u32,
    /// Why: `signature`, `administrative`, `boilerplate`, `social` or `not-stated`.
    pub reason: String,
}

/// Where a report comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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
