//! What is known of the visit besides its note: the port types `encounter` and `encounter-summary`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::text::Clinical;

/// Where the patient was seen. It decides whether an uncertain diagnosis may be coded (Guidelines II.H, IV.H).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum EncounterClass {
    /// A clinic, an emergency department or any other visit without admission.
    #[default]
    Outpatient,
    /// An admission.
    Inpatient,
}

/// Sex, as far as codes depend on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Sex {
    Female,
    Male,
}

/// The visit. Everything is optional; what names the patient or the staff serves only to protect them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
#[schemars(title = "encounter")]
pub struct Encounter {
    /// Outpatient (when left out) or inpatient.
    pub class: EncounterClass,
    /// Date of service, `YYYY-MM-DD`.
    pub date: Option<Clinical>,
    /// ICD-10-CM codes that were billed; left out when unknown, empty when nothing was billed.
    pub billed: Option<Vec<String>>,
    /// Sex of the patient.
    pub sex: Option<Sex>,
    /// Age of the patient in years at the visit, where no date of birth is given.
    pub age: Option<u8>,
    /// Names of the patient, each in one string, given name first or `Family, Given`.
    pub patient_names: Vec<Clinical>,
    /// Medical record numbers and other identifiers of the patient.
    pub mrns: Vec<Clinical>,
    /// Date of birth, `YYYY-MM-DD`.
    pub date_of_birth: Option<Clinical>,
    /// Names of clinicians and other staff.
    pub clinicians: Vec<Clinical>,
}

/// What later stages may know of the visit: nothing here identifies anyone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
#[schemars(title = "encounter-summary")]
pub struct EncounterSummary {
    /// Outpatient or inpatient.
    pub class: EncounterClass,
    /// Year of the visit.
    pub year: Option<u16>,
    /// Sex of the patient.
    pub sex: Option<Sex>,
    /// Age in years; 90 stands for 90 and above (45 CFR 164.514(b)(2)(i)(C)).
    pub age: Option<u8>,
    /// Billed ICD-10-CM codes, where known.
    pub billed: Option<Vec<String>>,
}

/// Ages from here on are one group.
const AGE_MERGED_FROM: u8 = 90;

impl Encounter {
    /// Reduces the visit to what identifies nobody. Dates that are no `YYYY-MM-DD` count as unknown.
    pub fn summary(&self) -> EncounterSummary {
        let visit = self.date.as_ref().and_then(|date| Day::parse(date.expose()));
        let birth = self.date_of_birth.as_ref().and_then(|date| Day::parse(date.expose()));
        let age = visit.zip(birth).and_then(|(visit, birth)| birth.age_on(visit)).or(self.age);
        EncounterSummary {
            class: self.class,
            year: visit.map(|day| day.year),
            sex: self.sex,
            age: age.map(|years| years.min(AGE_MERGED_FROM)),
            billed: self.billed.clone(),
        }
    }
}

/// A calendar day, ordered by year, month and day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Day {
    year: u16,
    month: u8,
    day: u8,
}

impl Day {
    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.trim().split('-');
        let day = Self {
            year: parts.next()?.parse().ok()?,
            month: parts.next()?.parse().ok()?,
            day: parts.next()?.parse().ok()?,
        };
        let valid = parts.next().is_none() && (1..=12).contains(&day.month) && (1..=31).contains(&day.day);
        valid.then_some(day)
    }

    fn age_on(self, later: Self) -> Option<u8> {
        let years = later.year.checked_sub(self.year)?;
        let before_birthday = (later.month, later.day) < (self.month, self.day);
        u8::try_from(years.checked_sub(u16::from(before_birthday))?).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_keeps_class_year_sex_age_and_billed_codes_only() {
        for (date, birth, age, expected) in [
            (Some("2025-03-01"), Some("1975-03-01"), None, Some(50)),
            (Some("2025-02-28"), Some("1975-03-01"), None, Some(49)),
            (Some("2025-02-28"), Some("1920-03-01"), None, Some(90)),
            (Some("1975-02-28"), Some("1975-03-01"), None, None),
            (Some("soon"), Some("1975-03-01"), Some(41), Some(41)),
            (None, None, Some(97), Some(90)),
        ] {
            let encounter = Encounter {
                date: date.map(Clinical::from),
                date_of_birth: birth.map(Clinical::from),
                age,
                patient_names: vec!["Ada Invented".into()],
                ..Encounter::default()
            };
            let summary = encounter.summary();
            assert_eq!(summary.age, expected, "{date:?} {birth:?} {age:?}");
            assert!(!serde_json::to_string(&summary).unwrap().contains("Ada"));
        }
    }
}
