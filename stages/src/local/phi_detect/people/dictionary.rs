//! Names told by the name lists and by how words stand together.

use super::run::{could_be_name, eponym_follows, grade, rest_of_name};
use crate::local::phi_detect::entity::{Entity, EntityKind};
use crate::local::phi_detect::lexicon::Lexicon;
use crate::local::phi_detect::lists::{
    COUNTRIES, EPONYM_NOUNS, HONORIFICS, INSTITUTIONS, PERSON_BEFORE, PERSON_VERBS,
};
use crate::local::phi_detect::token::{Case, Doc, Gap};

/// What the lists say of one capitalised word.
struct Reading {
    given: u8,
    surname: u8,
    /// An English or clinical word.
    ordinary: bool,
    clinical: bool,
    eponym: bool,
}

fn reading(doc: &Doc<'_>, at: usize) -> Option<Reading> {
    let word = doc.word(at).filter(|word| word.is_capital())?;
    let lexicon = Lexicon::get();
    let grade = lexicon.name(&word.folded);
    let clinical = lexicon.is_clinical(&word.folded) || EPONYM_NOUNS.contains(word.folded.as_str());
    Some(Reading {
        given: grade.given,
        surname: grade.surname,
        ordinary: clinical || lexicon.is_english(&word.folded),
        clinical,
        eponym: lexicon.is_eponym(&word.folded),
    })
}

/// `Jane Roe`, `Anne-Marie B.`, `Jane Q. Roe`, `John D`.
pub(super) fn given_first(doc: &Doc<'_>, at: usize) -> Option<Entity> {
    let first = reading(doc, at).filter(|first| first.given > 0)?;
    let word = doc.word(at)?;
    if word.possessive || word.case == Case::Upper && first.given < 2 {
        return None;
    }
    let mut next = at + 1;
    if doc.is_mark(next, "-")
        && doc.word(next + 1).is_some_and(|word| word.is_capital() && word.gap == Gap::None)
    {
        next += 2;
    }
    let end = rest_of_name(doc, next);
    if end == next || eponym_follows(doc, end) || doc.tokens[end - 1].possessive && eponym_follows(doc, end) {
        return None;
    }
    let begins = doc.begins_sentence(at);
    let last = (next..end).rev().find(|at| doc.word(*at).is_some_and(|word| word.is_capital()));
    let score = match last.and_then(|last| reading(doc, last)) {
        None => initial_score(doc, &first, at, end)?,
        Some(last) if !first.ordinary && last.surname > 0 && !last.clinical => 0.9,
        Some(last) if !first.ordinary && first.given >= 2 && !last.ordinary => 0.8,
        Some(last) if !first.clinical && first.given >= 2 && last.surname >= 2 && !last.ordinary => 0.85,
        Some(last) if !first.ordinary && first.given >= 2 && last.surname == 3 => 0.85,
        Some(last) if first.given == 3 && last.surname == 3 && !begins => 0.75,
        Some(_) => return None,
    };
    Some(Entity::new(doc.range(at, end), EntityKind::Name, score, "name.given-first"))
}

/// How sure `Given X.` is.
fn initial_score(doc: &Doc<'_>, first: &Reading, at: usize, end: usize) -> Option<f32> {
    let dotted = doc.is_mark(end - 1, ".");
    match first {
        Reading { ordinary: false, given: 2.., .. } => Some(0.85),
        Reading { ordinary: false, .. } if dotted => Some(0.7),
        Reading { given: 2.., .. } if dotted && person_before(doc, at) => Some(0.75),
        Reading { clinical: false, given: 2.., .. } if dotted && !doc.begins_sentence(at) => Some(0.7),
        _ => None,
    }
}

/// Whether the word or comma before `at` may introduce a person.
fn person_before(doc: &Doc<'_>, at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else { return false };
    doc.is_mark(before, ",:(")
        || doc.word(before).is_some_and(|word| PERSON_BEFORE.contains(word.folded.as_str()))
}

/// `Xochi R.` or `Quelind B.` after `patient`, `by`, a comma: a word that no list knows, with an initial.
pub(super) fn unknown_with_initial(doc: &Doc<'_>, at: usize) -> Option<Entity> {
    let first = reading(doc, at).filter(|first| !first.ordinary && !first.eponym)?;
    let initial = doc.word(at + 1).filter(|word| word.case == Case::Initial && word.gap == Gap::Space)?;
    let word = doc.word(at)?;
    let dotted = doc.is_mark(at + 2, ".") && doc.tokens[at + 2].gap == Gap::None;
    let fits = dotted
        && initial.folded != "i"
        && word.case == Case::Capital
        && first.given < 2
        && person_before(doc, at);
    fits.then(|| Entity::new(doc.range(at, at + 3), EntityKind::Name, 0.6, "name.unknown-initial"))
}

