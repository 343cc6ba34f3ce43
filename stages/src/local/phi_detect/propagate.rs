//! Takes a name that was found once to every other place where it stands.

use std::collections::HashSet;

use super::entity::{Entity, EntityKind};
use super::lexicon::Lexicon;
use super::lists::{HONORIFICS, PARTICLES, PERSON_VERBS, SUFFIXES};
use super::people::eponym_follows;
use super::token::{Case, Doc, Gap};

/// Least score of a name that is taken elsewhere.
const SCORE_MIN: f32 = 0.75;

/// More entities, for the words of the names among `found`.
pub(super) fn find(doc: &Doc<'_>, found: &[Entity]) -> Vec<Entity> {
    let mut words: HashSet<&str> = HashSet::new();
    for name in found.iter().filter(|entity| entity.kind == EntityKind::Name && entity.score >= SCORE_MIN) {
        let first = doc.token_at(name.range.start);
        for token in doc.tokens[first..].iter().take_while(|token| token.range.end <= name.range.end) {
            let word = token.folded.as_str();
            let title = HONORIFICS.contains(word) || SUFFIXES.contains(word) || PARTICLES.contains(word);
            if token.is_capital() && word.chars().count() > 2 && !title {
                words.insert(word);
            }
        }
    }
    if words.is_empty() {
        return Vec::new();
    }
    (0..doc.tokens.len())
        .filter(|at| words.contains(doc.tokens[*at].folded.as_str()) && stands_for_person(doc, *at))
        .map(|at| Entity::new(doc.range(at, with_initial(doc, at)), EntityKind::Name, 0.7, "name.again"))
        .collect()
}

/// Whether the word, known as a name in this text, is one here: an ordinary word needs a capital that the begin
/// of a sentence does not explain, and no name of a disease around it.
fn stands_for_person(doc: &Doc<'_>, at: usize) -> bool {
    let word = &doc.tokens[at];
    let lexicon = Lexicon::get();
    if !lexicon.is_ordinary(&word.folded) && !lexicon.is_eponym(&word.folded) {
        return word.is_capital() && !eponym_follows(doc, at + 1)
            || word.case == Case::Other
                && lexicon.name(&word.folded).surname + lexicon.name(&word.folded).given >= 3;
    }
    let verb = doc
        .word(at + 1)
        .is_some_and(|next| next.gap < Gap::Line && PERSON_VERBS.contains(next.folded.as_str()));
    word.case == Case::Capital && !eponym_follows(doc, at + 1) && (verb || !doc.begins_sentence(at))
}

/// The end with a following initial taken in.
fn with_initial(doc: &Doc<'_>, at: usize) -> usize {
    let initial = doc.word(at + 1).is_some_and(|word| word.case == Case::Initial && word.gap == Gap::Space);
    if initial && doc.is_mark(at + 2, ".") && doc.tokens[at + 2].gap == Gap::None { at + 3 } else { at + 1 }
}
