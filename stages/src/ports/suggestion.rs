//! The port type `suggestions`: codes with a verdict.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{CodeName, Detail, Evidence, Match};
use crate::text::Clinical;

/// Codes to consider, each with a verdict and the words it rests on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
#[schemars(title = "suggestions")]
pub struct Suggestions(pub Vec<Suggestion>);

/// A code with its verdict.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Suggestion {
    /// The code system.
    pub system: System,
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
    pub reason: Clinical,
    /// The words it rests on.
    pub evidence: Vec<Evidence>,
    /// How well they fit.
    #[serde(rename = "match")]
    pub fit: Option<Match>,
    /// What a more specific code would need.
    pub detail: Option<Detail>,
    /// The code to consider in its place.
    pub instead: Option<CodeName>,
}

/// A code system.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum System {
    /// ICD-10-CM.
    #[serde(rename = "icd-10-cm")]
    Icd10Cm,
    /// SNOMED CT.
    SnomedCt,
}

/// What is to be thought of a code. The first three are suggestions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
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

impl Verdict {
    /// Whether the code is suggested.
    pub fn is_suggested(self) -> bool {
        matches!(self, Self::Supported | Self::Missed | Self::UnderSpecified)
    }
}
