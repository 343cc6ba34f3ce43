//! Names told by a title before them, a degree after them, or a relation.

use super::run::{could_be_name, grade, rest_of_name};
use crate::local::phi_detect::entity::{Entity, EntityKind};
use crate::local::phi_detect::lexicon::Lexicon;
use crate::local::phi_detect::lists::{CREDENTIALS, GENERIC, HONORIFICS, KIN};
use crate::local::phi_detect::token::{Case, Doc, Gap, TokenKind};

/// `Dr. Jane Roe`, `Mrs Roe`: the title belongs to the name.
pub(super) fn honorific(doc: &Doc<'_>, at: usize) -> Option<Entity> {
    let title = doc.word(at).filter(|word| HONORIFICS.contains(word.folded.as_str()))?;
    let dotted = doc.is_mark(at + 1, ".") && doc.tokens[at + 1].gap == Gap::None;
    // "16 Fr Foley" is a size.
    if at.checked_sub(1).is_some_and(|before| doc.tokens[before].kind == TokenKind::Number)
        && title.folded == "fr"
    {
        return None;
    }
    // "MS" is multiple sclerosis, "MR" resonance, "sr" and "fr" are units and endings unless dotted.
    let weak = matches!(
        title.folded.as_str(),
        "sr" | "fr" | "col" | "lt" | "maj" | "capt" | "rev" | "sister" | "nurse" | "judge"
    );
    let upper = title.case == Case::Upper;
    if (upper || title.case == Case::Other && title.folded.len() < 4) && !dotted
        || (weak && title.case != Case::Capital)
    {
        return None;
    }
    let first = if dotted { at + 2 } else { at + 1 };
    let word = doc.word(first).filter(|word| word.gap < Gap::Break)?;
    let end = match word.case {
        Case::Initial if doc.is_mark(first + 1, ".") => first + 2,
        Case::Initial if !weak => first + 1,
        Case::Capital | Case::Upper if accepts_after_title(word, weak) => first + 1,
        Case::Other if title.case == Case::Other && is_lower_name(doc, first, dotted) => first + 1,
        _ => return None,
    };
    let kept_title = matches!(title.folded.as_str(), "doctor" | "sister" | "nurse" | "judge");
    let from = if kept_title { first } else { at };
    let end = if doc.tokens[end - 1].possessive { end } else { rest_of_name(doc, end) };
    Some(Entity::new(doc.range(from, end), EntityKind::Name, 0.95, "name.title"))
}

fn accepts_after_title(word: &crate::local::phi_detect::token::Token, weak: bool) -> bool {
    let lexicon = Lexicon::get();
    let known = could_be_name(word);
    known && !(weak && lexicon.is_ordinary(&word.folded)) || !weak && !lexicon.is_ordinary(&word.folded)
}

/// `dr. smith`: in a note without capitals.
fn is_lower_name(doc: &Doc<'_>, at: usize, dotted: bool) -> bool {
    let Some(word) = doc.word(at) else { return false };
    let grade = grade(doc, at);
    let usual = grade.surname >= 2 || grade.given >= 2;
    usual && (dotted || !Lexicon::get().is_ordinary(&word.folded))
}

/// `Jane Roe, MD`: the words before a degree.
pub(super) fn credential(doc: &Doc<'_>, at: usize) -> Option<Entity> {
    let degree = doc.word(at).filter(|word| CREDENTIALS.contains(word.folded.as_str()))?;
    let comma = at.checked_sub(1).is_some_and(|before| doc.is_mark(before, ","));
    if degree.gap >= Gap::Line || degree.case == Case::Other {
        return None;
    }
    let end = if comma { at - 1 } else { at };
    let mut begin = end;
    let mut words = 0;
    let mut names = 0;
    while let Some(before) = begin.checked_sub(1) {
        let token = doc.token(before)?;
        let dot = doc.is_mark(before, ".")
            && doc.word_before(before).is_some_and(|word| word.case == Case::Initial);
        let hyphen = doc.is_mark(before, "-") && begin < end && doc.tokens[begin].gap == Gap::None;
        let name = token.kind == TokenKind::Word
            && words < 4
            && (token.case == Case::Initial || could_be_name(token));
        if begin < end && doc.tokens[begin].gap >= Gap::Line || !(dot || hyphen || name) {
            break;
        }
        if name && token.case != Case::Initial {
            let grade = grade(doc, before);
            words += 1;
            names += usize::from(grade.given > 1 || grade.surname > 1);
        }
        begin = before;
    }
    // "Baltimore, MD" and "pt" need more than one word to be people.
    let short = matches!(
        degree.folded.as_str(),
        "md" | "pa" | "ma" | "do" | "pt" | "ot" | "rd" | "dc" | "od" | "np" | "emt" | "rn"
    );
    let lone_place = words == 1 && Lexicon::get().place(&doc.tokens[end - 1].folded).is_some();
    let enough = words >= 2 && names >= 1 || words == 1 && names == 1 && !lone_place && (!short || !comma);
    (begin < end && enough)
        .then(|| Entity::new(doc.range(begin, end), EntityKind::Name, 0.9, "name.credential"))
}

/// `his wife Linda`, `daughter, Mary`, `friend named Xu`.
pub(super) fn relation(doc: &Doc<'_>, at: usize) -> Option<Entity> {
    doc.word(at).filter(|word| KIN.contains(word.folded.as_str()))?;
    let mut first = at + 1;
    while doc.is_mark(first, ",(:-–")
        || doc
            .word(first)
            .is_some_and(|word| matches!(word.folded.as_str(), "named" | "called" | "is" | "name"))
    {
        first += 1;
        if first > at + 3 {
            return None;
        }
    }
    let told = doc.word_before(first).is_some_and(|word| matches!(word.folded.as_str(), "named" | "called"));
    let word = doc.word(first).filter(|word| word.gap < Gap::Line && word.case == Case::Capital)?;
    let lexicon = Lexicon::get();
    let usual = grade(doc, first).given >= 1
        && !lexicon.is_clinical(&word.folded)
        && !(lexicon.is_english(&word.folded) && grade(doc, first).given < 3);
    let fits = usual || told && !GENERIC.contains(word.folded.as_str());
    fits.then(|| {
        let end = if word.possessive { first + 1 } else { rest_of_name(doc, first + 1) };
        Entity::new(doc.range(first, end), EntityKind::Name, 0.85, "name.relation")
    })
}
