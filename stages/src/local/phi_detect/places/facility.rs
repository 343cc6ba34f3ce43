//! Hospitals, clinics and the like.

use super::city::{is_proper, place_at};
use crate::local::phi_detect::entity::{Entity, EntityKind};
use crate::local::phi_detect::lexicon::Lexicon;
use crate::local::phi_detect::lists::{GENERIC, GENERIC_FACILITY, HONORIFICS, INSTITUTIONS, NO_PLACE};
use crate::local::phi_detect::people::eponym_follows;
use crate::local::phi_detect::token::{Case, Doc, Gap, Token};

/// Words that make the capitalised words before them a facility.
const STRONG: &[&str] = &[
    "hospital",
    "hosp",
    "hospitals",
    "clinic",
    "clinics",
    "infirmary",
    "hospice",
    "sanatorium",
    "sanitarium",
    "vamc",
];
/// Words that do so only behind a proper name.
const WEAK: &[&str] = &[
    "center",
    "centre",
    "ctr",
    "health",
    "healthcare",
    "medical",
    "medicine",
    "med",
    "general",
    "memorial",
    "institute",
    "group",
    "associates",
    "pharmacy",
    "university",
    "college",
    "school",
    "elementary",
    "academy",
    "church",
    "facility",
    "office",
    "practice",
    "physicians",
    "manor",
    "village",
    "presbyterian",
    "methodist",
    "laboratory",
    "laboratories",
    "lab",
    "labs",
    "rehab",
    "rehabilitation",
    "er",
    "ed",
    "va",
    "campus",
    "nursing",
    "care",
    "system",
    "prison",
    "shelter",
    "specialists",
    "surgery",
    "dental",
    "orthopedics",
    "orthopaedics",
    "hospice",
    "permanente",
    "home",
    "residence",
    "company",
    "inc",
    "corp",
    "corporation",
    "llc",
    "bank",
    "airport",
];
/// Second parts of longer facility words.
const TAILS: &[&str] = &[
    "center",
    "centre",
    "ctr",
    "home",
    "group",
    "system",
    "clinic",
    "hospital",
    "campus",
    "facility",
    "care",
    "health",
    "school",
    "office",
    "institute",
    "room",
    "dept",
    "department",
    "college",
    "associates",
    "downtown",
    "services",
    "network",
    "hosp",
];

/// `Xanadu General Hospital`, `Chicago clinic`, `Cancer Center in Boston`: walks back from the last word.
pub(super) fn headed(doc: &Doc<'_>, at: usize) -> Option<Entity> {
    let head = doc.word(at)?;
    let strong = STRONG.contains(&head.folded.as_str());
    if !(strong || WEAK.contains(&head.folded.as_str()) || TAILS.contains(&head.folded.as_str()))
        || head.gap >= Gap::Line
    {
        return None;
    }
    let mut begin = at;
    while begin > 0 && at - begin < 8 && joins_back(doc, begin - 1, begin) {
        begin -= 1;
    }
    while begin < at && (is_link(&doc.tokens[begin]) || is_opening(doc, begin)) {
        begin += 1;
    }
    let end = located(doc, following_tails(doc, at + 1));
    let Some(telling) = (begin..at).find(|index| is_telling(doc, *index, head, strong)) else {
        return generic_in_place(doc, begin, at, end);
    };
    let lower_head = !head.is_capital();
    if lower_head
        && !(is_proper(doc, telling)
            && (begin..at).any(|index| {
                is_place_or_institution(doc, index)
                    || doc.tokens[index].possessive && !eponym_follows(doc, index + 1)
            }))
    {
        return None;
    }
    if lower_head
        && matches!(
            head.folded.as_str(),
            "general"
                | "care"
                | "surgery"
                | "system"
                | "group"
                | "medicine"
                | "nursing"
                | "home"
                | "health"
                | "company"
                | "school"
                | "practice"
                | "lab"
                | "labs"
                | "services"
        )
    {
        return None;
    }
    let score = if strong { 0.9 } else { 0.7 };
    Some(Entity::new(doc.range(begin, end), EntityKind::Address, score, "place.facility"))
}

/// `Cancer Center in Boston`: told apart by its place alone.
fn generic_in_place(doc: &Doc<'_>, begin: usize, at: usize, end: usize) -> Option<Entity> {
    let placed = end > following_tails(doc, at + 1);
    let capital = begin < at && doc.tokens[begin].is_capital() && doc.tokens[at].is_capital();
    (placed && capital)
        .then(|| Entity::new(doc.range(begin, end), EntityKind::Address, 0.7, "place.facility-in"))
}

/// Whether token `at` belongs to the name that goes on at `next`.
fn joins_back(doc: &Doc<'_>, at: usize, next: usize) -> bool {
    let (token, follows) = (&doc.tokens[at], &doc.tokens[next]);
    if follows.gap >= Gap::Line {
        return false;
    }
    let abbreviated = |before: usize| {
        doc.word(before).is_some_and(|word| {
            matches!(word.folded.as_str(), "st" | "mt" | "ft" | "ste" | "med" | "univ" | "hosp")
                || HONORIFICS.contains(word.folded.as_str())
                || word.case == Case::Initial
        })
    };
    token.is_capital() && !(token.case == Case::Upper && NO_PLACE.contains(token.folded.as_str()))
        || token.case == Case::Initial
        || is_link(token)
            && at > 0
            && doc.tokens[at - 1].is_capital()
            && (follows.is_capital() || token.folded == "downtown")
        || doc.is_mark(at, "&-–'’") && follows.gap != Gap::Line
        || doc.is_mark(at, ".") && at > 0 && abbreviated(at - 1)
        || matches!(
            token.folded.as_str(),
            "med"
                | "medical"
                | "cancer"
                | "health"
                | "heart"
                | "downtown"
                | "outpatient"
                | "urgent"
                | "neurology"
                | "cardiology"
                | "oncology"
                | "pediatric"
                | "childrens"
                | "university"
                | "community"
                | "nursing"
        ) && at > 0
            && doc.tokens[at - 1].is_capital()
}

