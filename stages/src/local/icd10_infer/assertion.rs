//! Whether a mention may be coded.

use super::types::Assertion;
use crate::encounter::EncounterClass;
use crate::icd10::Code;
use crate::local::context::Status;
use crate::local::sections::Kind;

/// Assertion of a mention and how plainly it is made (0 to 1).
pub(super) fn assertion(
    code: Code,
    section: Kind,
    status: Option<Status>,
    class: EncounterClass,
) -> (Assertion, f32) {
    match section {
        Kind::FamilyHistory => return (Assertion::Family, 1.0),
        Kind::Allergies | Kind::Medications | Kind::Administrative => return (Assertion::NotForCoding, 1.0),
        Kind::SocialHistory if !is_habit(code) => return (Assertion::NotForCoding, 1.0),
        _ => {}
    }
    match status {
        Some(Status::Negated) => (Assertion::Negated, 1.0),
        Some(Status::Family) => (Assertion::Family, 1.0),
        Some(Status::Hypothetical) => (Assertion::Hypothetical, 1.0),
        Some(Status::Uncertain) if class == EncounterClass::Inpatient && is_final(section) => {
            (Assertion::Affirmed, 0.7)
        }
        Some(Status::Uncertain) => (Assertion::Uncertain, 1.0),
        Some(Status::History) if !lasts(code) => (Assertion::History, 1.0),
        Some(Status::History) => (Assertion::Affirmed, 0.8),
        None => plain(code, section),
    }
}

/// A mention without a cue: its section decides.
fn plain(code: Code, section: Kind) -> (Assertion, f32) {
    match section {
        Kind::PastHistory | Kind::SurgicalHistory if !lasts(code) => (Assertion::History, 1.0),
        Kind::PastHistory | Kind::SurgicalHistory => (Assertion::Affirmed, 0.8),
        Kind::Instructions if !lasts(code) => (Assertion::Hypothetical, 1.0),
        _ => (Assertion::Affirmed, 1.0),
    }
}

/// How much a section counts.
pub(super) fn weight(section: Kind) -> f32 {
    match section {
        Kind::Assessment => 1.0,
        Kind::ChiefComplaint | Kind::PresentIllness | Kind::Course | Kind::Unknown => 0.9,
        Kind::PastHistory | Kind::Plan | Kind::SurgicalHistory => 0.8,
        Kind::Results | Kind::Procedure | Kind::SocialHistory => 0.7,
        Kind::ReviewOfSystems | Kind::Exam | Kind::Vitals => 0.6,
        _ => 0.4,
    }
}

/// Sections in which an inpatient's uncertain diagnosis stands at discharge (Guidelines II.H).
fn is_final(section: Kind) -> bool {
    matches!(section, Kind::Assessment | Kind::Course | Kind::Unknown)
}

fn is_habit(code: Code) -> bool {
    ["F1", "Z72", "Z87891", "Z59", "Z60", "Z63"].iter().any(|prefix| code.is_under(prefix))
}

/// Whether a condition, once there, is taken to be there still: chronic diseases and lasting states.
pub(super) fn lasts(code: Code) -> bool {
    const LASTING: [&str; 62] = [
        "B18", "B20", "D5", "D63", "D64", "D66", "D68", "D80", "D86", "E0", "E1", "E2", "E5", "E66", "E7",
        "E83", "E84", "E88", "F", "G1", "G2", "G3", "G40", "G43", "G47", "G5", "G6", "G7", "G8", "H25",
        "H26", "H35", "H40", "H52", "H54", "H9", "I05", "I1", "I20", "I25", "I27", "I3", "I4", "I50", "I7",
        "I87", "J30", "J4", "J84", "K21", "K5", "K70", "K74", "L20", "L40", "L7", "M", "N18", "N4", "Q", "Z",
        "K76",
    ];
    LASTING.iter().any(|prefix| code.is_under(prefix))
}
