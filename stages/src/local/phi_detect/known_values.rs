//! Finds the values of the encounter in the text, however they are written.

use std::collections::HashSet;
use std::ops::Range;

use super::calendar::{Date, dates_in};
use super::entity::{Entity, EntityKind};
use super::fold::{fold, fold_phrase};
use super::known::Known;
use super::lists::{CREDENTIALS, HONORIFICS};
use super::token::{Case, Doc, Gap, TokenKind};
use crate::text::Clinical;

/// Words of two letters that a note is full of; as names they count only with a capital.
const SMALL: &[&str] = &[
    "an", "do", "so", "to", "in", "on", "he", "my", "no", "be", "or", "as", "is", "it", "us", "me", "we",
    "at", "by", "if", "of", "up", "go", "ed", "am",
];

/// Every place where a name, number or date of `known` stands.
pub(super) fn find(doc: &Doc<'_>, known: &Known) -> Vec<Entity> {
    let names = name_words(known);
    let mut found = known_names(doc, &names);
    found.extend(known_numbers(doc, &known.mrns));
    let dates: Vec<&Clinical> = known.dates_of_birth.iter().chain(&known.dates).collect();
    let days: HashSet<Date> =
        dates.iter().flat_map(|date| dates_in(date.expose())).map(|(_, date)| date).collect();
    found.extend(
        dates_in(doc.text)
            .into_iter()
            .filter(|(_, date)| days.iter().any(|day| day.matches(*date)))
            .map(|(range, _)| Entity::new(range, EntityKind::Date, 1.0, "known.date")),
    );
    found.extend(dates.iter().flat_map(|date| literal(doc, date.expose(), EntityKind::Date, "known.date")));
    found
}

/// The folded words of all names, without titles, degrees and single letters.
pub(super) fn name_words(known: &Known) -> HashSet<String> {
    let all = known.names.iter().chain(&known.clinicians);
    let title = |word: &str| HONORIFICS.contains(word) || CREDENTIALS.contains(word);
    let mut words = HashSet::new();
    for name in all {
        let parts = Doc::new(name.expose());
        let kept: Vec<String> = parts
            .tokens
            .iter()
            .filter(|token| token.kind == TokenKind::Word)
            .map(|token| fold(&parts.text[token.range.clone()]))
            .collect();
        let titles_go = kept.iter().any(|word| !title(word) && word.chars().count() > 1);
        words.extend(kept.into_iter().filter(|word| word.chars().count() > 1 && !(titles_go && title(word))));
    }
    words
}

fn known_names(doc: &Doc<'_>, names: &HashSet<String>) -> Vec<Entity> {
    let mut found = Vec::new();
    for at in 0..doc.tokens.len() {
        if let Some(range) = split_word(doc, at, names) {
            found.push(Entity::new(range, EntityKind::Name, 1.0, "known.name-split"));
        }
        let token = &doc.tokens[at];
        if !is_name(doc, at, names) || SMALL.contains(&token.folded.as_str()) && !token.is_capital() {
            continue;
        }
        let (begin, end) = with_initials(doc, at);
        let next = if doc.is_mark(end, ",-.") { end + 1 } else { end };
        let goes_on =
            doc.token(next).is_some_and(|token| token.gap <= Gap::Line) && is_name(doc, next, names);
        let end = if goes_on { next + 1 } else { end };
        found.push(Entity::new(doc.range(begin, end), EntityKind::Name, 1.0, "known.name"));
    }
    found
}

/// Whether the word at `at` is one of `names`, as a whole or in a part between marks and invisible characters.
fn is_name(doc: &Doc<'_>, at: usize, names: &HashSet<String>) -> bool {
    let Some(token) = doc.token(at).filter(|token| token.kind != TokenKind::Mark) else { return false };
    let written = &doc.text[token.range.clone()];
    names.contains(&token.folded)
        || names.contains(&fold(written))
        || written
            .split(|c: char| !c.is_alphanumeric())
            .any(|part| part.chars().count() > 1 && names.contains(&fold(part)))
}

