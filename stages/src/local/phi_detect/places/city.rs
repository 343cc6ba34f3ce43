//! Cities by name and by the state after them.

use crate::local::phi_detect::entity::{Entity, EntityKind};
use crate::local::phi_detect::lexicon::Lexicon;
use crate::local::phi_detect::lists::{GENERIC, INSTITUTIONS, STATE_CODES, STATES};
use crate::local::phi_detect::people::eponym_follows;
use crate::local::phi_detect::token::{Case, Doc, Gap};

/// Words before a place.
const BEFORE: &[&str] = &[
    "in", "from", "at", "near", "of", "to", "outside", "around", "visiting", "via", "downtown", "through",
    "live", "lives", "west", "east", "north", "south", "greater",
];
/// Names of places that no list of cities carries, folded, two words and more.
const NICKNAMES: &[&str] = &[
    "san fran",
    "the bronx",
    "staten island",
    "long island",
    "new york city",
    "new york",
    "bay area",
    "silicon valley",
    "twin cities",
    "upper east side",
    "upper west side",
    "cape cod",
    "marthas vineyard",
    "south side",
    "the hamptons",
    "vegas",
    "st louis",
    "ft worth",
    "ft lauderdale",
    "new england",
    "washington dc",
    "puget sound",
    "orange county",
    "palm beach",
];

/// The longest known place that begins at `at`: its end and its grade.
pub(super) fn place_at(doc: &Doc<'_>, at: usize) -> Option<(usize, u8)> {
    let lexicon = Lexicon::get();
    let mut phrase = String::new();
    let mut best = None;
    let mut end = at;
    for words in 0..4 {
        if words > 0 && doc.is_mark(end, "-.") && doc.tokens[end].gap == Gap::None {
            end += 1;
        }
        let Some(word) = doc.word(end).filter(|word| words == 0 || word.gap <= Gap::Line) else { break };
        let small = words > 0 && matches!(word.folded.as_str(), "of" | "the" | "du" | "de" | "la");
        if !(word.is_capital() || small || words == 0 && word.folded == "the") {
            break;
        }
        if words > 0 {
            phrase.push(' ');
        }
        phrase.push_str(&word.folded);
        end += 1;
        let grade = if NICKNAMES.contains(&phrase.as_str()) { Some(2) } else { lexicon.place(&phrase) };
        if let Some(grade) = grade {
            best = Some((end, grade));
        }
        if word.possessive {
            break;
        }
    }
    best
}

/// Whether the words from `from` to `end` are a state; `None` when not.
fn state_at(doc: &Doc<'_>, at: usize) -> Option<usize> {
    let word = doc.word(at).filter(|word| word.is_capital() && word.gap <= Gap::Line)?;
    if word.case == Case::Upper && STATE_CODES.contains(word.folded.as_str())
        || word.case == Case::Capital && STATES.contains(word.folded.as_str())
    {
        return Some(at + 1);
    }
    let second = doc.word(at + 1).filter(|word| word.case == Case::Capital)?;
    let two = match word.folded.as_str() {
        "new" => matches!(second.folded.as_str(), "york" | "jersey" | "mexico" | "hampshire"),
        "north" | "south" => matches!(second.folded.as_str(), "carolina" | "dakota"),
        "west" => second.folded == "virginia",
        "rhode" => second.folded == "island",
        "puerto" => second.folded == "rico",
        _ => false,
    };
    two.then_some(at + 2)
}

