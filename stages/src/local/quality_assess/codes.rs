//! What the codes mean for one another: exclusions, sides, doubt, signs alone, manifestations alone.

use std::collections::{BTreeSet, HashMap};

use super::finding;
use crate::encounter::EncounterClass;
use crate::icd10::{Code, release};
use crate::ports::{Assertion, Evidence, Finding, FindingKind, Icd10Code, Icd10Codes, Severity};

/// Most signs quoted where no diagnosis stands.
const SIGNS_MAX: usize = 3;

pub(super) fn find(icd10: &Icd10Codes, class: EncounterClass) -> Vec<Finding> {
    let mut found = exclusions(icd10);
    found.extend(sides(icd10));
    found.extend(doubts(icd10, class));
    found.extend(signs(icd10));
    found.extend(manifestations(icd10));
    found
}

fn first(code: &Icd10Code) -> Option<Evidence> {
    code.evidence.first().cloned()
}

fn both(one: &Icd10Code, other: &Icd10Code) -> Vec<Evidence> {
    first(one).into_iter().chain(first(other)).collect()
}

/// Signs are left out: a sign beside the condition that excludes it is suppressed, not asked about.
fn exclusions(icd10: &Icd10Codes) -> Vec<Finding> {
    let affirmed: Vec<&Icd10Code> = icd10.affirmed().filter(|code| !code.is_under(&["R", "T"])).collect();
    let places: HashMap<&str, usize> =
        affirmed.iter().enumerate().map(|(at, code)| (code.code.as_str(), at)).collect();
    let named = affirmed.iter().enumerate().flat_map(|(at, code)| {
        let others = code.conflicts.iter().filter_map(|other| places.get(other.as_str()));
        others.map(move |other| (at.min(*other), at.max(*other)))
    });
    let pairs: BTreeSet<(usize, usize)> = named.filter(|(one, other)| one != other).collect();
    pairs.into_iter().map(|(one, other)| excluded(affirmed[one], affirmed[other])).collect()
}

fn excluded(one: &Icd10Code, other: &Icd10Code) -> Finding {
    let message = format!(
        "{} and {}: an Excludes1 note says that {} and {} are not coded together unless they are unrelated.",
        one.title, other.title, one.code, other.code
    );
    let vague = [one, other].iter().any(|code| code.title.to_lowercase().contains("unspecified"));
    let severity = if vague { Severity::Low } else { Severity::High };
    finding(FindingKind::ConflictingCodes, severity, message, both(one, other), &[&one.code, &other.code])
}

/// The same condition on the right and on the left: either both, or a slip.
fn sides(icd10: &Icd10Codes) -> Vec<Finding> {
    let mut seen: HashMap<String, &Icd10Code> = HashMap::new();
    let mut found = Vec::new();
    for code in icd10.affirmed() {
        let title = code.title.to_lowercase();
        let mirrored = title.replace("right", "\u{1}").replace("left", "right").replace('\u{1}', "left");
        if mirrored == title {
            continue;
        }
        if let Some(other) = seen.get(&mirrored) {
            let message = format!(
                "The note names both sides ({} and {}): confirm that both are meant.",
                other.title, code.title
            );
            let codes = [other.code.as_str(), code.code.as_str()];
            let kind = FindingKind::ConflictingLaterality;
            found.push(finding(kind, Severity::Medium, message, both(other, code), &codes));
        }
        seen.insert(title, code);
    }
    found
}

fn doubts(icd10: &Icd10Codes, class: EncounterClass) -> Vec<Finding> {
    let rule = match class {
        EncounterClass::Outpatient => "In outpatient care only its signs are coded (Guidelines IV.H).",
        EncounterClass::Inpatient => {
            "It is coded as if it existed only when it still stands so at discharge (Guidelines II.H)."
        }
    };
    let uncertain =
        icd10.codes.iter().filter(|code| code.assertion == Assertion::Uncertain && !code.is_under(&["R"]));
    let say = |code: &Icd10Code| {
        let message =
            format!("{} is in doubt: say whether it was confirmed or ruled out. {rule}", code.title);
        finding(
            FindingKind::UncertainDiagnosis,
            Severity::Medium,
            message,
            code.evidence.clone(),
            &[&code.code],
        )
    };
    uncertain.map(say).collect()
}

/// Signs and symptoms (chapter 18) without any diagnosis.
fn signs(icd10: &Icd10Codes) -> Option<Finding> {
    let is_sign = |code: &&Icd10Code| code.is_under(&["R"]);
    if icd10.affirmed().any(|code| !code.is_under(&["R", "Z"])) {
        return None;
    }
    let signs: Vec<&Icd10Code> = icd10.affirmed().filter(is_sign).take(SIGNS_MAX).collect();
    let names: Vec<&str> = signs.iter().map(|code| code.title.as_str()).collect();
    let codes: Vec<&str> = signs.iter().map(|code| code.code.as_str()).collect();
    let message = format!(
        "The note names signs ({}) and no diagnosis: state the cause, if one was found.",
        names.join("; ")
    );
    let evidence = signs.iter().filter_map(|code| first(code)).collect();
    (!signs.is_empty())
        .then(|| finding(FindingKind::SignWithoutCause, Severity::Low, message, evidence, &codes))
}

/// Codes "in diseases classified elsewhere" are never first (Guidelines I.A.13).
fn manifestations(icd10: &Icd10Codes) -> Vec<Finding> {
    let alone = |code: &&Icd10Code| {
        let named = Code::parse(&code.code).map(|code| release().code_first(code)).unwrap_or_default();
        let underlying =
            |other: &Icd10Code| other.code != code.code && named.iter().any(|range| lies_in(other, range));
        // B95 to B97 name a germ and follow the infection: they need no finding.
        let manifestation =
            code.title.contains("classified elsewhere") && !code.title.contains("as the cause of");
        manifestation && !icd10.affirmed().any(underlying)
    };
    let say = |code: &Icd10Code| {
        let message =
            format!("{}: name the underlying disease, it is coded first (Guidelines I.A.13).", code.title);
        finding(
            FindingKind::MissingUnderlyingDisease,
            Severity::High,
            message,
            code.evidence.clone(),
            &[&code.code],
        )
    };
    icd10.affirmed().filter(alone).map(say).collect()
}

/// Whether a code lies in `E11` or `E08-E13` (without dots).
fn lies_in(code: &Icd10Code, range: &str) -> bool {
    let Some(code) = Code::parse(&code.code) else { return false };
    let (begin, end) = range.split_once('-').unwrap_or((range, range));
    code.as_str() >= begin && (code.as_str() <= end || code.is_under(end))
}
