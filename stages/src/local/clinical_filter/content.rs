//! Whether a segment says anything clinical. When in doubt it does.

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::Regex;

use crate::icd10::normal;
use crate::local::icd10_infer::{self, Options};
use crate::local::phi_detect::{Lexicon, fold};

/// A condition, drug, value, body part, or another clinical word.
pub(super) fn is_clinical(text: &str) -> bool {
    normal::words(text).iter().any(|word| is_clinical_word(word.raw))
        || VALUE.is_match(text)
        || !icd10_infer::infer(text, &Options::default()).is_empty()
}

fn is_clinical_word(raw: &str) -> bool {
    /// Shorter words are too often abbreviations of something else.
    const SHORTEST: usize = 5;
    if normal::is_placeholder(raw) {
        return false;
    }
    let word = fold(raw);
    let lexicon = Lexicon::get();
    WORDS.contains(word.as_str())
        || word.len() >= SHORTEST
            && word.bytes().all(|byte| byte.is_ascii_alphabetic())
            && lexicon.is_clinical(&word)
            && !lexicon.is_english(&word)
}

/// A measured value or dose: `20 mg`, `150/92`, `98.6 F`, `SpO2 97%`.
static VALUE: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"(?i)\b\d+(?:[.,]\d+)?\s?(?:mg|mcg|µg|g|kg|lbs?|ml|l|dl|meq|mmol|units?|iu|puffs?|tabs?|tablets?|capsules?|mmhg|bpm|cm|mm|weeks? pregnant|pack)\b|\b\d{2,3}\s?/\s?\d{2,3}\b|\d\s?%|\b\d{2,3}(?:\.\d)?\s?°?\s?[FC]\b";
    Regex::new(pattern).expect("the pattern is constant and tested")
});

/// English words that are clinical in a note.
static WORDS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    include_str!("words.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .flat_map(str::split_whitespace)
        .collect()
});
