//! Rules that name why a segment carries nothing to code.

use std::sync::LazyLock;

use regex::Regex;

use crate::icd10::normal;
use crate::local::sections::Kind;
use crate::ports::DropReason;

/// The first rule that knows the segment; `kind` is the section it begins in.
pub(super) fn reason(text: &str, kind: Kind) -> Option<DropReason> {
    let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty());
    let first = lines().next()?;
    let each = |pattern: &Regex| lines().all(|line| pattern.is_match(line));
    let lower = text.to_lowercase();
    let names = |phrases: &[&str]| phrases.iter().any(|phrase| lower.contains(phrase));
    if SIGNATURE.is_match(first) {
        Some(DropReason::Signature)
    } else if each(&FORM) || lines().all(is_placeholders) {
        Some(DropReason::Administrative)
    } else if names(&BOILERPLATE) {
        Some(DropReason::Boilerplate)
    } else if names(&SOCIAL) {
        Some(DropReason::Social)
    } else {
        (kind == Kind::Administrative && !is_heading(text)).then_some(DropReason::Administrative)
    }
}

/// A line of nothing but placeholders and marks.
fn is_placeholders(line: &str) -> bool {
    let words = normal::words(line);
    !words.is_empty() && words.iter().all(|word| normal::is_placeholder(word.raw))
}

/// A heading alone.
fn is_heading(text: &str) -> bool {
    text.trim_end().ends_with(':')
        || text.lines().count() == 1 && !text.contains(['.', ':']) && text.len() < 60
}

static SIGNATURE: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"(?i)^\W*(?:(?:electronically|digitally)\s+)?(?:e-?signed|signed|authenticated|dictated|transcribed|co-?signed|attested|reviewed and signed)(?:\s+and\s+\w+)?(?:\s+(?:electronically|by|on)\b|:)|^\W*(?:sincerely|signature|cc|dictated|job id)\s*[:,]";
    Regex::new(pattern).expect("the pattern is constant and tested")
});

/// A line of a form: a known label with a value of a few words, or a page number.
static FORM: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"(?i)^\W*(?:patient(?: name| id)?|name|mrn|medical record(?: number| no\.?)?|dob|date of birth|account(?: number| no\.?)?|visit(?: number| id| date)?|encounter(?: number| id| date)?|date(?: of (?:service|visit|admission|discharge))?|admission date|discharge date|admitted|discharged|provider|physician|attending(?: physician)?|referring(?: physician| provider)?|pcp|primary care (?:physician|provider)|clinic|facility|location|room|phone|telephone|fax|address|insurance|payer|policy(?: number)?|ssn|email|language|interpreter)\s*[:#]\s*(?:\S+\s*){0,6}$|^\W*page \d+(?: of \d+)?\W*$";
    Regex::new(pattern).expect("the pattern is constant and tested")
});

const BOILERPLATE: [&str; 20] = [
    "voice recognition",
    "speech recognition",
    "transcription error",
    "typographical error",
    "dictation software",
    "confidential",
    "intended recipient",
    "privileged information",
    "hipaa",
    "thank you for allowing",
    "thank you for referring",
    "thank you for this",
    "do not hesitate to",
    "questions were answered",
    "patient portal",
    "cures act",
    "end of note",
    "this note was generated",
    "scribe",
    "time was spent",
];

const SOCIAL: [&str; 20] = [
    "weather",
    "vacation",
    "weekend",
    "nice to meet",
    "nice to see",
    "good to see",
    "chatted",
    "small talk",
    "football",
    "baseball",
    "basketball",
    "birthday",
    "wedding",
    "grandchild",
    "traffic",
    "parking",
    "movie",
    "trip to",
    "holiday",
    "joked",
];