/// The tokens of initials around a known surname: `J. Q. Roe`, `Roe, J.`
fn with_initials(doc: &Doc<'_>, at: usize) -> (usize, usize) {
    let initial = |at: usize| doc.word(at).is_some_and(|word| word.case == Case::Initial);
    let mut begin = at;
    loop {
        let dotted = begin >= 2 && doc.is_mark(begin - 1, ".") && initial(begin - 2);
        let bare = begin >= 1 && initial(begin - 1) && doc.tokens[begin - 1].folded != "i";
        if !(dotted || bare) || doc.tokens[begin].gap == Gap::Break {
            break;
        }
        begin -= if dotted { 2 } else { 1 };
    }
    let mut end = at + 1;
    let next = if doc.is_mark(end, ",") { end + 1 } else { end };
    if initial(next)
        && doc.is_mark(next + 1, ".")
        && doc.tokens[next].gap <= Gap::Line
        && doc.tokens[next + 1].gap == Gap::None
    {
        end = next + 2;
    }
    (begin, end)
}

/// A name cut by a hyphen or an invisible character at a line end: `Kowal-` and `ski`.
fn split_word(doc: &Doc<'_>, at: usize, names: &HashSet<String>) -> Option<Range<usize>> {
    let first = doc.word(at)?;
    let hyphen = doc.is_mark(at + 1, "-") && doc.tokens[at + 1].gap == Gap::None;
    let second = doc.word(at + 2).filter(|second| hyphen && second.gap == Gap::Line)?;
    names
        .contains(&format!("{}{}", first.folded, second.folded))
        .then_some(first.range.start..second.range.end)
}

fn known_numbers(doc: &Doc<'_>, numbers: &[Clinical]) -> Vec<Entity> {
    numbers.iter().flat_map(|number| literal(doc, number.expose(), EntityKind::Id, "known.number")).collect()
}

/// The places where the letters and digits of `value` stand in the same order, whatever marks are between them.
fn literal(doc: &Doc<'_>, value: &str, kind: EntityKind, rule: &'static str) -> Vec<Entity> {
    let wanted = fold_phrase(value).replace(' ', "");
    if wanted.chars().count() < 2 {
        return Vec::new();
    }
    (0..doc.tokens.len())
        .filter_map(|at| Some(Entity::new(doc.range(at, spelled(doc, at, &wanted)?), kind, 1.0, rule)))
        .collect()
}

/// The end of the tokens from `at` that spell `wanted`.
fn spelled(doc: &Doc<'_>, mut at: usize, wanted: &str) -> Option<usize> {
    let mut rest = wanted;
    let mut first = true;
    loop {
        let token = doc.token(at)?;
        at += 1;
        if token.kind == TokenKind::Mark {
            if first || token.gap == Gap::Break {
                return None;
            }
            continue;
        }
        rest = rest.strip_prefix(fold(&doc.text[token.range.clone()]).as_str())?;
        first = false;
        if rest.is_empty() {
            return Some(at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> Known {
        Known {
            names: vec!["Ilse Kowalski".into()],
            mrns: vec!["QX-445566".into()],
            dates_of_birth: vec!["1951-03-09".into()],
            dates: Vec::new(),
            clinicians: vec!["Dr. Young, MD".into()],
        }
    }

    #[test]
    fn known_values_are_found_in_every_form() {
        for (text, value) in [
            ("Ilse came", "Ilse"),
            ("KOWALSKI, I.", "KOWALSKI, I."),
            ("i saw kowalski", "kowalski"),
            ("Ilse\nKowalski", "Kowalski"),
            ("I. Kowalski's rash", "I. Kowalski's"),
            ("Kowal-\nski said", "Kowal-\nski"),
            ("Ilsé", "Ilsé"),
            ("seen by young", "young"),
            ("no qx 445566 on file", "qx 445566"),
            ("QX445566", "QX445566"),
            ("born 3/9/1951", "3/9/1951"),
            ("on March 9th, 1951", "March 9th, 1951"),
            ("9-Mar-51", "9-Mar-51"),
        ] {
            let found = find(&Doc::new(text), &known());
            assert!(found.iter().any(|e| &text[e.range.clone()] == value), "{text}: {found:?}");
        }
    }

    #[test]
    fn parts_of_words_and_other_values_are_left() {
        for text in ["Ilsemarie", "youngest", "QX-4455667", "3/9/1952", "MD"] {
            assert!(find(&Doc::new(text), &known()).is_empty(), "{text}");
        }
    }
}
