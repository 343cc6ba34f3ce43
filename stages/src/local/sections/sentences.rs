//! Sentences: a full stop, a line that ends one, a bullet.

use super::{Kind, sections};
use std::ops::Range;

/// A sentence, list item or line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// Section it stands in.
    pub section: Kind,
    /// Its place, without space around it.
    pub range: Range<usize>,
}

/// Sentences of a text in order, headings left out.
///
/// A line break ends a sentence unless the next line goes on in lower case; a bullet or number at the begin of a line
/// starts one.
pub fn sentences(text: &str) -> Vec<Sentence> {
    let mut found = Vec::new();
    for section in sections(text) {
        let mut begin = section.body.start;
        let body = &text[section.body.clone()];
        for (offset, c) in body.char_indices() {
            let at = section.body.start + offset;
            let ends = match c {
                '\n' => line_ends_sentence(&text[..at], &text[at + 1..section.body.end]),
                '.' | '!' | '?' => mark_ends_sentence(&text[begin..at], &text[at + 1..section.body.end]),
                ';' | '\u{2022}' => true,
                _ => false,
            };
            if ends {
                push(&mut found, text, section.kind, begin..at);
                begin = at + c.len_utf8();
            }
        }
        push(&mut found, text, section.kind, begin..section.body.end);
    }
    found
}

fn push(found: &mut Vec<Sentence>, text: &str, section: Kind, range: Range<usize>) {
    let piece = &text[range.clone()];
    let trimmed = piece.trim_start();
    let begin = range.start + piece.len() - trimmed.len();
    let range = begin..begin + trimmed.trim_end().len();
    if text[range.clone()].chars().any(char::is_alphanumeric) {
        found.push(Sentence { section, range });
    }
}

/// A line goes on when it did not end in a mark and the next begins in lower case.
fn line_ends_sentence(before: &str, after: &str) -> bool {
    let ended = before.trim_end_matches([' ', '\t', '\r']).ends_with(['.', ':', '!', '?', '\n']);
    let next = after.chars().next();
    ended || !next.is_some_and(char::is_lowercase)
}

/// A full stop ends a sentence when space and no lower-case word follow, and no title, initial or number stands before.
fn mark_ends_sentence(before: &str, after: &str) -> bool {
    const SHORT: [&str; 12] =
        ["dr", "mr", "mrs", "ms", "vs", "approx", "no", "st", "e.g", "i.e", "prof", "jr"];
    let next = after.chars().next();
    if next.is_some_and(|c| !c.is_whitespace()) {
        return false;
    }
    let word = before.rsplit([' ', '\n', '(']).next().unwrap_or_default();
    let numbering = word.len() <= 2 && !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
    let initial = word.len() == 1 && word.bytes().all(|byte| byte.is_ascii_uppercase());
    let goes_on = after.trim_start().chars().next().is_some_and(char::is_lowercase);
    !(SHORT.contains(&word.to_lowercase().as_str())
        || initial
        || (numbering && before.trim() == word)
        || goes_on)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_lines_and_bullets_end_a_sentence() {
        let cases: [(&str, &[&str]); 6] = [
            ("Seen by Dr. Hall. No fever.", &["Seen by Dr. Hall", "No fever"]),
            ("pain of 3.5 cm. Rest", &["pain of 3.5 cm", "Rest"]),
            ("- cough\n- fever", &["- cough", "- fever"]),
            ("denies\nchest pain", &["denies\nchest pain"]),
            ("\u{2022} Asthma. \u{2022} Gout", &["Asthma", "Gout"]),
            ("HPI: cough; no fever", &["cough", "no fever"]),
        ];
        for (text, expected) in cases {
            let found: Vec<_> = sentences(text).into_iter().map(|s| text[s.range].to_owned()).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
