//! The values that must not leave, and their other places in the text.

use std::collections::BTreeSet;
use std::ops::Range;

use super::Mark;
use crate::local::phi_detect::{Lexicon, fold};
use crate::text::Clinical;

/// Least letters and digits of a value that can be told in a text.
const TELLING_MIN: usize = 3;

/// The values of `marks`, each once; a single dictionary word with the word before and after it.
pub(super) fn values(text: &str, marks: &[Mark]) -> Vec<Clinical> {
    let values: BTreeSet<&str> = marks
        .iter()
        .map(|mark| match &text[mark.range.clone()] {
            value if is_ordinary(value) => with_neighbours(text, mark.range.clone()),
            value => value.trim(),
        })
        .filter(|value| value.chars().filter(|c| c.is_alphanumeric()).count() >= TELLING_MIN)
        .collect();
    values.into_iter().map(Clinical::from).collect()
}

/// The places outside `marks` where a value stands as a whole word, in any case.
pub(super) fn again(text: &str, values: &[Clinical], marks: &[Mark]) -> Vec<Mark> {
    let lower = text.to_ascii_lowercase();
    let mut found = Vec::new();
    for value in values.iter().map(|value| value.expose()) {
        let Some(kind) = marks
            .iter()
            .find(|mark| {
                text[mark.range.clone()].contains(value) || value.contains(&text[mark.range.clone()])
            })
            .map(|mark| mark.kind)
        else {
            continue;
        };
        for (start, _) in lower.match_indices(&value.to_ascii_lowercase()) {
            let range = start..start + value.len();
            let inside =
                marks.iter().any(|mark| mark.range.start < range.end && range.start < mark.range.end);
            if !inside && is_whole(text, &range) {
                found.push(Mark { range, kind });
            }
        }
    }
    found
}

/// Whether the value is one word (or one short number) with an ordinary meaning.
fn is_ordinary(value: &str) -> bool {
    let folded = fold(value.trim().trim_end_matches("'s").trim_end_matches("’s"));
    let one = !folded.is_empty() && folded.chars().all(char::is_alphanumeric);
    let lexicon = Lexicon::get();
    let short = folded.chars().count() < 4;
    one && (short || lexicon.is_ordinary(&folded) || lexicon.is_eponym(&folded) || is_calendar(&folded))
}

fn is_calendar(word: &str) -> bool {
    matches!(
        word,
        "january"
            | "february"
            | "march"
            | "april"
            | "may"
            | "june"
            | "july"
            | "august"
            | "september"
            | "october"
            | "november"
            | "december"
            | "monday"
            | "tuesday"
            | "wednesday"
            | "thursday"
            | "friday"
            | "saturday"
            | "sunday"
            | "easter"
            | "christmas"
            | "halloween"
            | "thanksgiving"
    )
}

/// The range with the word before and the word after it, as far as the text has them.
fn with_neighbours(text: &str, range: Range<usize>) -> &str {
    let before = text[..range.start].trim_end();
    let start = before
        .rfind(char::is_whitespace)
        .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
    let after = &text[range.end..];
    let gap = after.len() - after.trim_start().len();
    let end = after[gap..].find(char::is_whitespace).map_or(text.len(), |at| range.end + gap + at);
    text[start..end].trim()
}

fn is_whole(text: &str, range: &Range<usize>) -> bool {
    let word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let edge = text.get(range.clone());
    edge.is_some()
        && !word(text[..range.start].chars().next_back())
        && !word(text[range.end..].chars().next())
}
