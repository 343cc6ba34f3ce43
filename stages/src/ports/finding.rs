//! The port type `findings`: what the documentation leaves open.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Evidence;
use crate::text::Clinical;

/// What a clinician should look at again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
#[schemars(title = "findings")]
pub struct Findings(pub Vec<Finding>);

/// A gap or contradiction of the documentation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Finding {
    /// What kind of gap.
    pub kind: FindingKind,
    /// What is open, in a sentence or two.
    pub message: Clinical,
    /// How much depends on it.
    pub severity: Severity,
    /// The words it is about.
    pub evidence: Vec<Evidence>,
    /// The codes it is about.
    pub codes: Vec<String>,
}

/// How much depends on a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// A code cannot be submitted, or the note contradicts itself.
    High,
    /// Another code may be right.
    Medium,
    /// The note would be clearer.
    Low,
}

/// Kinds of gaps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FindingKind {
    /// Right, left or both is not said.
    MissingLaterality,
    /// Acute or chronic is not said.
    MissingAcuity,
    /// Stage, severity or degree is not said.
    MissingSeverity,
    /// Kind, cause or site is not said.
    MissingType,
    /// The trimester is not said.
    MissingTrimester,
    /// The same condition is affirmed and denied.
    ConflictingStatements,
    /// The same condition is on both sides.
    ConflictingLaterality,
    /// Two codes exclude each other.
    ConflictingCodes,
    /// Signs and symptoms, and no diagnosis.
    SignWithoutCause,
    /// A diagnosis that stays in doubt.
    UncertainDiagnosis,
    /// A drug, and no diagnosis it is given for.
    DrugWithoutDiagnosis,
    /// A value out of range, and no diagnosis that goes with it.
    ValueWithoutDiagnosis,
    /// A manifestation, and no underlying disease.
    MissingUnderlyingDisease,
    /// Anything else.
    Other,
}
