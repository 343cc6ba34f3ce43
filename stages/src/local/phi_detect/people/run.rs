//! Reads one name, word by word.

use crate::local::phi_detect::lexicon::{Lexicon, NameGrade};
use crate::local::phi_detect::lists::{CARE, CREDENTIALS, EPONYM_NOUNS, PARTICLES, PERSON_VERBS, SUFFIXES};
use crate::local::phi_detect::token::{Case, Doc, Gap, Token};

/// Most words of one name.
const WORDS_MAX: usize = 5;

/// How usual the word at `at` is as a name; nothing for other tokens.
pub(super) fn grade(doc: &Doc<'_>, at: usize) -> NameGrade {
    doc.word(at).map_or_else(NameGrade::default, |word| Lexicon::get().name(&word.folded))
}

/// Whether the token is a capitalised word that no ordinary list knows, or that is usual as a name.
pub(in crate::local::phi_detect) fn could_be_name(word: &Token) -> bool {
    let lexicon = Lexicon::get();
    let grade = lexicon.name(&word.folded);
    if !word.is_capital() {
        return false;
    }
    if lexicon.is_ordinary(&word.folded) {
        return grade.given >= 2 || grade.surname >= 2;
    }
    grade.given > 0 || grade.surname > 0 || word.case == Case::Capital
}

/// Whether a disease, sign, test or device follows that carries the word before `at` as its name, other
/// capitalised words and hyphens between.
pub(in crate::local::phi_detect) fn eponym_follows(doc: &Doc<'_>, at: usize) -> bool {
    for step in 0..6 {
        let Some(token) = doc.token(at + step).filter(|token| token.gap < Gap::Line) else { return false };
        if EPONYM_NOUNS.contains(token.folded.as_str()) {
            return true;
        }
        let joined = doc.is_mark(at + step, "-–/'’") && (token.gap == Gap::None || step > 0);
        let linked = step > 0 && matches!(token.folded.as_str(), "and" | "i" | "ii" | "iii" | "iv");
        if !(joined || linked || token.is_capital()) {
            return false;
        }
    }
    false
}

/// The end of the name whose first word, already accepted, stands before token `at`: further initials,
/// particles, given names and surnames, and an ending such as `Jr.`. Stops at what is no name.
pub(in crate::local::phi_detect) fn rest_of_name(doc: &Doc<'_>, mut at: usize) -> usize {
    for _ in 0..WORDS_MAX {
        match next_part(doc, at) {
            Some(end) => at = end,
            None => break,
        }
    }
    suffix(doc, at)
}

fn next_part(doc: &Doc<'_>, at: usize) -> Option<usize> {
    let token = doc.token(at)?;
    if token.gap == Gap::Break {
        return None;
    }
    if doc.is_mark(at, "-–") && token.gap == Gap::None {
        let word = doc.word(at + 1).filter(|word| word.gap == Gap::None && word.is_capital())?;
        return (!EPONYM_NOUNS.contains(word.folded.as_str())).then_some(at + 2);
    }
    let word = doc.word(at)?;
    if word.gap == Gap::Line {
        let lexicon = Lexicon::get();
        let usual = lexicon.name(&word.folded).surname >= 2 && !lexicon.is_ordinary(&word.folded);
        return (usual && word.case == Case::Capital && !doc.is_mark(at + 1, ":")).then_some(at + 1);
    }
    if word.case == Case::Initial {
        return initial(doc, at);
    }
    if PARTICLES.contains(word.folded.as_str()) && doc.word_before(at).is_none_or(|before| !before.possessive)
    {
        let mut next = at + 1;
        if doc.word(next).is_some_and(|word| PARTICLES.contains(word.folded.as_str())) {
            next += 1;
        }
        return doc.word(next).filter(|word| could_be_name(word)).map(|_| next + 1);
    }
    let stops = CREDENTIALS.contains(word.folded.as_str()) || SUFFIXES.contains(word.folded.as_str());
    let after_possessive = doc.word_before(at).is_some_and(|before| before.possessive);
    (could_be_name(word) && !stops && !after_possessive).then_some(at + 1)
}

/// An initial, with its dot when there is one.
fn initial(doc: &Doc<'_>, at: usize) -> Option<usize> {
    if doc.is_mark(at + 1, ".") && doc.tokens[at + 1].gap == Gap::None {
        return Some(at + 2);
    }
    // "John Q Public", or an initial at the end; the pronoun is none.
    let alone = doc.token(at + 1).is_none_or(|next| next.gap == Gap::None || next.is_capital());
    let joined = doc.is_mark(at + 1, "-+/&'’") && doc.tokens[at + 1].gap == Gap::None;
    let person = doc.tokens[at].possessive
        || doc.word(at + 1).is_some_and(|next| {
            PERSON_VERBS.contains(next.folded.as_str())
                || CARE.contains(next.folded.as_str())
                || matches!(next.folded.as_str(), "on" | "at" | "from" | "with")
        });
    let pronoun = matches!(doc.tokens[at].folded.as_str(), "i" | "a");
    (!pronoun && (alone || person) && !joined).then_some(at + 1)
}

fn suffix(doc: &Doc<'_>, at: usize) -> usize {
    let word = if doc.is_mark(at, ",") { at + 1 } else { at };
    let is_suffix = doc.word(word).is_some_and(|word| {
        word.gap < Gap::Line && SUFFIXES.contains(word.folded.as_str()) && word.is_capital()
    });
    match is_suffix {
        true if doc.is_mark(word + 1, ".") => word + 2,
        true => word + 1,
        false => at,
    }
}
