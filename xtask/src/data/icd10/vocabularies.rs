//! Open vocabularies: names for what the release already knows under another name.

use super::error::BuildError;
use super::files;
use super::lexicon::{Lexicon, Term};
use std::path::Path;

/// Adds the names of Disease Ontology, MONDO, the Symptom Ontology and the lay lists.
///
/// # Errors
/// A source is missing or unreadable.
pub fn add(lexicon: &mut Lexicon, lexicons: &Path) -> Result<(), BuildError> {
    let diseases = files::text(&lexicons.join("terms/disease-ontology.tsv.gz"))?;
    for row in diseases.lines().skip(1) {
        let columns: Vec<&str> = row.split('\t').collect();
        let [_, label, codes, synonyms, ..] = columns[..] else { continue };
        let names = std::iter::once(label).chain(synonyms.split('|'));
        add_group(lexicon, names, one_code(codes), 'o');
    }
    let mondo = files::text(&lexicons.join("terms/mondo_exactmatch_icd10cm.sssom.tsv"))?;
    for row in mondo.lines().filter(|line| line.starts_with("MONDO:")) {
        let columns: Vec<&str> = row.split('\t').collect();
        let [_, label, _, code, ..] = columns[..] else { continue };
        add_group(lexicon, std::iter::once(label), code.strip_prefix("ICD10CM:"), 'o');
    }
    add_symptoms(lexicon, &files::text(&lexicons.join("terms/symp.obo"))?);
    for file in ["lay/medlineplus-also-called.tsv", "lay/genetics-home-reference-names.tsv"] {
        let topics = files::text(&lexicons.join(file))?;
        for row in topics.lines().skip(1) {
            let columns: Vec<&str> = row.split('\t').collect();
            let [topic, category, names] = columns[..] else { continue };
            if category != "Other" {
                add_group(lexicon, std::iter::once(topic).chain(names.split('|')), None, 'l');
            }
        }
    }
    Ok(())
}

fn add_symptoms(lexicon: &mut Lexicon, ontology: &str) {
    for stanza in ontology.split("[Term]").skip(1) {
        let name = stanza.lines().filter_map(|line| line.strip_prefix("name: "));
        let synonyms = stanza.lines().filter(|line| line.contains(" EXACT "));
        let synonyms = synonyms.filter_map(|line| line.strip_prefix("synonym: \"")?.split('"').next());
        let names: Vec<&str> = name.chain(synonyms).collect();
        add_group(lexicon, names.into_iter(), None, 'l');
    }
}

/// Adds all names of one thing under its code: the given one, else that of the first name the dictionary knows.
fn add_group<'a>(
    lexicon: &mut Lexicon,
    names: impl Iterator<Item = &'a str>,
    code: Option<&str>,
    source: char,
) {
    let names: Vec<&str> = names.filter(|name| !name.trim().is_empty()).collect();
    let given = code.map(|code| code.replace('.', "")).filter(|code| lexicon.knows(code));
    let known = names.iter().find_map(|name| lexicon.code_of(name)).map(str::to_owned);
    if let Some(code) = known.or(given) {
        lexicon.add_all(names.iter().map(|name| Term::new(&code, source, name)).collect());
    }
}

/// The code of a cell that names exactly one.
fn one_code(cell: &str) -> Option<&str> {
    Some(cell.trim()).filter(|code| !code.is_empty() && !code.contains(['|', ',', ' ', ';']))
}