/// `Springfield, IL`: any capitalised words before a state.
pub(super) fn city_state(doc: &Doc<'_>, at: usize) -> Option<Entity> {
    if !doc.is_mark(at, ",") || doc.tokens[at].gap != Gap::None {
        return None;
    }
    let end = state_at(doc, at + 1)?;
    let mut begin = at;
    while begin > 0
        && at - begin < 3
        && doc.tokens[begin - 1].case == Case::Capital
        && (begin == at || doc.tokens[begin].gap == Gap::Space)
    {
        begin -= 1;
    }
    if begin == at {
        return None;
    }
    let known = (begin..at).any(|from| place_at(doc, from).is_some_and(|(end, _)| end == at));
    let code = &doc.tokens[at + 1].folded;
    let ambiguous = matches!(
        code.as_str(),
        "md" | "pa"
            | "ma"
            | "ms"
            | "in"
            | "or"
            | "me"
            | "hi"
            | "id"
            | "ok"
            | "de"
            | "la"
            | "co"
            | "ct"
            | "ar"
            | "mt"
            | "va"
            | "do"
            | "al"
            | "pr"
            | "mi"
            | "oh"
    );
    let plain = doc.tokens[begin..at].iter().all(|word| Lexicon::get().is_ordinary(&word.folded));
    (known || !ambiguous && !plain)
        .then(|| Entity::new(doc.range(begin, end), EntityKind::Address, 0.9, "place.city-state"))
}

/// A known city: a large one anywhere, a smaller or ambiguous one after a word of place.
pub(super) fn city(doc: &Doc<'_>, at: usize) -> Option<Entity> {
    let (end, grade) = place_at(doc, at).filter(|(_, grade)| *grade > 0)?;
    let lexicon = Lexicon::get();
    let word = &doc.tokens[at];
    if eponym_follows(doc, end)
        || word.case == Case::Upper
        || at > 0 && doc.is_mark(at - 1, "-") && word.gap == Gap::None
    {
        return None;
    }
    let before = doc.word_before(at).map_or("", |word| word.folded.as_str());
    let placed = word.gap <= Gap::Space && BEFORE.contains(&before);
    let one = end == at + 1;
    let is_state = one && STATES.contains(word.folded.as_str())
        || state_at(doc, at) == Some(end) && word.folded != "new";
    if is_state || one && GENERIC.contains(word.folded.as_str()) {
        return None;
    }
    let name = lexicon.name(&word.folded);
    let ambiguous = one
        && (lexicon.is_ordinary(&word.folded)
            || lexicon.is_eponym(&word.folded)
            || name.surname >= 2
            || name.given >= 2);
    let usual_name = one && (lexicon.is_english(&word.folded) || lexicon.is_clinical(&word.folded));
    let score = match (grade, ambiguous, placed) {
        (2, false, _) => 0.8,
        (2, true, true) if !usual_name || doc.tokens[at].possessive => 0.7,
        (2, true, true) => 0.6,
        (1, false, true) => 0.7,
        (1, false, false) if !one => 0.6,
        (1, true, true)
            if !usual_name && matches!(before, "in" | "at" | "near" | "outside" | "lives" | "visiting") =>
        {
            0.6
        }
        _ => return None,
    };
    let begin = if one || doc.tokens[at].folded != "the" {
        at
    } else {
        at + usize::from(word.case == Case::Capital && doc.begins_sentence(at))
    };
    Some(Entity::new(doc.range(begin, end), EntityKind::Address, score, "place.city"))
}

/// Whether the token begins a known city or an institution.
pub(super) fn is_proper(doc: &Doc<'_>, at: usize) -> bool {
    let word = &doc.tokens[at];
    let lexicon = Lexicon::get();
    let name = lexicon.name(&word.folded);
    place_at(doc, at).is_some_and(|(_, grade)| grade > 0) && !lexicon.is_ordinary(&word.folded)
        || INSTITUTIONS.contains(word.folded.as_str())
        || lexicon.is_facility(&word.folded) && !GENERIC.contains(word.folded.as_str())
        || !lexicon.is_ordinary(&word.folded)
            && (name.given > 0 || name.surname > 0 || word.case == Case::Capital)
        || STATES.contains(word.folded.as_str())
        || word.case == Case::Upper && STATE_CODES.contains(word.folded.as_str())
}
