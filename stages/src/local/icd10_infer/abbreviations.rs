//! Abbreviations: written out where section and neighbours allow.

use crate::icd10::normal::Word;
use crate::local::sections::Kind;
use std::collections::HashMap;
use std::sync::LazyLock;

/// When an abbreviation may be written out.
#[derive(Debug, PartialEq, Eq)]
enum When {
    /// However it is written.
    Always,
    /// Only in capitals.
    Capitals,
    /// In capitals, and outside of examination, vital signs, medications and results.
    Diagnosis,
    /// In capitals, next to one of these words (at most four words away).
    Near(Vec<&'static str>),
}

/// What the word at `at` stands for; `None` when it is no abbreviation or its meaning is open here.
pub(super) fn expand(words: &[Word<'_>], at: usize, section: Kind) -> Option<&'static str> {
    let raw = words[at].raw;
    if raw.len() > 8 || !raw.is_ascii() {
        return None;
    }
    let meanings = TABLE.get(raw.to_ascii_lowercase().as_str())?;
    let capitals = raw.chars().filter(char::is_ascii_uppercase).count() * 2 > raw.len();
    let fits = |when: &When| match when {
        When::Always => true,
        When::Capitals => capitals,
        When::Diagnosis => {
            capitals
                && !matches!(
                    section,
                    Kind::Exam | Kind::Vitals | Kind::Medications | Kind::Results | Kind::Procedure
                )
        }
        When::Near(near) => {
            let around = &words[at.saturating_sub(4)..words.len().min(at + 5)];
            around.iter().any(|word| near.contains(&word.raw.to_ascii_lowercase().as_str()))
        }
    };
    meanings.iter().find(|(when, _)| fits(when)).map(|(_, meaning)| *meaning)
}

/// Abbreviation in lower case to its meanings, from `tables/icd10/abbreviations.tsv`.
static TABLE: LazyLock<HashMap<&'static str, Vec<(When, &'static str)>>> = LazyLock::new(|| {
    let table = include_str!("../../../tables/icd10/abbreviations.tsv");
    let mut found: HashMap<_, Vec<_>> = HashMap::new();
    for row in table.lines().filter(|line| !line.starts_with('#')) {
        let mut columns = row.split('\t');
        let (Some(short), Some(meaning)) = (columns.next(), columns.next()) else { continue };
        let when = match columns.next().unwrap_or_default() {
            "" => When::Always,
            "capitals" => When::Capitals,
            "diagnosis" => When::Diagnosis,
            words => When::Near(words.split(',').collect()),
        };
        found.entry(short).or_default().push((when, meaning));
    }
    found
});
