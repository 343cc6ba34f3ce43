//! The port type `snomed-codes`: SNOMED CT concepts a note mentions.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Assertion, Evidence};

/// The SNOMED CT concepts a note mentions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "snomed-codes")]
pub struct SnomedCodes {
    /// Edition and version of the release.
    pub edition: String,
    /// The concepts.
    pub concepts: Vec<SnomedConcept>,
}

/// A concept the note mentions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SnomedConcept {
    /// Its identifier.
    pub id: String,
    /// Its name in the release.
    pub title: String,
    /// What it is.
    pub kind: ConceptKind,
    /// Whether the note affirms it, else why not.
    pub assertion: Assertion,
    /// The words that mention it.
    pub evidence: Vec<Evidence>,
}

/// The part of SNOMED CT a concept is from; other parts are not matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ConceptKind {
    /// A disease.
    Disorder,
    /// A sign, symptom or state.
    Finding,
    /// A finding with its context.
    Situation,
    /// A procedure.
    Procedure,
}
