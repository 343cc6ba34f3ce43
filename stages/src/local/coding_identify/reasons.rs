//! Reasons in words. Each begins with the word that a reader scans for.

use crate::ports::{Assertion, Axis, Detail};

/// Why a mention is not coded.
pub(super) fn suppressed(assertion: Assertion) -> &'static str {
    match assertion {
        Assertion::Affirmed => "documented",
        Assertion::IntegralSign => {
            "integral sign: it belongs to the diagnosis named here and is not coded beside it (Guidelines I.B.5)"
        }
        Assertion::Uncertain => {
            "uncertain: in outpatient care a diagnosis in doubt is not coded, its signs are (Guidelines IV.H)"
        }
        Assertion::History => "history: the note says that it is past",
        Assertion::Hypothetical => "hypothetical: the note speaks of what may come, not of what is",
        Assertion::Family => "family: a relative has it, not the patient",
        Assertion::Negated => "negated: the note says that it is absent",
        Assertion::NotForCoding => {
            "not for coding: it stands only where codes are not taken from, as in allergies or a medication list"
        }
    }
}

/// Why a billed code is not documented although the note mentions it.
pub(super) fn billed_but(assertion: Assertion) -> &'static str {
    match assertion {
        Assertion::Affirmed => "billed and documented",
        Assertion::IntegralSign => {
            "billed, but an integral sign of the diagnosis named here (Guidelines I.B.5)"
        }
        Assertion::Uncertain => {
            "billed, but uncertain in the note: outpatient care codes its signs (Guidelines IV.H)"
        }
        Assertion::History => "billed as current, but the note says that it is past (history)",
        Assertion::Hypothetical => "billed, but only hypothetical in the note",
        Assertion::Family => "billed, but the note says it of a relative (family)",
        Assertion::Negated => "billed, but negated: the note says that it is absent",
        Assertion::NotForCoding => {
            "billed, but it stands only where codes are not taken from, as in allergies or a medication list"
        }
    }
}

/// What a code leaves open.
pub(super) fn open(detail: Option<&Detail>, billable: bool) -> String {
    let what = detail.map_or("more detail", |detail| axis(detail.axis));
    if billable {
        format!("documented without {what}: a more specific code should be asked for")
    } else {
        format!("not billable as it stands: the complete code needs {what}")
    }
}

/// An axis in words.
pub(super) fn axis(axis: Axis) -> &'static str {
    match axis {
        Axis::Laterality => "the side",
        Axis::Trimester => "the trimester",
        Axis::Severity => "the stage or severity",
        Axis::Acuity => "whether it is acute or chronic",
        Axis::Type => "the type, cause or site",
    }
}
