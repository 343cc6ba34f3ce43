//! Drugs without a diagnosis they are given for. Codes are never taken from a drug; a question is.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::finding;
use crate::icd10::normal;
use crate::local::context::{self, Status};
use crate::local::sections::{self, Kind};
use crate::ports::{Assertion, Evidence, Finding, FindingKind, Icd10Code, Icd10Codes, Severity};
use crate::text::TextMap;

struct Drug {
    prefixes: Vec<&'static str>,
    given_for: &'static str,
}

/// Name of a drug, lower case, to what it is given for.
static DRUGS: LazyLock<HashMap<&'static str, Drug>> = LazyLock::new(|| {
    let rows = include_str!("drugs.tsv").lines().filter(|line| !line.starts_with('#'));
    rows.filter_map(|row| {
        let [names, prefixes, given_for] = row.split('\t').collect::<Vec<_>>()[..] else { return None };
        Some(
            names
                .split('|')
                .map(move |name| (name, Drug { prefixes: prefixes.split(' ').collect(), given_for })),
        )
    })
    .flatten()
    .collect()
});

pub(super) fn find(map: &TextMap, icd10: &Icd10Codes) -> Vec<Finding> {
    let mut asked: Vec<&str> = Vec::new();
    let mut found = Vec::new();
    for sentence in sections::sentences(map.text()) {
        if matches!(sentence.section, Kind::Allergies | Kind::FamilyHistory | Kind::Administrative) {
            continue;
        }
        let said = &map.text()[sentence.range.clone()];
        let scopes = context::scopes(said);
        for word in normal::words(said) {
            let lower = word.raw.to_lowercase();
            let Some((name, drug)) = DRUGS.get_key_value(lower.as_str()) else { continue };
            let taken = !matches!(
                context::status_at(&scopes, &(word.begin..word.end)),
                Some(Status::Negated | Status::Family | Status::Hypothetical | Status::History)
            );
            if !taken || asked.contains(&drug.given_for) || explained(icd10, drug) {
                continue;
            }
            let bytes = sentence.range.start + word.begin..sentence.range.start + word.end;
            let Some(evidence) = Evidence::at(map, bytes) else { continue };
            asked.push(drug.given_for);
            let message = format!(
                "The note names {name}, usually given for {}, and documents no such condition: ask what it is for. A drug alone is never coded from.",
                drug.given_for
            );
            found.push(finding(
                FindingKind::DrugWithoutDiagnosis,
                Severity::Medium,
                message,
                vec![evidence],
                &[],
            ));
        }
    }
    found
}

/// A condition it is given for is documented: present, past, or as a sign of one.
fn explained(icd10: &Icd10Codes, drug: &Drug) -> bool {
    let documented = |code: &Icd10Code| {
        matches!(
            code.assertion,
            Assertion::Affirmed | Assertion::IntegralSign | Assertion::History | Assertion::Uncertain
        )
    };
    icd10.codes.iter().any(|code| documented(code) && code.is_under(&drug.prefixes))
}
