//! What the coder takes and gives.

use crate::encounter::{EncounterClass, EncounterSummary, Sex};
use crate::icd10::Code;
use std::ops::Range;

/// What is known of the visit.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Outpatient unless told: uncertain diagnoses are then not coded (Guidelines IV.H).
    pub encounter_class: EncounterClass,
    /// Sex of the patient; codes of the other sex are left out.
    pub sex: Option<Sex>,
    /// Age in years; codes of newborns need 0.
    pub age: Option<u8>,
    /// Year of the visit.
    pub year: Option<u16>,
}

impl From<&EncounterSummary> for Options {
    fn from(encounter: &EncounterSummary) -> Self {
        Self {
            encounter_class: encounter.class,
            sex: encounter.sex,
            age: encounter.age,
            year: encounter.year,
        }
    }
}

/// Whether the note documents a condition in a way that may be coded, else why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Assertion {
    /// Documented as present (or as a status that is coded).
    Affirmed,
    /// A sign that belongs to a confirmed diagnosis (Guidelines I.B.5).
    IntegralSign,
    /// In doubt, and the visit is outpatient.
    Uncertain,
    /// Past and no longer present.
    History,
    /// Only in case, planned against, or a risk.
    Hypothetical,
    /// A relative's.
    Family,
    /// Absent.
    Negated,
    /// Mentioned only where codes are not taken from: allergies, medication lists, forms.
    NotForCoding,
}

/// How well the note fits the code, each part from 0 to 1. Not a probability.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Strength {
    /// How closely the note's words are those of the dictionary.
    pub wording: f32,
    /// How much the section counts.
    pub section: f32,
    /// How much of the detail the code needs is documented.
    pub detail: f32,
    /// How plainly the sentence affirms it.
    pub context: f32,
}

impl Strength {
    /// The parts in one figure: their product.
    pub fn total(&self) -> f32 {
        self.wording * self.section * self.detail * self.context
    }
}

/// What a more specific code would need.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Axis {
    /// Right, left, both.
    Laterality,
    /// First, second, third trimester.
    Trimester,
    /// Stage, severity or degree.
    Severity,
    /// Acute or chronic.
    Acuity,
    /// Kind, cause or site.
    Type,
}

/// A detail that the note leaves open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Detail {
    /// What is missing.
    pub axis: Axis,
    /// What the note says instead: bytes of the text.
    pub says: Range<usize>,
    /// Codes it would decide between, at most eight.
    pub candidates: Vec<Code>,
}

/// A code the note mentions.
#[derive(Debug, Clone, PartialEq)]
pub struct Inferred {
    /// The code, complete where the note documents enough.
    pub code: Code,
    /// Its official title.
    pub title: String,
    /// Whether it is complete.
    pub billable: bool,
    /// Bytes of the text that mention it, in order, at least one and at most five.
    pub evidence: Vec<Range<usize>>,
    /// How well the note fits.
    pub strength: Strength,
    /// Whether it may be coded.
    pub assertion: Assertion,
    /// Whether a more specific code should be asked for.
    pub under_specified: bool,
    /// What that code would need.
    pub detail: Option<Detail>,
    /// For a suppressed code: what to consider in its place.
    pub instead: Option<Code>,
    /// Suggested codes that an Excludes1 note forbids beside this one.
    pub conflicts: Vec<Code>,
}

impl Inferred {
    /// Whether the code is to be suggested.
    pub fn is_suggested(&self) -> bool {
        self.assertion == Assertion::Affirmed
    }
}
