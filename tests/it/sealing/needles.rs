//! What must not be found: names, and sequences of three words.

use std::collections::BTreeSet;
use std::fmt;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use aho_corasick::AhoCorasick;

use super::notes::Note;
use crate::support::{revrx, root};

/// Names of patients, and every sequence of three words of the notes that stands in nothing of ours.
pub(super) struct Needles {
    search: AhoCorasick,
    names: usize,
    sequences: usize,
    ours: usize,
}

impl Needles {
    pub(super) fn new(notes: &[Note], ours: &[Vec<u8>]) -> Self {
        let all: BTreeSet<String> = notes.iter().flat_map(|note| sequences(&note.text)).collect();
        let all: Vec<String> = all.into_iter().collect();
        let search = search(&all);
        let mut known = vec![false; all.len()];
        for text in ours {
            search.find_overlapping_iter(text).for_each(|found| known[found.pattern().as_usize()] = true);
        }
        let mut needles: Vec<String> =
            all.iter().zip(&known).filter(|(_, known)| !**known).map(|(text, _)| text.clone()).collect();
        let sequences = needles.len();
        assert!(
            sequences * 2 > all.len(),
            "most of the notes stands in texts of ours: {sequences} of {}",
            all.len()
        );
        let names: BTreeSet<&String> = notes.iter().flat_map(|note| &note.names).collect();
        assert!(names.len() >= notes.len() / 2, "notes without names");
        needles.extend(names.iter().map(|name| (*name).clone()));
        Self { names: names.len(), sequences, ours: all.len() - sequences, search: self::search(&needles) }
    }

    /// Where one begins, in bytes.
    pub(super) fn find(&self, text: &[u8]) -> Vec<usize> {
        self.search.find_overlapping_iter(text).map(|found| found.start()).collect()
    }
}

impl fmt::Display for Needles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { names, sequences, ours, .. } = self;
        write!(
            f,
            "{names} names and {sequences} sequences of three words (without {ours} that stand in texts of ours)"
        )
    }
}

fn search(texts: &[String]) -> AhoCorasick {
    AhoCorasick::builder().ascii_case_insensitive(true).build(texts).unwrap()
}

/// Three words each: as they stand, with single spaces, and as JSON writes them.
fn sequences(text: &str) -> BTreeSet<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let begin = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
    let mut found = BTreeSet::new();
    for three in words.windows(3) {
        let verbatim = &text[begin(three[0])..begin(three[2]) + three[2].len()];
        let json = serde_json::to_string(verbatim).unwrap();
        found.insert(json.trim_matches('"').to_owned());
        found.insert(verbatim.to_owned());
        found.insert(three.join(" "));
    }
    found
}

/// Everything of ours in which words may stand: the binary, workflow files, documents, tables and sources.
pub(super) fn ours() -> Vec<Vec<u8>> {
    let mut files = Vec::new();
    for folder in ["workflows", "docs", "stages", "engine", "server"] {
        collect(&root().join(folder), &mut files);
    }
    let mut texts: Vec<Vec<u8>> = files.iter().map(|file| read(file)).collect();
    texts.push(binary());
    texts
}

/// The binary, but for the sample notes in it: they are what is searched for.
fn binary() -> Vec<u8> {
    let mut bytes = read(&revrx());
    let samples: Vec<Vec<u8>> = std::fs::read_dir(root().join("workflows/samples"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .map(|path| std::fs::read(path).unwrap())
        .collect();
    let places: Vec<_> =
        AhoCorasick::new(&samples).unwrap().find_iter(&bytes).map(|found| found.range()).collect();
    assert!(places.len() >= samples.len(), "the binary offers every sample note");
    for place in places {
        bytes[place].fill(0);
    }
    bytes
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            // The notes that are searched for.
            true if path.file_name().is_some_and(|name| name == "samples") => {}
            true => collect(&path, files),
            false => files.push(path),
        }
    }
}

fn read(file: &Path) -> Vec<u8> {
    let bytes = std::fs::read(file).unwrap();
    if file.extension().is_none_or(|extension| extension != "gz") {
        return bytes;
    }
    let mut text = Vec::new();
    flate2::read::GzDecoder::new(bytes.as_slice()).read_to_end(&mut text).unwrap();
    text
}
