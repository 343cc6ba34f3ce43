//! Finds protected health information offline: by shape, label, context, name and place lists, and by what the
//! encounter already tells.
//!
//! Every layer yields spans with a rule and a score; overlapping spans are joined. Recall comes first, but a
//! word that carries a diagnosis, drug or sign is left alone unless context says that a person is meant.

mod calendar;
mod dates;
mod entity;
mod fold;
mod known;
mod known_values;
mod labelled;
mod labels;
mod lexicon;
mod lists;
mod merge;
mod numbers;
mod pattern;
mod people;
mod places;
mod propagate;
mod stage;
mod token;

#[cfg(test)]
mod tests;

pub(crate) use calendar::dates_in;
pub use entity::{Entity, EntityKind, NoteEntity};
pub(crate) use fold::{fold, fold_phrase};
pub use known::Known;
pub(crate) use lexicon::Lexicon;
pub use stage::PhiDetect;

use crate::text::CodePoints;

/// The protected health information of `text`, in order and without overlap.
pub fn detect(text: &str, known: &Known) -> Vec<Entity> {
    let doc = token::Doc::new(text);
    let mut found = numbers::find(text);
    found.extend(labelled::find(text));
    found.extend(dates::find(text));
    found.extend(labels::find(&doc));
    found.extend(people::find(&doc));
    found.extend(places::find(&doc));
    found.extend(known_values::find(&doc, known));
    found.extend(propagate::find(&doc, &merge::merge(found.clone())));
    merge::merge(found)
}

/// Only the places where a value of `known` stands.
pub(crate) fn detect_known(text: &str, known: &Known) -> Vec<Entity> {
    merge::merge(known_values::find(&token::Doc::new(text), known))
}

pattern::pattern!(
    /// A token of ours, or one that was escaped.
    TOKEN = r"\[=*[A-Z_]+_[0-9]+\]"
);

/// What looks like a token of ours.
pub(crate) fn token_pattern() -> &'static regex::Regex {
    &TOKEN
}

/// Entities of `text` as spans of code points.
pub fn note_entities(text: &str, entities: &[Entity]) -> Vec<NoteEntity> {
    let index = CodePoints::new(text);
    let wire = |entity: &Entity| {
        let span = index.span(text, entity.range.clone())?;
        Some(NoteEntity { begin: span.begin, end: span.end, kind: entity.kind, score: entity.score })
    };
    entities.iter().filter_map(wire).collect()
}