/// `A. Barnes`, `J.R. Ewing`.
pub(super) fn initial_first(doc: &Doc<'_>, at: usize) -> Option<Entity> {
    doc.word(at).filter(|word| word.case == Case::Initial)?;
    if at.checked_sub(1).is_some_and(|before| doc.tokens[at].gap == Gap::None && !doc.is_mark(before, "(\""))
    {
        return None;
    }
    let mut next = at;
    while doc.word(next).is_some_and(|word| word.case == Case::Initial) && doc.is_mark(next + 1, ".") {
        next += 2;
    }
    let surname = reading(doc, next).filter(|_| next > at && doc.tokens[next].gap < Gap::Line)?;
    let usual = surname.surname >= 2 && !surname.ordinary
        || surname.surname == 3 && !surname.clinical && person_before(doc, at);
    // "vitamin D. Smith reports": the initial ends a sentence.
    let ends_sentence =
        doc.word_before(at).is_some_and(|word| Lexicon::get().is_clinical(&word.folded) || word.is_capital());
    let fits = usual && !ends_sentence && !eponym_follows(doc, next + 1);
    fits.then(|| Entity::new(doc.range(at, next + 1), EntityKind::Name, 0.75, "name.initial-first"))
}

/// `Roe, Jane Q.`
pub(super) fn surname_first(doc: &Doc<'_>, at: usize) -> Option<Entity> {
    let surname = reading(doc, at).filter(|surname| surname.surname >= 2 && !surname.clinical)?;
    let given = reading(doc, at + 2).filter(|given| given.given >= 2 && !given.ordinary)?;
    let together =
        doc.is_mark(at + 1, ",") && doc.tokens[at + 2].gap < Gap::Line && !doc.tokens[at].possessive;
    let place = Lexicon::get().place(&doc.tokens[at].folded).is_some() && surname.surname < 3;
    let end = rest_of_name(doc, at + 3);
    let clear = !surname.ordinary || !doc.begins_sentence(at) && surname.surname == 3 || end > at + 3;
    let fits = together && clear && !place && given.given >= 1 && !eponym_follows(doc, end);
    fits.then(|| Entity::new(doc.range(at, end), EntityKind::Name, 0.75, "name.surname-first"))
}

/// One word alone that is hardly anything but a name.
pub(super) fn single(doc: &Doc<'_>, at: usize) -> Option<Entity> {
    let word = doc.word(at).filter(|word| word.case == Case::Capital)?;
    let lexicon = Lexicon::get();
    let found = reading(doc, at)?;
    let part_of_other =
        at.checked_sub(1).is_some_and(|before| doc.is_mark(before, "-/") && word.gap == Gap::None)
            || doc.is_mark(at + 1, "-/") && doc.tokens[at + 1].gap == Gap::None;
    if found.ordinary
        || part_of_other
        || eponym_follows(doc, at + 1)
        || INSTITUTIONS.contains(word.folded.as_str())
    {
        return None;
    }
    if HONORIFICS.contains(word.folded.as_str()) || COUNTRIES.contains(word.folded.as_str()) {
        return None;
    }
    let place = lexicon.place(&word.folded).is_some();
    if found.given == 3 && !found.eponym || found.given >= 2 && !found.eponym && !place && subject(doc, at) {
        return Some(Entity::new(doc.range(at, at + 1), EntityKind::Name, 0.6, "name.given"));
    }
    let begins = doc.begins_sentence(at);
    let told = subject(doc, at) || person_before(doc, at);
    let usual = found.surname == 3 && !found.eponym && !place && (!begins || subject(doc, at)) && told;
    usual.then(|| Entity::new(doc.range(at, at + 1), EntityKind::Name, 0.5, "name.surname"))
}

/// Whether a verb of a person follows, or the word owns what follows.
fn subject(doc: &Doc<'_>, at: usize) -> bool {
    doc.word(at + 1).is_some_and(|next| next.gap < Gap::Line && PERSON_VERBS.contains(next.folded.as_str()))
}

/// `patient Roe`, `pt Quill`: any capitalised word that is no ordinary one.
pub(super) fn after_patient(doc: &Doc<'_>, at: usize) -> Option<Entity> {
    let word = doc.word(at).filter(|word| word.case == Case::Capital && word.gap == Gap::Space)?;
    let before = doc.word_before(at)?;
    let told = matches!(before.folded.as_str(), "patient" | "pt" | "named" | "client" | "veteran");
    let found = reading(doc, at)?;
    let fits = told
        && could_be_name(word)
        && !found.ordinary
        && !found.eponym
        && !eponym_follows(doc, at + 1)
        && (grade(doc, at).surname > 0 || grade(doc, at).given > 0);
    fits.then(|| {
        let end = if word.possessive { at + 1 } else { rest_of_name(doc, at + 1) };
        Entity::new(doc.range(at, end), EntityKind::Name, 0.75, "name.after-patient")
    })
}
