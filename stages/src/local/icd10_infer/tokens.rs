//! The words of a sentence as the dictionary knows them, abbreviations written out.

use super::abbreviations;
use super::dictionary::{WordId, dictionary};
use crate::icd10::normal::{self, Word};
use crate::local::sections::Kind;
use std::ops::Range;

/// A content word of a sentence.
#[derive(Debug, Clone)]
pub(super) struct Token {
    /// Bytes of the text; the words of one abbreviation share theirs.
    pub(super) range: Range<usize>,
    /// Comparable form.
    pub(super) word: String,
    /// Its number, when a wording has it.
    pub(super) id: Option<WordId>,
    /// Place in the sentence: counts words, and more where a phrase hardly goes on.
    pub(super) place: u32,
}

/// Content words of the sentence at `range`.
pub(super) fn tokens(text: &str, range: &Range<usize>, section: Kind) -> Vec<Token> {
    let sentence = &text[range.clone()];
    let words = normal::words(sentence);
    let mut found = Vec::with_capacity(words.len());
    let mut place = 0;
    let mut last_end = 0;
    for (at, word) in words.iter().enumerate() {
        place += barrier(&sentence[last_end..word.begin]);
        last_end = word.end;
        let bytes = range.start + word.begin..range.start + word.end;
        if normal::is_placeholder(word.raw) {
            place += 3;
        } else if let Some(expansion) = abbreviations::expand(&words, at, section) {
            for part in normal::phrase(expansion) {
                place += 1;
                found.push(token(bytes.clone(), part, place));
            }
        } else if normal::is_stop(word.raw) {
            place += u32::from(word.raw.len() > 3);
        } else {
            place += 1 + divides(word);
            found.push(token(bytes, normal::canonical(word.raw), place));
        }
    }
    found
}

fn token(range: Range<usize>, word: String, place: u32) -> Token {
    let id = dictionary().word(&word);
    Token { range, word, id, place }
}

/// Places that marks between two words add.
fn barrier(between: &str) -> u32 {
    between.chars().map(|c| if matches!(c, ',' | '(' | ')' | ':' | '.' | '\n') { 1 } else { 0 }).sum()
}

/// Words a phrase does not reach across.
fn divides(word: &Word<'_>) -> u32 {
    const DIVIDERS: [&str; 9] = ["no", "not", "without", "denies", "denied", "but", "nor", "except", "which"];
    if DIVIDERS.iter().any(|divider| divider.eq_ignore_ascii_case(word.raw)) { 4 } else { 0 }
}
