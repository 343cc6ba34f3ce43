//! Streets, counties and ZIP codes.

use crate::local::phi_detect::entity::{Entity, EntityKind};
use crate::local::phi_detect::lexicon::Lexicon;
use crate::local::phi_detect::lists::STREETS;
use crate::local::phi_detect::pattern::{matches, pattern};
use crate::local::phi_detect::token::{Case, Doc, Gap, TokenKind};

pattern!(
    ZIP = r"(?-u:\b)(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY])\.?,?\s{1,2}(?P<v>\d{5}(?:-\d{4})?)(?-u:\b)"
);
pattern!(
    ZIP_LABELLED = r"(?i)(?-u:\b)(?:zip(?:\s?code)?|postal\s?code|postcode|zipcode|area)\s*(?:of|is|:|#)?\s*(?P<v>\d{5}(?:-\d{4})?)(?-u:\b)"
);
pattern!(
    ZIP_AFTER_PLACE =
        r"(?-u:\b)(?:in|from|near|at)\s(?P<v>\d{5}(?:-\d{4})?)(?-u:\b)(?:\s?[.,;?)]|$|\sfor|\son|\sat)"
);
pattern!(
    UNIT = r"^[,\s]{0,2}(?:(?i:apt|apartment|suite|ste|unit|fl|floor|room|rm|bldg|building)\.?\s?#?\s?[A-Za-z0-9\-]{1,6}|#\s?[A-Za-z0-9\-]{1,6})(?-u:\b)"
);

/// ZIP codes behind a state, a label, or a word of place.
pub(super) fn zip_codes(text: &str) -> impl Iterator<Item = Entity> {
    [&ZIP, &ZIP_LABELLED, &ZIP_AFTER_PLACE]
        .into_iter()
        .flat_map(move |pattern| matches(text, pattern, EntityKind::Address, 0.9, "place.zip", |_| true))
}

/// `123 North Elm St., Apt 4`, `Elm Street`: from its number or first word.
pub(super) fn street(doc: &Doc<'_>, at: usize) -> Option<Entity> {
    let kind = doc.word(at).filter(|word| word.is_capital() && STREETS.contains(word.folded.as_str()))?;
    let short = kind.folded.len() < 5
        || matches!(
            kind.folded.as_str(),
            "place" | "court" | "circle" | "square" | "plaza" | "trail" | "route" | "drive" | "terrace"
        );
    let mut begin = at;
    while begin > 0 && at - begin < 4 && is_street_word(doc, begin - 1) && doc.tokens[begin].gap == Gap::Space
    {
        begin -= 1;
    }
    let number = begin.checked_sub(1).filter(|before| {
        let token = &doc.tokens[*before];
        token.kind == TokenKind::Number && doc.tokens[begin].gap == Gap::Space && token.folded.len() <= 6
    });
    if begin == at && number.is_none() || kind.gap != Gap::Space {
        return None;
    }
    // Without a number "Memory Lane" and "Dr." need a usual kind of street.
    let saint =
        matches!(kind.folded.as_str(), "st" | "dr" | "ter" | "pl" | "ct" | "sq" | "cir" | "way" | "alley");
    let dotted_street = kind.folded == "st"
        && doc.is_mark(at + 1, ".")
        && doc.word(at + 2).is_none_or(|next| !next.is_capital() || next.folded == "clinic");
    if number.is_none()
        && (short && !matches!(kind.folded.as_str(), "ave" | "blvd" | "road" | "lane") && !dotted_street
            || saint && !dotted_street)
    {
        return None;
    }
    let mut end = if doc.is_mark(at + 1, ".") && (kind.folded.len() < 5) { at + 2 } else { at + 1 };
    let bytes = doc.tokens[end - 1].range.end;
    if let Some(unit) = UNIT.find(&doc.text[bytes..]) {
        end = doc.token_at(bytes + unit.end()).max(end);
    }
    Some(Entity::new(doc.range(number.unwrap_or(begin), end), EntityKind::Address, 0.9, "place.street"))
}

fn is_street_word(doc: &Doc<'_>, at: usize) -> bool {
    let token = &doc.tokens[at];
    let ordinal = token.kind == TokenKind::Number && token.folded.ends_with(|c: char| c.is_ascii_lowercase());
    let capital = token.is_capital()
        && !(doc.begins_sentence(at) && Lexicon::get().is_english(&token.folded) && token.folded.len() < 4);
    ordinal
        || capital
        || token.case == Case::Initial
        || doc.is_mark(at, ".") && doc.word_before(at).is_some_and(|word| word.case == Case::Initial)
}

/// `Cook County`, `Orange County`.
pub(super) fn county(doc: &Doc<'_>, at: usize) -> Option<Entity> {
    doc.word(at).filter(|word| {
        matches!(word.folded.as_str(), "county" | "township" | "parish" | "borough")
            && word.case == Case::Capital
    })?;
    let mut begin = at;
    while begin > 0
        && at - begin < 3
        && doc.tokens[begin - 1].is_capital()
        && doc.tokens[begin].gap == Gap::Space
    {
        begin -= 1;
    }
    (begin < at).then(|| Entity::new(doc.range(begin, at + 1), EntityKind::Address, 0.85, "place.county"))
}
