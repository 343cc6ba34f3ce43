//! Visits on the wire and within.

use revrx_api as wire;
use revrx_stages::encounter::{EncounterClass, Sex};
use revrx_stages::text::Clinical;

use crate::encounters::Visit;

/// From the wire.
pub(crate) fn from_wire(visit: wire::Visit) -> Visit {
    Visit {
        class: match visit.class {
            wire::EncounterClass::Outpatient => EncounterClass::Outpatient,
            wire::EncounterClass::Inpatient => EncounterClass::Inpatient,
        },
        date: visit.date.map(Clinical::from),
        billed: visit.billed,
        sex: visit.sex.map(|sex| match sex {
            wire::Sex::Female => Sex::Female,
            wire::Sex::Male => Sex::Male,
        }),
        age: visit.age,
        patient_names: within(visit.patient_names),
        mrns: within(visit.mrns),
        date_of_birth: visit.date_of_birth.map(Clinical::from),
        clinicians: within(visit.clinicians),
    }
}

/// To the wire.
pub(super) fn to_wire(visit: Visit) -> wire::Visit {
    wire::Visit {
        class: class_to_wire(visit.class),
        date: visit.date.map(Clinical::into_inner),
        billed: visit.billed,
        sex: visit.sex.map(|sex| match sex {
            Sex::Female => wire::Sex::Female,
            Sex::Male => wire::Sex::Male,
        }),
        age: visit.age,
        patient_names: outside(visit.patient_names),
        mrns: outside(visit.mrns),
        date_of_birth: visit.date_of_birth.map(Clinical::into_inner),
        clinicians: outside(visit.clinicians),
    }
}

/// Where the patient was seen, on the wire.
pub(super) fn class_to_wire(class: EncounterClass) -> wire::EncounterClass {
    match class {
        EncounterClass::Outpatient => wire::EncounterClass::Outpatient,
        EncounterClass::Inpatient => wire::EncounterClass::Inpatient,
    }
}

fn within(texts: Vec<String>) -> Vec<Clinical> {
    texts.into_iter().map(Clinical::from).collect()
}

fn outside(texts: Vec<Clinical>) -> Vec<String> {
    texts.into_iter().map(Clinical::into_inner).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The wire has the form of an encounter file, so that one can be sent as it is.
    #[test]
    fn an_encounter_file_and_the_wire_are_of_one_form() {
        for json in [
            "{}",
            r#"{"class":"inpatient","date":"2026-01-20","billed":[],"sex":"female","age":0,
                "patient-names":["Ada Invented"],"mrns":["1"],"date-of-birth":"2026-01-20","clinicians":["C"]}"#,
            r#"{"sex":"male","billed":["M17.11"]}"#,
        ] {
            let file: Visit = serde_json::from_str(json).unwrap();
            let wire: wire::Visit = serde_json::from_str(json).unwrap();
            assert!(from_wire(wire.clone()) == file && to_wire(file) == wire, "{json}");
        }
    }
}
