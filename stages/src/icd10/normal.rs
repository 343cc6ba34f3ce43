//! How a clinical phrase becomes comparable words.
//!
//! The same functions normalise the dictionary when its table is built (`xtask` compiles this very file) and the note
//! when it is read, so that both sides always agree. A word is put into lower case and American spelling, loses its
//! plural, and is exchanged for the word that stands for its family in `tables/icd10/words.tsv` (renal: kidney).

use std::collections::HashMap;
use std::sync::LazyLock;

/// One word of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word<'a> {
    /// First byte in the text.
    pub begin: usize,
    /// Byte after the last one.
    pub end: usize,
    /// The word as it stands.
    pub raw: &'a str,
}

/// Words of a text: runs of letters and digits, an apostrophe inside included.
///
/// A placeholder such as `[NAME_1]` is one word, brackets included.
pub fn words(text: &str) -> Vec<Word<'_>> {
    let mut found = Vec::with_capacity(text.len() / 6);
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let end = if c.is_alphanumeric() {
            word_end(text, at)
        } else if c == '[' {
            placeholder_end(text, at).unwrap_or(at)
        } else {
            at
        };
        if end == at {
            at += c.len_utf8();
        } else {
            found.push(Word { begin: at, end, raw: &text[at..end] });
            at = end;
        }
    }
    found
}

/// Whether a word is a placeholder such as `[DATE_2]` that stands for something removed.
pub fn is_placeholder(raw: &str) -> bool {
    raw.starts_with('[')
}

/// The content words of a phrase in their comparable form: no stop words, in the order of the phrase.
pub fn phrase(text: &str) -> Vec<String> {
    words(text).iter().filter(|word| !is_stop(word.raw)).map(|word| canonical(word.raw)).collect()
}

/// Whether a word says nothing about which condition is meant.
pub fn is_stop(raw: &str) -> bool {
    const STOP: [&str; 44] = [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "been",
        "by",
        "classified",
        "due",
        "during",
        "elsewhere",
        "following",
        "for",
        "from",
        "had",
        "has",
        "have",
        "her",
        "his",
        "in",
        "into",
        "is",
        "its",
        "my",
        "nec",
        "nos",
        "of",
        "on",
        "or",
        "specified",
        "the",
        "their",
        "this",
        "through",
        "to",
        "type",
        "unspecified",
        "upon",
        "was",
        "were",
        "with",
        "within",
    ];
    raw.len() <= 11 && STOP.binary_search(&raw.to_ascii_lowercase().as_str()).is_ok()
}

/// The comparable form of one word.
pub fn canonical(raw: &str) -> String {
    let lower = raw.to_lowercase().replace('\u{2019}', "'");
    let lower = lower.strip_suffix("'s").unwrap_or(&lower).replace('\'', "");
    if let Some(family) = FAMILIES.get(lower.as_str()) {
        return (*family).to_owned();
    }
    let plain = singular(&american(&lower));
    FAMILIES.get(plain.as_str()).map_or(plain, |family| (*family).to_owned())
}

/// Word to the word that stands for its family, from `tables/icd10/words.tsv`.
static FAMILIES: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let table = include_str!("../../tables/icd10/words.tsv");
    let rows = table.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'));
    rows.flat_map(|(family, members)| members.split(' ').map(move |member| (member, family))).collect()
});

fn word_end(text: &str, begin: usize) -> usize {
    let mut end = begin;
    let mut chars = text[begin..].char_indices().peekable();
    while let Some((offset, c)) = chars.next() {
        let apostrophe =
            matches!(c, '\'' | '\u{2019}') && chars.peek().is_some_and(|(_, next)| next.is_alphabetic());
        if !c.is_alphanumeric() && !apostrophe {
            break;
        }
        end = begin + offset + c.len_utf8();
    }
    end
}

