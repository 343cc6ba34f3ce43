//! A release as one table: `id<TAB>term<TAB>kind` a line, kind as a semantic tag (`disorder`, `finding`,
//! `situation`, `procedure`). The first term of an id is its name. A line that starts with `#` is a remark; `# edition:
//! NAME` names the edition.

use std::collections::HashMap;
use std::path::Path;

use super::lexicon::{Concept, Lexicon};
use super::release::ReleaseError;
use super::rf2::kind_named;

/// Reads the table. Kinds that are not matched are passed over; a line of another form is an error.
pub(super) fn load(path: &Path) -> Result<Lexicon, ReleaseError> {
    let table = std::fs::read_to_string(path).map_err(ReleaseError::read(path))?;
    let mut edition = path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut concepts: Vec<(Concept, Vec<&str>)> = Vec::new();
    let mut places = HashMap::new();
    for (number, line) in table.lines().enumerate() {
        if let Some(remark) = line.strip_prefix('#') {
            if let Some(name) = remark.trim().strip_prefix("edition:") {
                edition = name.trim().to_owned();
            }
            continue;
        }
        if line.trim().is_empty() {
            continue;
        }
        let columns: Vec<&str> = line.split('\t').map(str::trim).collect();
        let row = match columns[..] {
            [id, term, kind, ..] if !term.is_empty() => id.parse::<u64>().ok().map(|id| (id, term, kind)),
            _ => None,
        };
        let (id, term, kind) = row.ok_or(ReleaseError::Row { line: number + 1 })?;
        let Some(kind) = kind_named(kind) else { continue };
        let place = *places.entry(id).or_insert_with(|| {
            concepts.push((Concept { id, title: term.into(), kind }, Vec::new()));
            concepts.len() - 1
        });
        concepts[place].1.push(term);
    }
    let mut lexicon = Lexicon::new(edition);
    for (concept, terms) in concepts {
        lexicon.add(concept, terms);
    }
    Ok(lexicon)
}
