//! The tables, decompressed once.

use std::collections::{HashMap, HashSet};
use std::io::Read as _;
use std::sync::LazyLock;

use flate2::read::GzDecoder;

use super::fold::{fold, fold_phrase};

static TABLES: LazyLock<Lexicon> = LazyLock::new(Lexicon::load);

/// How usual a word is as a name: 0 unknown, 1 known, 2 usual, 3 common.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct NameGrade {
    pub(crate) given: u8,
    pub(crate) surname: u8,
}

/// Word lists of names, places and ordinary words. All look-ups take folded words.
pub(crate) struct Lexicon {
    names: Lines,
    english: Lines,
    clinical: Lines,
    eponyms: HashSet<String>,
    places: HashMap<String, u8>,
    facilities: HashSet<String>,
}

impl Lexicon {
    /// The tables of the program.
    pub(crate) fn get() -> &'static Self {
        &TABLES
    }

    fn load() -> Self {
        let places = decompress(include_bytes!("../../../tables/phi/places.tsv.gz"));
        let facilities = decompress(include_bytes!("../../../tables/phi/facilities.txt.gz"));
        let eponyms = decompress(include_bytes!("../../../tables/phi/eponyms.txt.gz"));
        Self {
            names: Lines::new(decompress(include_bytes!("../../../tables/phi/names.tsv.gz"))),
            english: Lines::new(decompress(include_bytes!("../../../tables/phi/english.txt.gz"))),
            clinical: Lines::new(decompress(include_bytes!("../../../tables/phi/clinical.txt.gz"))),
            eponyms: data_lines(&eponyms).map(fold).collect(),
            places: data_lines(&places)
                .filter_map(|line| line.split_once('\t'))
                .map(|(name, grade)| (fold_phrase(name), grade.parse().unwrap_or(0)))
                .collect(),
            facilities: data_lines(&facilities).map(fold_phrase).collect(),
        }
    }

    /// How usual `word` is as a given name and as a surname.
    pub(crate) fn name(&self, word: &str) -> NameGrade {
        let grades = self.names.find(word).unwrap_or_default().as_bytes();
        let digit = |at: usize| grades.get(at).map_or(0, |digit| digit.saturating_sub(b'0'));
        NameGrade { given: digit(0), surname: digit(1) }
    }

    /// Whether `word` is an English word that is written in lower case.
    pub(crate) fn is_english(&self, word: &str) -> bool {
        self.english.find(word).is_some()
    }

    /// Whether `word` is a word of ICD-10-CM, of the drug table or of the Disease Ontology.
    pub(crate) fn is_clinical(&self, word: &str) -> bool {
        self.clinical.find(word).is_some()
    }

    /// Whether `word` is a person or place in the name of a disease.
    pub(crate) fn is_eponym(&self, word: &str) -> bool {
        self.eponyms.contains(word)
    }

    /// Whether `word` has an ordinary meaning besides that of a name.
    pub(crate) fn is_ordinary(&self, word: &str) -> bool {
        self.is_english(word) || self.is_clinical(word)
    }

    /// 2 for a large city, 1 for a smaller one, 0 for a county; `phrase` is one or more words with one space.
    pub(crate) fn place(&self, phrase: &str) -> Option<u8> {
        self.places.get(phrase).copied()
    }

    /// Whether `phrase` tells a US hospital apart.
    pub(crate) fn is_facility(&self, phrase: &str) -> bool {
        self.facilities.contains(phrase)
    }
}

/// Sorted lines `word` or `word<TAB>rest` in one string.
struct Lines {
    text: String,
    starts: Vec<u32>,
}

impl Lines {
    fn new(text: String) -> Self {
        let mut starts = Vec::new();
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            if !line.starts_with('#') {
                starts.push(at as u32);
            }
            at += line.len();
        }
        Self { text, starts }
    }

    /// What stands after the tab in the line of `word`; empty for a line without one.
    fn find(&self, word: &str) -> Option<&str> {
        let line = |start: &u32| {
            let rest = &self.text[*start as usize..];
            let line = rest.split('\n').next().unwrap_or_default();
            line.split_once('\t').unwrap_or((line, ""))
        };
        let at = self.starts.binary_search_by(|start| line(start).0.cmp(word)).ok()?;
        Some(line(&self.starts[at]).1)
    }
}

fn data_lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.starts_with('#'))
}

fn decompress(bytes: &[u8]) -> String {
    let mut text = String::new();
    GzDecoder::new(bytes).read_to_string(&mut text).expect("the tables are part of the program and tested");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_answer_for_their_words() {
        let lexicon = Lexicon::get();
        assert_eq!(lexicon.name("anna"), NameGrade { given: 3, surname: 1 });
        assert_eq!(lexicon.name("qqqq"), NameGrade::default());
        assert!(lexicon.is_english("bell") && lexicon.is_english("zoom") && !lexicon.is_english("anna"));
        assert!(lexicon.is_clinical("diabetes") && lexicon.is_clinical("metformin"));
        assert!(lexicon.is_eponym("crohn"));
        assert_eq!(lexicon.place("chicago"), Some(2));
        assert!(lexicon.is_facility("massachusetts general"));
    }

    #[test]
    fn every_table_names_source_and_licence_first() {
        for bytes in [
            include_bytes!("../../../tables/phi/names.tsv.gz").as_slice(),
            include_bytes!("../../../tables/phi/english.txt.gz"),
            include_bytes!("../../../tables/phi/clinical.txt.gz"),
            include_bytes!("../../../tables/phi/eponyms.txt.gz"),
            include_bytes!("../../../tables/phi/places.tsv.gz"),
            include_bytes!("../../../tables/phi/facilities.txt.gz"),
        ] {
            let text = decompress(bytes);
            let heads: Vec<&str> = text.lines().take(3).collect();
            assert!(heads[0].starts_with("# source: ") && heads[1].starts_with("# licence: "), "{heads:?}");
            assert_eq!(heads[2], "# built by: cargo xtask data");
        }
    }
}