fn placeholder_end(text: &str, begin: usize) -> Option<usize> {
    let close = begin + text[begin..].bytes().take(40).position(|byte| byte == b']')?;
    let inner = &text[begin + 1..close];
    let (kind, number) = inner.rsplit_once('_')?;
    let fits = !kind.is_empty()
        && kind.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_')
        && !number.is_empty()
        && number.bytes().all(|byte| byte.is_ascii_digit());
    fits.then_some(close + 1)
}

/// American spelling of a lower-case word in British spelling.
fn american(word: &str) -> String {
    const PAIRS: [(&str, &str); 19] = [
        ("haem", "hem"),
        ("aemi", "emi"),
        ("oede", "ede"),
        ("oeso", "eso"),
        ("oea", "ea"),
        ("oeic", "eic"),
        ("tumour", "tumor"),
        ("paed", "ped"),
        ("caec", "cec"),
        ("faec", "fec"),
        ("leuc", "leuk"),
        ("anaes", "anes"),
        ("gynae", "gyne"),
        ("oestr", "estr"),
        ("foet", "fet"),
        ("ischae", "ische"),
        ("colour", "color"),
        ("coeli", "celi"),
        ("orrhoe", "orrhe"),
    ];
    let british = ["ae", "oe", "our", "euc"].iter().any(|letters| word.contains(letters));
    if word.len() < 5 || !british || !word.is_ascii() {
        return word.to_owned();
    }
    PAIRS.iter().fold(word.to_owned(), |word, (from, to)| match word.contains(from) {
        true => word.replace(from, to),
        false => word,
    })
}

/// Singular of a lower-case word, by its ending.
fn singular(word: &str) -> String {
    const KEEP: [&str; 16] = [
        "diabetes", "herpes", "scabies", "rabies", "series", "species", "ascites", "caries", "feces",
        "menses", "always", "facies", "tabes", "lens", "mumps", "pes",
    ];
    let swap = |from: &str, to: &str| word.strip_suffix(from).map(|stem| format!("{stem}{to}"));
    if word.len() < 4 || !word.ends_with('s') || KEEP.contains(&word) {
        return word.to_owned();
    }
    if ["ss", "us", "is", "ics", "ncs", "ous"].iter().any(|ending| word.ends_with(ending)) {
        return word.to_owned();
    }
    let found = swap("ies", "y")
        .or_else(|| if word == "diseases" { None } else { swap("rases", "rase") })
        .or_else(|| {
            ["stases", "ytoses", "apses", "oses", "lyses", "noses", "areses"]
                .iter()
                .find_map(|end| swap(end, &format!("{}is", &end[..end.len() - 2])))
        })
        .or_else(|| {
            ["xes", "ches", "shes", "sses", "uses", "zes"]
                .iter()
                .find_map(|end| swap(end, &end[..end.len() - 2]))
        });
    found.unwrap_or_else(|| word[..word.len() - 1].to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_one_word_become_one() {
        let cases = [
            ("Anaemias", "anemia"),
            ("oedema", "edema"),
            ("diarrhoea", "diarrhea"),
            ("Diagnoses", "diagnosis"),
            ("metastases", "metastasis"),
            ("diseases", "disease"),
            ("abscesses", "abscess"),
            ("biopsies", "biopsy"),
            ("Parkinson's", "parkinson"),
            ("Crohn\u{2019}s", "crohn"),
            ("diabetes", "diabetes"),
            ("pelvis", "pelvis"),
            ("renal", "kidney"),
            ("kidneys", "kidney"),
        ];
        for (raw, expected) in cases {
            assert_eq!(canonical(raw), expected, "{raw}");
        }
    }

    #[test]
    fn a_placeholder_is_one_word() {
        let raw: Vec<_> = words("saw [NAME_1] (for pain) [sic]").iter().map(|word| word.raw).collect();
        assert_eq!(raw, ["saw", "[NAME_1]", "for", "pain", "sic"]);
    }

    #[test]
    fn stop_words_are_sorted_for_the_search() {
        assert!(
            is_stop("The") && is_stop("within") && is_stop("a") && is_stop("classified") && !is_stop("fever")
        );
    }
}