fn is_link(token: &Token) -> bool {
    matches!(token.folded.as_str(), "and" | "of" | "the" | "for" | "at" | "&" | "-" | "–")
        || token.case == Case::Other && matches!(token.folded.as_str(), "downtown" | "'" | "’")
}

/// A sentence's first word that is no part of the name.
fn is_opening(doc: &Doc<'_>, at: usize) -> bool {
    let token = &doc.tokens[at];
    let lexicon = Lexicon::get();
    doc.begins_sentence(at)
        && GENERIC.contains(token.folded.as_str())
        && !GENERIC_FACILITY.contains(token.folded.as_str())
        || matches!(
            token.folded.as_str(),
            "visited"
                | "patient"
                | "the"
                | "at"
                | "from"
                | "since"
                | "per"
                | "with"
                | "our"
                | "admitted"
                | "transferred"
                | "seen"
                | "is"
                | "are"
                | "does"
                | "did"
                | "was"
                | "can"
                | "what"
                | "which"
                | "how"
                | "should"
        )
        || doc.begins_sentence(at) && lexicon.is_english(&token.folded) && token.folded.ends_with("ed")
}

/// Whether the word tells this facility from another.
fn is_telling(doc: &Doc<'_>, at: usize, head: &Token, strong: bool) -> bool {
    let token = &doc.tokens[at];
    if !token.is_capital() {
        return false;
    }
    let generic = GENERIC.contains(token.folded.as_str()) || is_department(&token.folded);
    let lexicon = Lexicon::get();
    let hospital = matches!(head.folded.as_str(), "hospital" | "hosp" | "hospitals");
    if strong && head.is_capital() {
        return !generic && !lexicon.is_clinical(&token.folded)
            || hospital && GENERIC_FACILITY.contains(token.folded.as_str())
            || is_place_or_institution(doc, at) && !generic;
    }
    let pair = matches!(head.folded.as_str(), "center" | "ctr" | "centre" | "home" | "group")
        && at + 1 < doc.tokens.len()
        && doc.tokens[at + 1].is_capital()
        && !generic
        && !lexicon.is_clinical(&token.folded);
    !generic && is_proper(doc, at)
        || pair
        || head.is_capital()
            && matches!(
                token.folded.as_str(),
                "county"
                    | "memorial"
                    | "mercy"
                    | "methodist"
                    | "baptist"
                    | "central"
                    | "valley"
                    | "samaritan"
            )
            && !lexicon.is_english(&head.folded.replace("general", ""))
            && head.folded == "general"
        || matches!(
            token.folded.as_str(),
            "central" | "mercy" | "valley" | "methodist" | "baptist" | "providence" | "trinity" | "sunrise"
        ) && matches!(head.folded.as_str(), "health" | "healthcare" | "medical" | "clinic")
}

fn is_place_or_institution(doc: &Doc<'_>, at: usize) -> bool {
    let word = &doc.tokens[at];
    word.is_capital()
        && (INSTITUTIONS.contains(word.folded.as_str())
            || place_at(doc, at).is_some_and(|(_, grade)| grade > 0)
                && !GENERIC.contains(word.folded.as_str()))
}

/// Further facility words: `Medical` then `Center`.
fn following_tails(doc: &Doc<'_>, mut at: usize) -> usize {
    while doc.word(at).is_some_and(|word| {
        word.gap == Gap::Space
            && word.is_capital()
            && (TAILS.contains(&word.folded.as_str())
                || STRONG.contains(&word.folded.as_str())
                || WEAK.contains(&word.folded.as_str()))
    }) {
        at += 1;
    }
    at
}

/// The end with `, Boston` or `in Boston, MA` taken in.
fn located(doc: &Doc<'_>, at: usize) -> usize {
    let linked = doc.is_mark(at, ",")
        || doc.word(at).is_some_and(|word| matches!(word.folded.as_str(), "in" | "of" | "at"));
    match place_at(doc, at + 1) {
        Some((end, grade))
            if linked
                && grade > 0
                && doc.tokens[at + 1].case == Case::Capital
                && !Lexicon::get().is_english(&doc.tokens[at + 1].folded) =>
        {
            end
        }
        _ if linked => two_word_place(doc, at + 1).unwrap_or(at),
        _ => at,
    }
}

fn two_word_place(doc: &Doc<'_>, at: usize) -> Option<usize> {
    let (end, grade) = place_at(doc, at)?;
    (grade > 0 && end > at + 1).then_some(end)
}

/// Whether the word is a field of medicine, by its ending.
fn is_department(word: &str) -> bool {
    ["ology", "facial", "iatry", "iatric", "iatrics", "edics", "surgery", "therapy"]
        .iter()
        .any(|ending| word.ends_with(ending))
}
