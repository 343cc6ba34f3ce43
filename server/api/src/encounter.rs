//! Encounters: a note and what is known of the visit.

use serde::{Deserialize, Serialize};

use crate::{EncounterId, ReportBadge, Time};

/// Where the patient was seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum EncounterClass {
    /// Without admission.
    #[default]
    Outpatient,
    /// An admission.
    Inpatient,
}

/// Sex, as far as codes depend on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Sex {
    Female,
    Male,
}

/// What is known of the visit, in the form of an encounter file. Everything is optional; what names people serves
/// only to protect them.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Visit {
    /// Outpatient when left out.
    pub class: EncounterClass,
    /// Date of service, `YYYY-MM-DD`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// ICD-10-CM codes that were billed; left out when unknown, empty when nothing was billed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billed: Option<Vec<String>>,
    /// Sex of the patient.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sex: Option<Sex>,
    /// Age in years at the visit, where no date of birth is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub age: Option<u8>,
    /// Names of the patient.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub patient_names: Vec<String>,
    /// Medical record numbers and other identifiers of the patient.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub mrns: Vec<String>,
    /// Date of birth, `YYYY-MM-DD`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_of_birth: Option<String>,
    /// Names of clinicians and other staff.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub clinicians: Vec<String>,
}

/// A new encounter.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct NewEncounter {
    /// The note: text, at most 1 MiB of UTF-8.
    pub note: String,
    /// Your own reference, at most 200 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The visit.
    #[serde(default, rename = "encounter")]
    pub visit: Visit,
}

/// An encounter.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Encounter {
    /// What lists show of it.
    #[serde(flatten)]
    pub row: EncounterRow,
    /// The visit.
    #[serde(rename = "encounter")]
    pub visit: Visit,
    /// The note.
    pub note: String,
}

/// An encounter in a list.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EncounterRow {
    /// Its id.
    pub id: EncounterId,
    /// From 1, one more with each new note or visit.
    pub version: u32,
    /// What a person calls it: the patient's first name as given, else the reference, else `null`.
    pub label: Option<String>,
    /// Your own reference.
    pub reference: Option<String>,
    /// Outpatient or inpatient.
    pub class: EncounterClass,
    /// Date of service, `YYYY-MM-DD`, as given.
    pub date: Option<String>,
    /// First of the clinicians named.
    pub clinician: Option<String>,
    /// Length of the note in Unicode code points.
    pub characters: u64,
    /// When it was made.
    pub created_at: Time,
    /// When it or its report changed.
    pub changed_at: Time,
    /// Its newest report.
    pub report: Option<ReportBadge>,
}

/// Encounters, newest first.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EncounterPage {
    /// The encounters.
    pub items: Vec<EncounterRow>,
    /// Give it as `cursor` to read on; `null` at the end.
    pub next: Option<String>,
    /// How many there are in all.
    pub total: u64,
}

/// The note a report was made of.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Note {
    /// Its text, as uploaded.
    pub text: String,
    /// Its length in Unicode code points.
    pub characters: u64,
}

/// A sample note of an invented patient.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Sample {
    /// Its name, such as `orthopaedics-knee`.
    pub name: String,
    /// What it is about, for people.
    pub title: String,
    /// Ready to be sent as a new encounter.
    pub encounter: NewEncounter,
}

/// The sample notes.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SamplePage {
    /// The notes.
    pub items: Vec<Sample>,
}
