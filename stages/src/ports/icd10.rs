//! The port type `icd10-codes`: what the note mentions, with the words that mention it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Evidence;
use crate::icd10::{Code, release};
use crate::local::icd10_infer::{self as coder, Inferred};
use crate::text::TextMap;

/// The ICD-10-CM codes a note mentions, suggested or not.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "icd10-codes")]
pub struct Icd10Codes {
    /// The release the codes are of.
    pub release: String,
    /// The codes.
    pub codes: Vec<Icd10Code>,
}

/// A code the note mentions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Icd10Code {
    /// The code, with its dot.
    pub code: String,
    /// Its official title.
    pub title: String,
    /// Whether it is complete.
    pub billable: bool,
    /// Whether it may be coded, else why not.
    pub assertion: Assertion,
    /// The words that mention it.
    pub evidence: Vec<Evidence>,
    /// How well they fit.
    #[serde(rename = "match")]
    pub fit: Match,
    /// Whether a more specific code should be asked for.
    pub under_specified: bool,
    /// What that code would need.
    pub detail: Option<Detail>,
    /// For a suppressed code: what to consider in its place.
    pub instead: Option<CodeName>,
    /// Suggested codes that an Excludes1 note forbids beside it.
    pub conflicts: Vec<String>,
}

/// Whether a note documents a condition in a way that may be coded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Assertion {
    /// Documented as present, or as a status that is coded.
    Affirmed,
    /// A sign that belongs to a confirmed diagnosis.
    IntegralSign,
    /// In doubt.
    Uncertain,
    /// Past and no longer present.
    History,
    /// Only in case, planned against, or a risk.
    Hypothetical,
    /// A relative's.
    Family,
    /// Absent.
    Negated,
    /// Mentioned only where codes are not taken from.
    NotForCoding,
}

/// How well the note fits, each figure from 0 to 1. Not a probability.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Match {
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

/// What a more specific code would need.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Axis {
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

/// A detail that the note leaves open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Detail {
    /// What is missing.
    pub axis: Axis,
    /// What the note says instead.
    pub says: Option<Evidence>,
    /// The codes it would decide between.
    pub candidates: Vec<CodeName>,
}

/// A code with its title.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CodeName {
    /// The code, with its dot.
    pub code: String,
    /// Its official title.
    pub title: String,
}

impl Icd10Codes {
    /// What the offline coder found in the joined text.
    pub fn from_inferred(map: &TextMap, found: &[Inferred]) -> Self {
        let codes = found.iter().filter_map(|code| Icd10Code::from_inferred(map, code)).collect();
        Self { release: release().name().to_owned(), codes }
    }

    /// The codes documented as present.
    pub fn affirmed(&self) -> impl Iterator<Item = &Icd10Code> {
        self.codes.iter().filter(|code| code.assertion == Assertion::Affirmed)
    }
}

impl Icd10Code {
    /// `None` when none of its evidence has a place in the note.
    fn from_inferred(map: &TextMap, found: &Inferred) -> Option<Self> {
        let evidence: Vec<Evidence> =
            found.evidence.iter().filter_map(|bytes| Evidence::at(map, bytes.clone())).collect();
        let detail = found.detail.as_ref().map(|detail| Detail {
            axis: detail.axis.into(),
            says: Evidence::at(map, detail.says.clone()),
            candidates: detail.candidates.iter().filter_map(|code| CodeName::of(*code)).collect(),
        });
        (!evidence.is_empty()).then(|| Self {
            code: found.code.to_string(),
            title: found.title.clone(),
            billable: found.billable,
            assertion: found.assertion.into(),
            evidence,
            fit: Match::from(&found.strength),
            under_specified: found.under_specified,
            detail,
            instead: found.instead.and_then(CodeName::of),
            conflicts: found.conflicts.iter().map(Code::to_string).collect(),
        })
    }

    /// Whether the code stands under one of these categories or codes (without dots).
    pub fn is_under(&self, prefixes: &[&str]) -> bool {
        Code::parse(&self.code).is_some_and(|code| prefixes.iter().any(|prefix| code.is_under(prefix)))
    }
}

impl CodeName {
    /// The code with its title; `None` when the release does not have it.
    pub fn of(code: Code) -> Option<Self> {
        let entry = release().get(code)?;
        Some(Self { code: code.to_string(), title: entry.title })
    }
}

/// Two decimals: more would claim too much.
fn rounded(figure: f32) -> f32 {
    (figure * 100.0).round() / 100.0
}

impl From<&coder::Strength> for Match {
    fn from(strength: &coder::Strength) -> Self {
        Self {
            strength: rounded(strength.total()),
            wording: Some(rounded(strength.wording)),
            section: Some(rounded(strength.section)),
            detail: Some(rounded(strength.detail)),
            context: Some(rounded(strength.context)),
        }
    }
}

impl From<coder::Assertion> for Assertion {
    fn from(assertion: coder::Assertion) -> Self {
        match assertion {
            coder::Assertion::Affirmed => Self::Affirmed,
            coder::Assertion::IntegralSign => Self::IntegralSign,
            coder::Assertion::Uncertain => Self::Uncertain,
            coder::Assertion::History => Self::History,
            coder::Assertion::Hypothetical => Self::Hypothetical,
            coder::Assertion::Family => Self::Family,
            coder::Assertion::Negated => Self::Negated,
            coder::Assertion::NotForCoding => Self::NotForCoding,
        }
    }
}

impl From<coder::Axis> for Axis {
    fn from(axis: coder::Axis) -> Self {
        match axis {
            coder::Axis::Laterality => Self::Laterality,
            coder::Axis::Trimester => Self::Trimester,
            coder::Axis::Severity => Self::Severity,
            coder::Axis::Acuity => Self::Acuity,
            coder::Axis::Type => Self::Type,
        }
    }
}
