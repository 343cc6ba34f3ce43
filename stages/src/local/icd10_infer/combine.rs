//! What codes mean for one another: combinations, integral signs, less specific codes, exclusions.

use super::mention::Mention;
use super::types::{Assertion, Inferred};
use crate::icd10::{Code, release};

/// Combinations the classification presumes (Guidelines I.C.9.a, I.C.4.a): hypertension with heart failure or chronic
/// kidney disease, diabetes with its complications.
pub(super) fn combine(mentions: &mut Vec<Mention>) {
    hypertension(mentions);
    diabetes(mentions);
}

fn first<'a>(mentions: &'a [Mention], prefix: &str) -> Option<&'a Mention> {
    mentions.iter().find(|mention| mention.assertion == Assertion::Affirmed && mention.code.is_under(prefix))
}

fn hypertension(mentions: &mut Vec<Mention>) {
    if first(mentions, "I10").is_none() {
        return;
    }
    let failure = first(mentions, "I50").map(|mention| mention.range.clone());
    let kidney = first(mentions, "N18").map(|mention| (mention.code, mention.range.clone()));
    let end_stage = kidney.as_ref().is_some_and(|(code, _)| code.is_under("N185") || code.is_under("N186"));
    let combined = match (&failure, &kidney) {
        (Some(_), Some(_)) => {
            if end_stage {
                "I132"
            } else {
                "I130"
            }
        }
        (Some(_), None) => "I110",
        (None, Some(_)) => {
            if end_stage {
                "I120"
            } else {
                "I129"
            }
        }
        (None, None) => return,
    };
    let Some(combined) = Code::parse(combined) else { return };
    let mut added = Vec::new();
    for mention in mentions.iter_mut().filter(|mention| mention.code.as_str() == "I10") {
        mention.code = combined;
        mention.open = None;
    }
    if let Some(model) = first(mentions, combined.as_str()).cloned() {
        let ranges = failure.into_iter().chain(kidney.map(|(_, range)| range));
        added.extend(ranges.map(|range| Mention { range, ..model.clone() }));
    }
    mentions.extend(added);
}

/// Diabetes "with" a complication, unless the note names another cause: the fourth and fifth characters.
fn diabetes(mentions: &mut [Mention]) {
    const COMPLICATIONS: [(&str, &str); 5] =
        [("N18", "22"), ("G629", "42"), ("G63", "42"), ("H3500", "319"), ("I739", "51")];
    for kind in ["E10", "E11", "E13"] {
        let plain = format!("{kind}9");
        if first(mentions, &plain).is_none() {
            continue;
        }
        let complication = COMPLICATIONS.iter().find(|(other, _)| first(mentions, other).is_some());
        let code = complication.and_then(|(_, digits)| Code::parse(&format!("{kind}{digits}")));
        let Some(code) = code.filter(|code| release().is_billable(*code)) else { continue };
        for mention in mentions.iter_mut().filter(|mention| mention.code.as_str() == plain) {
            mention.code = code;
            mention.open = None;
        }
    }
}

/// Suppresses signs that belong to a diagnosis suggested beside them (Guidelines I.B.5), from `tables/icd10/integral.tsv`.
pub(super) fn integral_signs(found: &mut [Inferred]) {
    let rows =
        include_str!("../../../tables/icd10/integral.tsv").lines().filter(|line| !line.starts_with('#'));
    for (diagnoses, signs) in rows.filter_map(|row| row.split_once('\t')) {
        let under = |code: &Code, prefixes: &str| prefixes.split(' ').any(|prefix| code.is_under(prefix));
        let diagnosis = found
            .iter()
            .find(|code| code.is_suggested() && under(&code.code, diagnoses))
            .map(|code| code.code);
        let Some(diagnosis) = diagnosis else { continue };
        for sign in found.iter_mut().filter(|code| code.is_suggested() && under(&code.code, signs)) {
            sign.assertion = Assertion::IntegralSign;
            sign.instead = Some(diagnosis);
        }
    }
}

/// Drops a header or unspecified code when a more specific one of the same parent is suggested.
pub(super) fn less_specific(found: &mut Vec<Inferred>) {
    let suggested: Vec<Code> =
        found.iter().filter(|code| code.is_suggested()).map(|code| code.code).collect();
    let beaten = |code: &Inferred| {
        let open = !code.billable || code.detail.is_some() || code.title.contains("without complications");
        let family = release().parent(code.code).filter(|_| code.billable).unwrap_or(code.code);
        open && suggested
            .iter()
            .any(|other| *other != code.code && other.is_under(family.as_str()) && is_specific(*other))
    };
    found.retain(|code| !code.is_suggested() || !beaten(code));
}

fn is_specific(code: Code) -> bool {
    release()
        .get(code)
        .is_some_and(|entry| entry.billable && !entry.title.to_lowercase().contains("unspecified"))
}

/// Notes on each suggested code which others an Excludes1 note forbids beside it.
pub(super) fn conflicts(found: &mut [Inferred]) {
    let suggested: Vec<Code> =
        found.iter().filter(|code| code.is_suggested()).map(|code| code.code).collect();
    let pairs = release().excluded_pairs(&suggested);
    for code in found.iter_mut().filter(|code| code.is_suggested()) {
        code.conflicts = pairs.iter().filter(|(one, _)| *one == code.code).map(|(_, other)| *other).collect();
    }
}
