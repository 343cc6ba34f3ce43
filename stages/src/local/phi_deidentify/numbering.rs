//! Gives every value its token.

use std::collections::{BTreeSet, HashMap};

use super::Mark;
use crate::local::phi_detect::{EntityKind, Known, dates_in, fold, fold_phrase};

/// The tokens of marks, in their order.
pub(super) struct Numbering {
    pub(super) tokens: Vec<String>,
}

impl Numbering {
    pub(super) fn new(text: &str, marks: &[Mark], known: &Known) -> Self {
        let values: Vec<&str> = marks.iter().map(|mark| &text[mark.range.clone()]).collect();
        let people = people(&values, marks, known);
        let mut numbers: HashMap<(EntityKind, String), usize> = HashMap::new();
        let mut counts: HashMap<EntityKind, usize> = HashMap::new();
        let mut tokens = Vec::with_capacity(marks.len());
        for (mark, value) in marks.iter().zip(&values) {
            let key = match mark.kind {
                EntityKind::Name => person(value, &people),
                EntityKind::Date => date(value),
                _ => fold_phrase(value).replace(' ', ""),
            };
            let number = *numbers.entry((mark.kind, key)).or_insert_with(|| {
                let count = counts.entry(mark.kind).or_default();
                *count += 1;
                *count
            });
            tokens.push(format!("[{}_{number}]", mark.kind.token()));
        }
        Self { tokens }
    }
}

/// The words of a name that tell people apart: no titles, no single letters.
fn words(value: &str) -> BTreeSet<String> {
    let word = |part: &str| {
        let trimmed = part.strip_suffix("'s").or_else(|| part.strip_suffix("’s")).unwrap_or(part);
        fold(trimmed)
    };
    let title = |word: &String| {
        matches!(
            word.as_str(),
            "dr" | "mr" | "mrs" | "ms" | "miss" | "prof" | "professor" | "doctor" | "md" | "jr" | "sr"
        )
    };
    value
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '.' | '-' | '(' | ')'))
        .map(word)
        .filter(|word| word.chars().count() > 1 && !title(word))
        .collect()
}

/// All sets of words that are names, the largest first.
fn people(values: &[&str], marks: &[Mark], known: &Known) -> Vec<BTreeSet<String>> {
    let names = values.iter().zip(marks).filter(|(_, mark)| mark.kind == EntityKind::Name);
    let stated = known.names.iter().chain(&known.clinicians).map(|name| words(name.expose()));
    let mut sets: Vec<BTreeSet<String>> =
        names.map(|(value, _)| words(value)).chain(stated).filter(|set| !set.is_empty()).collect();
    sets.sort_by_key(|set| std::cmp::Reverse(set.len()));
    sets.dedup();
    sets
}

/// The fullest name that holds all words of this one, when all the names that do are themselves parts of it.
fn person(value: &str, people: &[BTreeSet<String>]) -> String {
    let own = words(value);
    if own.is_empty() {
        return fold_phrase(value);
    }
    let mut holders = people.iter().filter(|set| set.is_superset(&own));
    let fullest =
        holders.next().filter(|fullest| holders.all(|other| other.is_subset(fullest))).unwrap_or(&own);
    fullest.iter().cloned().collect::<Vec<_>>().join(" ")
}

/// One way of writing the day.
fn date(value: &str) -> String {
    match dates_in(value).first() {
        Some((_, date)) => format!(
            "{}-{}-{}",
            date.year.map_or_else(String::new, |year| (year % 100).to_string()),
            date.month,
            date.day
        ),
        None => fold_phrase(value),
    }
}
