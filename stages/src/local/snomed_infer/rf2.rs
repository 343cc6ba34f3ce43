//! A release in the format RF2: the folder as it is distributed.
//!
//! Columns as in the SNOMED CT Release File Specification 2024, section 4.2: concept `id, effectiveTime, active, ..`;
//! description `id, effectiveTime, active, moduleId, conceptId, languageCode, typeId, term, ..`.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use super::lexicon::{Concept, Lexicon};
use super::release::ReleaseError;
use crate::ports::ConceptKind;

const FULLY_SPECIFIED_NAME: &str = "900000000000003001";
/// Folders deep that the two files are looked for.
const DEPTH_MAX: usize = 4;

/// The two files of a snapshot that are read.
pub(super) struct Files {
    concepts: PathBuf,
    descriptions: PathBuf,
}

/// Finds the snapshot of concepts and of English descriptions below a folder.
pub(super) fn files(folder: &Path) -> Result<Files, ReleaseError> {
    let mut found = Vec::new();
    walk(folder, DEPTH_MAX, &mut found)?;
    found.sort();
    let named = |begin: &str| {
        let fits = |path: &&PathBuf| name(path).starts_with(begin) && name(path).ends_with(".txt");
        found.iter().find(fits).cloned().ok_or_else(|| ReleaseError::NoFile { begin: begin.to_owned() })
    };
    Ok(Files {
        concepts: named("sct2_Concept_Snapshot")?,
        descriptions: named("sct2_Description_Snapshot-en")?,
    })
}

/// Reads the active concepts of the kinds that are matched, with their active terms.
pub(super) fn load(files: &Files) -> Result<Lexicon, ReleaseError> {
    let mut active = HashMap::new();
    read(&files.concepts, 3, |columns| {
        if columns[2] == "1" {
            active.insert(id(columns[0]), Terms::default());
        }
    })?;
    read(&files.descriptions, 8, |columns| {
        let terms = active.get_mut(&id(columns[4])).filter(|_| columns[2] == "1");
        let Some(terms) = terms else { return };
        match split_name(columns[7]) {
            Some((title, kind)) if columns[6] == FULLY_SPECIFIED_NAME => {
                terms.name = Some((title.into(), kind))
            }
            _ if columns[6] == FULLY_SPECIFIED_NAME => {}
            _ => terms.synonyms.push(columns[7].into()),
        }
    })?;
    let mut lexicon = Lexicon::new(edition(&name(&files.concepts)));
    let mut concepts: Vec<(u64, Terms)> = active.into_iter().collect();
    concepts.sort_unstable_by_key(|(id, _)| *id);
    for (id, Terms { name, synonyms }) in concepts {
        let Some((title, kind)) = name else { continue };
        let terms = synonyms.iter().map(|term| &**term).chain([&*title]).collect::<Vec<_>>();
        lexicon.add(Concept { id, title: title.clone(), kind }, terms);
    }
    Ok(lexicon)
}

#[derive(Default)]
struct Terms {
    name: Option<(Box<str>, ConceptKind)>,
    synonyms: Vec<Box<str>>,
}

/// `Gout (disorder)`: the title and the kind; `None` for kinds that are not matched.
pub(super) fn split_name(full: &str) -> Option<(&str, ConceptKind)> {
    let (title, tag) = full.strip_suffix(')')?.rsplit_once(" (")?;
    Some((title, kind_named(tag)?))
}

/// A kind by its semantic tag.
pub(super) fn kind_named(tag: &str) -> Option<ConceptKind> {
    Some(match tag {
        "disorder" => ConceptKind::Disorder,
        "finding" => ConceptKind::Finding,
        "situation" => ConceptKind::Situation,
        "procedure" | "regime/therapy" => ConceptKind::Procedure,
        _ => return None,
    })
}

/// `sct2_Concept_Snapshot_INT_20250101.txt`: `SNOMED CT INT 20250101`.
fn edition(file: &str) -> String {
    let rest = file.trim_end_matches(".txt").rsplit("Snapshot").next().unwrap_or_default();
    format!("SNOMED CT {}", rest.trim_matches('_').replace('_', " "))
}

fn id(column: &str) -> u64 {
    column.parse().unwrap_or_default()
}

fn name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn walk(folder: &Path, depth: usize, found: &mut Vec<PathBuf>) -> Result<(), ReleaseError> {
    for entry in std::fs::read_dir(folder).map_err(ReleaseError::read(folder))? {
        let path = entry.map_err(ReleaseError::read(folder))?.path();
        if path.is_dir() && depth > 0 {
            walk(&path, depth - 1, found)?;
        } else {
            found.push(path);
        }
    }
    Ok(())
}

/// Hands each row after the heading to `row`, when it has at least `columns` columns.
fn read(path: &Path, columns: usize, mut row: impl FnMut(&[&str])) -> Result<(), ReleaseError> {
    let file = BufReader::new(File::open(path).map_err(ReleaseError::read(path))?);
    for line in file.lines().skip(1) {
        let line = line.map_err(ReleaseError::read(path))?;
        let found: Vec<&str> = line.split('\t').collect();
        if found.len() >= columns {
            row(&found);
        }
    }
    Ok(())
}
