//! Details that a more specific code needs and the note does not give.

use super::finding;
use crate::ports::{Axis, Finding, FindingKind, Icd10Code, Icd10Codes, Severity};

/// Weight of a section from which it counts as what the visit is about.
const SECTION_MIN: f32 = 0.9;

pub(super) fn find(icd10: &Icd10Codes) -> Vec<Finding> {
    icd10.affirmed().filter_map(open).collect()
}

fn open(code: &Icd10Code) -> Option<Finding> {
    let detail = code.detail.as_ref()?;
    let (kind, what) = match detail.axis {
        Axis::Laterality => (FindingKind::MissingLaterality, "the side (right, left or both)"),
        Axis::Trimester => (FindingKind::MissingTrimester, "the trimester"),
        Axis::Severity => (FindingKind::MissingSeverity, "the stage, severity or degree"),
        Axis::Acuity => (FindingKind::MissingAcuity, "whether it is acute or chronic"),
        Axis::Type => (FindingKind::MissingType, "the type, cause or site"),
    };
    let severity = match (code.billable, code.under_specified) {
        (false, _) => Severity::High,
        (true, true) => Severity::Medium,
        (true, false) => Severity::Low,
    };
    // What is only a sign, or stands only in a history or an examination, is not worth a question of this weight.
    let in_passing = code.is_under(&["R"]) || code.fit.section.is_some_and(|weight| weight < SECTION_MIN);
    if severity == Severity::Low && in_passing {
        return None;
    }
    let candidates: Vec<&str> = detail.candidates.iter().map(|name| name.code.as_str()).collect();
    let decides = match &candidates[..] {
        [] => String::new(),
        [only] => format!(" {only} needs it."),
        several => format!(" It decides between {}.", several.join(", ")),
    };
    let evidence = detail.says.clone().map_or_else(|| code.evidence.clone(), |says| vec![says]);
    let message = format!("{}: the note does not say {what}.{decides}", code.title);
    Some(finding(kind, severity, message, evidence, &[&code.code]))
}
