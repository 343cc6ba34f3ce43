//! What detection finds.

use std::ops::Range;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The kinds of protected health information, named as AWS Comprehend Medical `DetectPHI` names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum EntityKind {
    /// A name of a patient, relative or clinician.
    Name,
    /// An age; the offline rules report those of 90 and more only.
    Age,
    /// A date or a part of one, except a year alone.
    Date,
    /// An address, a place smaller than a state, or a facility.
    Address,
    /// A telephone, fax or pager number.
    PhoneOrFax,
    /// An e-mail address.
    Email,
    /// A web address.
    Url,
    /// Any other number or code that stands for a person, account or device.
    Id,
    /// A profession. The offline rules never report it; the cloud service does.
    Profession,
}

impl EntityKind {
    /// The word that a token of this kind carries, such as `NAME` in `[NAME_1]`.
    pub fn token(self) -> &'static str {
        match self {
            Self::Name => "NAME",
            Self::Age => "AGE",
            Self::Date => "DATE",
            Self::Address => "ADDRESS",
            Self::PhoneOrFax => "PHONE_OR_FAX",
            Self::Email => "EMAIL",
            Self::Url => "URL",
            Self::Id => "ID",
            Self::Profession => "PROFESSION",
        }
    }
}

/// One piece of protected health information in a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    /// Bytes of the text, on character boundaries.
    pub range: Range<usize>,
    /// What it is.
    pub kind: EntityKind,
    /// How sure the rule is, from 0 to 1.
    pub score: f32,
    /// The rule that found it, such as `date.month-name`.
    pub rule: &'static str,
}

impl Entity {
    pub(super) fn new(range: Range<usize>, kind: EntityKind, score: f32, rule: &'static str) -> Self {
        Self { range, kind, score, rule }
    }
}

/// An entity as it goes over the wire: a span of the note in code points.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteEntity {
    /// First code point.
    pub begin: u32,
    /// One past the last code point.
    pub end: u32,
    /// What it is.
    #[serde(rename = "type")]
    pub kind: EntityKind,
    /// How sure the finder is, from 0 to 1.
    pub score: f32,
}
