//! What stands around a mention and decides its details.

use super::mention::Note;
use super::refine::Around;
use super::tokens::Token;
use crate::icd10::normal;
use std::ops::Range;

/// Content words looked at on either side of a mention.
const REACH: usize = 7;

/// Reads the surroundings of a mention: `used` are its tokens, `place` its bytes in the sentence.
pub(super) fn around(
    sentence: &str,
    tokens: &[Token],
    used: &[usize],
    place: &Range<usize>,
    note: &Note,
) -> Around {
    let (Some(first), Some(last)) = (used.iter().min(), used.iter().max()) else { return Around::default() };
    let near = &tokens[first.saturating_sub(REACH)..tokens.len().min(last + REACH + 1)];
    let words: Vec<String> = near.iter().map(|token| token.word.clone()).collect();
    let some = |wanted: &[&str]| words.iter().any(|word| wanted.contains(&word.as_str()));
    let healing = some(&[
        "healing",
        "healed",
        "healing",
        "recheck",
        "postoperative",
        "postop",
        "removal",
        "consolidated",
    ]);
    let late = some(&["sequela", "sequelae", "residual", "late", "old"]);
    Around { side: side(sentence, place), healing, late, trimester: note.trimester, words }
}

/// The side nearest to a mention, at most six words away and not across a semicolon or "and".
fn side(sentence: &str, place: &Range<usize>) -> Option<&'static str> {
    const FAR: usize = 6;
    let words = normal::words(sentence);
    let first = words.iter().position(|word| word.end > place.start)?;
    let last = words.iter().rposition(|word| word.begin < place.end)?;
    let begin = first.saturating_sub(FAR);
    let end = words.len().min(last + FAR + 1);
    let distance = |at: usize| if at < first { first - at } else { at.saturating_sub(last) * 2 };
    let sides = (begin..end).filter_map(|at| Some((distance(at), named(words[at].raw)?)));
    let mut sides: Vec<_> = sides.collect();
    sides.sort_by_key(|(distance, _)| *distance);
    let (nearest, side) = *sides.first()?;
    let both = nearest == 0 && sides.iter().any(|(distance, other)| *distance == 0 && *other != side);
    Some(if both { "bilateral" } else { side })
}

fn named(word: &str) -> Option<&'static str> {
    match word {
        "L" | "LT" | "OS" => return Some("left"),
        "R" | "RT" | "OD" => return Some("right"),
        "OU" => return Some("bilateral"),
        _ => {}
    }
    match word.to_ascii_lowercase().as_str() {
        "right" | "rt" => Some("right"),
        "left" | "lt" => Some("left"),
        "bilateral" | "bilaterally" | "both" => Some("bilateral"),
        _ => None,
    }
}
