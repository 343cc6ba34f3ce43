//! The head of a report's page: whose it is, and the visit.

use revrx_api::{EncounterClass, EncounterRow};

use crate::model::format;

/// The head of a report's page.
#[derive(Clone, PartialEq, Eq)]
pub struct Head {
    /// What a person calls the encounter.
    pub label: String,
    /// The date of the visit: as it is stored, and in words.
    pub date: Option<(String, String)>,
    /// What follows the date: class of the visit, and clinician.
    pub rest: Vec<String>,
}

/// The head for an encounter; without one it was deleted.
pub fn head(row: Option<&EncounterRow>) -> Head {
    let Some(row) = row else {
        let (label, rest) = ("Deleted encounter".to_owned(), Vec::new());
        return Head { label, date: None, rest };
    };
    let written = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
    let class = match row.class {
        EncounterClass::Outpatient => "outpatient",
        EncounterClass::Inpatient => "inpatient",
    };
    Head {
        label: written(&row.label).unwrap_or_else(|| "Note without a name".to_owned()),
        date: row.date.as_ref().map(|date| (date.clone(), format::day(date))),
        rest: [class.to_owned()].into_iter().chain(written(&row.clinician)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use revrx_api::Time;

    use super::*;

    #[test]
    fn a_head_says_what_is_known() {
        let row = |label: Option<&str>, clinician: Option<&str>, date: Option<&str>| EncounterRow {
            id: "e".into(),
            version: 1,
            label: label.map(str::to_owned),
            reference: None,
            class: EncounterClass::Inpatient,
            date: date.map(str::to_owned),
            clinician: clinician.map(str::to_owned),
            characters: 3,
            created_at: Time::from_millis(0),
            changed_at: Time::from_millis(0),
            report: None,
        };
        let told = |row: Option<EncounterRow>| {
            let head = head(row.as_ref());
            let date = head.date.map(|(_, words)| words).unwrap_or_default();
            format!("{}|{date}|{}", head.label, head.rest.join(", "))
        };
        assert_eq!(
            told(Some(row(Some("Invented, Ida"), Some("Dr. None"), Some("2026-11-18")))),
            "Invented, Ida|18 Nov 2026|inpatient, Dr. None"
        );
        assert_eq!(told(Some(row(Some(" "), None, None))), "Note without a name||inpatient");
        assert_eq!(told(None), "Deleted encounter||");
    }
}
