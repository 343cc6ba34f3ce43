//! English words, clinical words and eponyms.

use std::collections::BTreeSet;

use super::BuildError;
use super::source::Source;
use super::table::Table;

const ENGLISH: &str = "dict/american-english-small";
const ONTOLOGY: &str = "lexicons/terms/disease-ontology.tsv.gz";
const CAPITALISED: &str = "lexicons/deid/icd10cm-capitalised-words.tsv";

/// English words that are written in lower case; possessives are left out.
pub(super) fn english(source: &Source) -> Result<BTreeSet<String>, BuildError> {
    let words: BTreeSet<String> = source
        .text(ENGLISH)?
        .lines()
        .filter(|word| word.len() > 1 && word.chars().all(char::is_lowercase))
        .map(str::to_owned)
        .collect();
    if words.len() < 10_000 {
        return Err(source.malformed(ENGLISH, "one word a line, at least 10,000 in lower case"));
    }
    Ok(words)
}

pub(super) fn english_table(words: &BTreeSet<String>) -> Table {
    Table {
        file: "english.txt.gz",
        source: "SCOWL, american-english-small (Debian package wamerican-small)",
        licence: "SCOWL, Copyright 2000-2020 Kevin Atkinson, permission to use, copy, modify and distribute",
        lines: words.iter().cloned().collect(),
    }
}

/// Words of ICD-10-CM and the Disease Ontology that occur in lower case, and all words of the drug table.
pub(super) fn clinical(source: &Source) -> Result<Table, BuildError> {
    let mut found = BTreeSet::new();
    for name in source.xml_files("icd10cm")? {
        let text = source.text(&name)?;
        let drugs = text.contains("<head col=\"1\">Substance</head>");
        for node in text_nodes(&text) {
            found.extend(plain_words(node).filter(|word| drugs || is_lower(word)).map(str::to_lowercase));
        }
    }
    for line in source.text(ONTOLOGY)?.lines().skip(1) {
        found.extend(plain_words(line).filter(|word| is_lower(word)).map(str::to_owned));
    }
    Ok(Table {
        file: "clinical.txt.gz",
        source: "ICD-10-CM release (NCHS, CMS): tabular list, index, drug table; Human Disease Ontology",
        licence: "public domain (US government); CC0 (Disease Ontology)",
        lines: found.into_iter().collect(),
    })
}

/// Words that ICD-10-CM or the Disease Ontology write with a capital only: mostly people and places in names
/// of diseases.
pub(super) fn eponyms(source: &Source) -> Result<Table, BuildError> {
    let mut found: BTreeSet<String> = source
        .text(CAPITALISED)?
        .lines()
        .skip(1)
        .filter_map(|line| line.split('\t').next())
        .filter(|word| word.len() > 2)
        .map(str::to_lowercase)
        .collect();
    let mut lower = BTreeSet::new();
    let mut capital = BTreeSet::new();
    for line in source.text(ONTOLOGY)?.lines().skip(1) {
        for label in line.split('\t').skip(1).flat_map(|field| field.split('|')) {
            for (index, word) in plain_words(label).enumerate() {
                if is_lower(word) {
                    lower.insert(word.to_owned());
                } else if is_capital(word) && (index > 0 || label.contains("'s ") || label.contains('-')) {
                    capital.insert(word.to_lowercase());
                }
            }
        }
    }
    found.extend(capital.into_iter().filter(|word| !lower.contains(word)));
    Ok(Table {
        file: "eponyms.txt.gz",
        source: "words written with a capital in the ICD-10-CM index and tabular list (NCHS, CMS) and the Human Disease Ontology",
        licence: "public domain (US government); CC0 (Disease Ontology)",
        lines: found.into_iter().collect(),
    })
}

/// What stands between tags.
fn text_nodes(xml: &str) -> impl Iterator<Item = &str> {
    xml.split('<')
        .filter_map(|part| part.split_once('>'))
        .map(|(_, text)| text)
        .filter(|text| !text.trim().is_empty())
}

/// Runs of three and more letters.
fn plain_words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphabetic()).filter(|word| word.chars().count() > 2)
}

fn is_lower(word: &str) -> bool {
    word.chars().all(char::is_lowercase)
}

fn is_capital(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(char::is_uppercase) && chars.all(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_taken_from_between_tags() {
        let xml = "<mainTerm><title>Hernia <nemod>(abdominal)</nemod></title><code>K46.9</code></mainTerm>";
        let words: Vec<&str> = text_nodes(xml).flat_map(plain_words).collect();
        assert_eq!(words, ["Hernia", "abdominal"]);
    }
}
