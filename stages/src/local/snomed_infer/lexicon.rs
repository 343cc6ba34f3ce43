//! The terms of a release in memory.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::icd10::normal;
use crate::ports::ConceptKind;

/// Longest term that is matched, in content words.
pub(super) const WORDS_MAX: usize = 8;
/// Shortest term of one word, in letters: shorter ones are abbreviations with many meanings.
const LETTERS_MIN: usize = 4;

/// A concept of the release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concept {
    /// Its identifier.
    pub id: u64,
    /// Its name, without what kind it is.
    pub title: Box<str>,
    /// What it is.
    pub kind: ConceptKind,
}

/// The concepts of a release by the words of their terms.
#[derive(Debug, Default)]
pub struct Lexicon {
    /// Edition and version, as the report states them.
    pub edition: String,
    concepts: Vec<Concept>,
    /// Hash of a term's content words, sorted, to the concept it names best.
    terms: HashMap<u64, u32>,
}

impl Lexicon {
    /// An empty lexicon of that edition.
    pub fn new(edition: impl Into<String>) -> Self {
        Self { edition: edition.into(), ..Self::default() }
    }

    /// Adds a concept with its terms. Of concepts that share a term, a disorder wins over a finding and so on, then
    /// the lower identifier.
    pub fn add<'t>(&mut self, concept: Concept, terms: impl IntoIterator<Item = &'t str>) {
        let index = u32::try_from(self.concepts.len()).unwrap_or(u32::MAX);
        let rank = (concept.kind, concept.id);
        self.concepts.push(concept);
        for term in terms {
            let words = normal::phrase(term);
            let single = words.len() == 1 && words[0].chars().count() < LETTERS_MIN;
            if words.is_empty() || words.len() > WORDS_MAX || single {
                continue;
            }
            let held = self.terms.entry(key(&words)).or_insert(index);
            let other = &self.concepts[*held as usize];
            if rank < (other.kind, other.id) {
                *held = index;
            }
        }
    }

    /// The concept that these content words name, in any order.
    pub(super) fn find(&self, words: &[String]) -> Option<&Concept> {
        self.terms.get(&key(words)).map(|index| &self.concepts[*index as usize])
    }

    /// Number of concepts.
    pub fn len(&self) -> usize {
        self.concepts.len()
    }

    /// Whether it has no concepts.
    pub fn is_empty(&self) -> bool {
        self.concepts.is_empty()
    }
}

/// Sixty-four bits tell a million terms apart well enough; keeping the words would take ten times the memory.
fn key(words: &[String]) -> u64 {
    let mut sorted: Vec<&str> = words.iter().map(String::as_str).collect();
    sorted.sort_unstable();
    let mut hasher = DefaultHasher::new();
    sorted.hash(&mut hasher);
    hasher.finish()
}
