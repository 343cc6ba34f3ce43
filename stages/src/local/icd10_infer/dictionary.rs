//! The dictionary in memory: a vocabulary, and phrases as numbers of its words.

use crate::icd10::{Code, normal, table};
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// Number of a word in the vocabulary.
pub(super) type WordId = u16;

/// Where a wording comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// Written for this project; wins over all others.
    Own,
    /// Alphabetic Index or Table of Neoplasms.
    Index,
    /// Title or inclusion term of the tabular list.
    Tabular,
    /// Disease Ontology, MONDO or a lay list.
    Vocabulary,
}

/// A wording.
#[derive(Debug, Clone, Copy)]
pub(super) struct Phrase {
    pub(super) code: Code,
    pub(super) source: Source,
    begin: u32,
    length: u8,
}

/// All wordings, each filed under its rarest word.
#[derive(Debug)]
pub(super) struct Dictionary {
    vocabulary: HashMap<Box<str>, WordId>,
    words: Vec<WordId>,
    phrases: Vec<Phrase>,
    /// For each word the first of its phrases; one more at the end.
    filed: Vec<u32>,
}

/// The dictionary compiled into this program.
pub(super) fn dictionary() -> &'static Dictionary {
    static DICTIONARY: LazyLock<Dictionary> = LazyLock::new(Dictionary::load);
    &DICTIONARY
}

impl Dictionary {
    /// Number of a comparable word; `None` when no wording has it.
    pub(super) fn word(&self, word: &str) -> Option<WordId> {
        self.vocabulary.get(word).copied()
    }

    /// Wordings filed under a word.
    pub(super) fn filed_under(&self, word: WordId) -> &[Phrase] {
        let word = usize::from(word);
        &self.phrases[self.filed[word] as usize..self.filed[word + 1] as usize]
    }

    /// Words of a wording, head first.
    pub(super) fn words(&self, phrase: &Phrase) -> &[WordId] {
        &self.words[phrase.begin as usize..phrase.begin as usize + usize::from(phrase.length)]
    }

    fn load() -> Self {
        let text = table::unpack(include_bytes!("../../../tables/icd10/lexicon.tsv.gz"));
        let ignored: HashSet<&str> = plain(include_str!("../../../tables/icd10/ignored.tsv")).collect();
        let mut builder = Builder::default();
        for row in plain(include_str!("../../../tables/icd10/terms.tsv")) {
            builder.add_own(row);
        }
        for row in table::rows(&text) {
            let mut columns = row.split('\t');
            let (Some(words), Some(code), Some(source)) = (columns.next(), columns.next(), columns.next())
            else {
                continue;
            };
            if let Some(code) = Code::parse(code).filter(|_| !ignored.contains(words)) {
                builder.add(words.split(' '), code, source_named(source));
            }
        }
        builder.finish()
    }
}

fn plain(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().filter(|line| !line.starts_with('#') && !line.is_empty())
}

fn source_named(name: &str) -> Source {
    match name {
        "i" | "n" => Source::Index,
        "t" | "c" => Source::Tabular,
        _ => Source::Vocabulary,
    }
}

#[derive(Default)]
struct Builder {
    vocabulary: HashMap<Box<str>, WordId>,
    frequency: Vec<u32>,
    words: Vec<WordId>,
    phrases: Vec<Phrase>,
}

impl Builder {
    /// A row of `terms.tsv`: code, wordings separated by a bar.
    fn add_own(&mut self, row: &str) {
        let Some((code, wordings)) = row.split_once('\t') else { return };
        let Some(code) = Code::parse(code) else { return };
        for wording in wordings.split('|') {
            let words = normal::phrase(wording);
            self.add(words.iter().map(String::as_str), code, Source::Own);
        }
    }

    fn add<'a>(&mut self, words: impl Iterator<Item = &'a str>, code: Code, source: Source) {
        let begin = self.words.len();
        for word in words {
            let id = self.id(word);
            if !self.words[begin..].contains(&id) {
                self.frequency[usize::from(id)] += 1;
                self.words.push(id);
            }
        }
        let length = self.words.len() - begin;
        self.phrases.push(Phrase { code, source, begin: begin as u32, length: length as u8 });
    }

    fn id(&mut self, word: &str) -> WordId {
        if let Some(id) = self.vocabulary.get(word) {
            return *id;
        }
        let id = WordId::try_from(self.frequency.len())
            .expect("the vocabulary has fewer than 65,536 words: tested");
        self.vocabulary.insert(word.into(), id);
        self.frequency.push(0);
        id
    }

    fn finish(mut self) -> Dictionary {
        let Self { frequency, words, phrases, .. } = &mut self;
        let rarest = |phrase: &Phrase| {
            let own = &words[phrase.begin as usize..phrase.begin as usize + usize::from(phrase.length)];
            own.iter().copied().min_by_key(|word| frequency[usize::from(*word)]).unwrap_or_default()
        };
        phrases.sort_by_cached_key(rarest);
        let mut filed = vec![0_u32; frequency.len() + 2];
        for phrase in phrases.iter() {
            filed[usize::from(rarest(phrase)) + 1] += 1;
        }
        for at in 1..filed.len() {
            filed[at] += filed[at - 1];
        }
        Dictionary { vocabulary: self.vocabulary, words: self.words, phrases: self.phrases, filed }
    }
}
