//! Facilities without a word that says what they are.

use crate::local::phi_detect::entity::{Entity, EntityKind};
use crate::local::phi_detect::lexicon::Lexicon;
use crate::local::phi_detect::lists::{CARE, GENERIC, HONORIFICS, INSTITUTIONS, NO_PLACE, STATES};
use crate::local::phi_detect::people::eponym_follows;
use crate::local::phi_detect::token::{Case, Doc, Gap, Token};

/// `St. Vincent's`, `Mt. Sinai`, `Mount Zion`.
pub(super) fn saint(doc: &Doc<'_>, at: usize) -> Option<Entity> {
    let word = doc.word(at).filter(|word| {
        matches!(word.folded.as_str(), "st" | "saint" | "ste" | "mt" | "mount" | "ft" | "fort")
            && word.case == Case::Capital
    })?;
    let name = if doc.is_mark(at + 1, ".") { at + 2 } else { at + 1 };
    let next = doc.word(name).filter(|next| next.gap <= Gap::Space && next.case == Case::Capital)?;
    let not_place = matches!(next.folded.as_str(), "elevation" | "depression" | "segment" | "vitus")
        || next.folded == "john" && doc.word(name + 1).is_some_and(|word| word.folded == "wort");
    if not_place
        || eponym_follows(doc, name + 1)
        || word.folded == "st" && at > 0 && doc.tokens[at].gap == Gap::None
    {
        return None;
    }
    Some(Entity::new(doc.range(at, name + 1), EntityKind::Address, 0.8, "place.saint"))
}

/// A hospital of the list, or an institution known by letters or one word.
pub(super) fn named(doc: &Doc<'_>, at: usize) -> Option<Entity> {
    let first = doc.word(at).filter(|word| word.is_capital())?;
    let lexicon = Lexicon::get();
    let mut phrase = String::new();
    let mut end = at;
    let mut best = None;
    for words in 0..4 {
        let link = words > 0
            && (doc.is_mark(end, "-.&")
                || doc.word(end).is_some_and(|word| matches!(word.folded.as_str(), "and" | "of" | "the")));
        if link && doc.is_mark(end, "-.") {
            end += 1;
        } else if link {
            phrase.push_str(if doc.is_mark(end, "&") { " and" } else { "" });
            if !doc.is_mark(end, "&") {
                phrase.push(' ');
                phrase.push_str(&doc.tokens[end].folded);
            }
            end += 1;
        }
        let Some(word) =
            doc.word(end).filter(|word| word.is_capital() && (words == 0 || word.gap <= Gap::Space))
        else {
            break;
        };
        if words > 0 {
            phrase.push(' ');
        }
        phrase.push_str(&word.folded);
        if word.possessive {
            phrase.push('s');
        }
        end += 1;
        if words > 0 && (lexicon.is_facility(&phrase) || lexicon.is_facility(&phrase.replace(" and ", " & ")))
        {
            best = Some(end);
        }
    }
    if let Some(end) = best {
        let ordinary = doc.tokens[at..end]
            .iter()
            .all(|token| GENERIC.contains(token.folded.as_str()) || lexicon.is_clinical(&token.folded));
        return (!ordinary && !eponym_follows(doc, end))
            .then(|| Entity::new(doc.range(at, end), EntityKind::Address, 0.75, "place.hospital"));
    }
    let institution = INSTITUTIONS.contains(first.folded.as_str());
    let name = lexicon.name(&first.folded);
    let also_name = name.given >= 2 || name.surname >= 2;
    let clear =
        first.case == Case::Upper && first.folded.len() >= 3 || first.case == Case::Capital && !also_name;
    let fits = institution && clear && !eponym_follows(doc, at + 1);
    fits.then(|| Entity::new(doc.range(at, at + 1), EntityKind::Address, 0.7, "place.institution"))
}

/// `evaluated at Cedar Crest`, `surgery at Baylor`: capitalised words after `at` behind a word of care.
pub(super) fn after_at(doc: &Doc<'_>, at: usize) -> Option<Entity> {
    let link = doc
        .word(at)
        .filter(|word| matches!(word.folded.as_str(), "at" | "from" | "to" | "in" | "@" | "near"))?;
    let care = (1..=6).any(|back| {
        at.checked_sub(back)
            .and_then(|before| doc.word(before))
            .is_some_and(|word| CARE.contains(word.folded.as_str()))
    });
    let weak_link = link.folded != "at";
    if !care && weak_link {
        return None;
    }
    let mut end = at + 1;
    while end - at <= 5
        && doc.token(end).is_some_and(|token| {
            token.gap <= Gap::Space
                && (token.is_capital()
                    || end > at + 1
                        && doc.is_mark(end, "-&")
                        && doc.token(end + 1).is_some_and(Token::is_capital))
        })
    {
        end += 1;
        if doc.tokens[end - 1].possessive && !doc.token(end).is_some_and(Token::is_capital) {
            break;
        }
    }
    let words: Vec<&Token> = doc.tokens.get(at + 1..end)?.iter().filter(|token| token.is_capital()).collect();
    let first = words.first()?;
    let lexicon = Lexicon::get();
    let clinical = |token: &&Token| {
        lexicon.is_clinical(&token.folded) && lexicon.place(&token.folded).is_none()
            || NO_PLACE.contains(token.folded.as_str())
            || GENERIC.contains(token.folded.as_str())
    };
    if words.iter().all(clinical) || eponym_follows(doc, end) || HONORIFICS.contains(first.folded.as_str()) {
        return None;
    }
    let name = lexicon.name(&first.folded);
    let telling = match words.as_slice() {
        [one] if one.case == Case::Upper => INSTITUTIONS.contains(one.folded.as_str()),
        [one] if lexicon.is_ordinary(&one.folded) => lexicon.is_facility(&one.folded) && care && !weak_link,
        [one] if weak_link => {
            lexicon.is_facility(&one.folded) && !lexicon.is_eponym(&one.folded) && name.given < 3
        }
        [_] => !STATES.contains(first.folded.as_str()),
        more if weak_link && more.len() > 1 => {
            let admitted = doc.word_before(at).is_some_and(|word| {
                matches!(
                    word.folded.as_str(),
                    "admitted" | "transferred" | "referred" | "presented" | "discharged"
                )
            });
            more.iter().any(|token| lexicon.is_facility(&token.folded))
                || admitted && more.iter().all(|token| !clinical(token) && token.case == Case::Capital)
        }
        more => {
            !weak_link && more.iter().any(|token| !clinical(token) && token.case == Case::Capital)
                || more.iter().any(|token| lexicon.is_facility(&token.folded))
        }
    };
    telling.then(|| Entity::new(doc.range(at + 1, end), EntityKind::Address, 0.6, "place.after-at"))
}
