//! Statements that contradict each other: affirmed in one place, denied in another.

use std::collections::HashMap;
use std::ops::Range;

use super::finding;
use crate::icd10::normal;
use crate::local::context::{self, Status};
use crate::local::sections::{self, Kind, Sentence};
use crate::ports::{Evidence, Finding, FindingKind, Icd10Code, Icd10Codes, Severity};
use crate::text::TextMap;

/// Shorter words are too often something else.
const LETTERS_MIN: usize = 4;
/// Words that say nothing without their place (a tumor here is no tumor there), or that are only a place.
const GENERIC: [&str; 24] = [
    "tumor",
    "neoplasm",
    "infection",
    "wound",
    "fracture",
    "lesion",
    "malignancy",
    "cancer",
    "metastasis",
    "thrombosis",
    "injury",
    "disease",
    "disorder",
    "benign",
    "acute",
    "chronic",
    "brain",
    "breast",
    "muscle",
    "brachial",
    "heart",
    "kidney",
    "bone",
    "joint",
];

/// Signs come and go within a note, and habits are asked about more than once: only diagnoses are compared.
pub(super) fn find(map: &TextMap, icd10: &Icd10Codes) -> Vec<Finding> {
    let lower = map.text().to_ascii_lowercase();
    let denials = Denials::read(map.text(), &lower);
    let diagnoses = icd10.affirmed().filter(|code| !code.is_under(&["R", "Z"]));
    diagnoses.filter_map(|code| contradicted(map, &denials, code)).collect()
}

/// The sentences that deny something, by their words.
struct Denials<'t> {
    /// The text in lower case.
    lower: &'t str,
    sentences: Vec<Denial>,
    by_word: HashMap<&'t str, Vec<usize>>,
}

struct Denial {
    sentence: Range<usize>,
    scopes: Vec<context::Scope>,
}

impl<'t> Denials<'t> {
    fn read(text: &str, lower: &'t str) -> Self {
        let counted = sections::sentences(text).into_iter().filter(|sentence| counts(sentence.section));
        let sentences: Vec<Denial> = counted.filter_map(|sentence| denied(text, &sentence)).collect();
        let mut by_word: HashMap<&str, Vec<usize>> = HashMap::new();
        for (at, denial) in sentences.iter().enumerate() {
            for word in normal::words(&lower[denial.sentence.clone()]) {
                by_word.entry(word.raw).or_default().push(at);
            }
        }
        Self { lower, sentences, by_word }
    }

    /// The sentences that have the first of these words.
    fn with(&self, words: &str) -> impl Iterator<Item = &Denial> {
        let first = normal::words(words).first().and_then(|word| self.by_word.get(word.raw));
        first.into_iter().flatten().map(|at| &self.sentences[*at])
    }
}

fn counts(section: Kind) -> bool {
    !matches!(
        section,
        Kind::FamilyHistory | Kind::Allergies | Kind::Medications | Kind::Instructions | Kind::Administrative
    )
}

/// The sentence with its scopes, when anything in it is negated.
fn denied(text: &str, sentence: &Sentence) -> Option<Denial> {
    let scopes = context::scopes(&text[sentence.range.clone()]);
    let negates = scopes.iter().any(|scope| scope.status == Status::Negated);
    negates.then(|| Denial { sentence: sentence.range.clone(), scopes })
}

fn contradicted(map: &TextMap, denials: &Denials<'_>, code: &Icd10Code) -> Option<Finding> {
    for affirmed in &code.evidence {
        let words = affirmed.quote.expose().to_ascii_lowercase();
        if words.len() < LETTERS_MIN || !names(code, &words) {
            continue;
        }
        let elsewhere = denials.with(&words).filter(|denial| !within(map, denial, affirmed));
        let denial = elsewhere.filter_map(|denial| negated(denials.lower, denial, &words)).next();
        let Some(denied) =
            denial.and_then(|bytes| Evidence::at(map, bytes)).filter(|denied| denied != affirmed)
        else {
            continue;
        };
        let message =
            format!("{} is affirmed in one place and denied in another: say which holds.", code.title);
        let evidence = vec![affirmed.clone(), denied];
        return Some(finding(
            FindingKind::ConflictingStatements,
            Severity::High,
            message,
            evidence,
            &[&code.code],
        ));
    }
    None
}

/// Whether the words are the name of the condition rather than of its place, part or a family of conditions.
fn names(code: &Icd10Code, words: &str) -> bool {
    let title = normal::phrase(&code.title);
    let said = normal::phrase(words);
    let telling = said.iter().any(|word| title.contains(word) && !GENERIC.contains(&word.as_str()));
    telling && !code.title.starts_with("Other ")
}

/// Whether the evidence lies in the very sentence.
fn within(map: &TextMap, denial: &Denial, affirmed: &Evidence) -> bool {
    map.span(denial.sentence.clone()).is_some_and(|span| span.overlaps(affirmed.span()))
}

/// Where the sentence denies these words.
fn negated(lower: &str, denial: &Denial, words: &str) -> Option<Range<usize>> {
    let sentence = &lower[denial.sentence.clone()];
    let whole = |place: &Range<usize>| {
        let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        !letter(sentence[..place.start].chars().next_back()) && !letter(sentence[place.end..].chars().next())
    };
    let places = sentence.match_indices(words).map(|(at, found)| at..at + found.len());
    let denied = places
        .filter(whole)
        .find(|place| context::status_at(&denial.scopes, place) == Some(Status::Negated))?;
    Some(denial.sentence.start + denied.start..denial.sentence.start + denied.end)
}
