//! The release the user supplies: found, read once, kept.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use super::lexicon::Lexicon;
use super::{rf2, table};

/// Why a release cannot be used. The messages name files of the operator's, never clinical content.
#[derive(Debug, thiserror::Error)]
pub enum ReleaseError {
    /// Nothing stands at the path.
    #[error("there is no file or folder `{0}`: set `release` to a SNOMED CT release")]
    Missing(PathBuf),
    /// A file of the release is not there.
    #[error("the folder holds no `{begin}*.txt`: set `release` to an unpacked RF2 release with its snapshot")]
    NoFile {
        /// How the file's name begins.
        begin: String,
    },
    /// A file could not be read.
    #[error("`{path}` cannot be read")]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A row of a table has another form.
    #[error("line {line} is not `id<TAB>term<TAB>kind`")]
    Row {
        /// The line, from 1.
        line: usize,
    },
}

impl ReleaseError {
    pub(super) fn read(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Read { path, source }
    }
}

/// Whether a release stands at `path`, without reading it.
///
/// # Errors
/// What is missing.
pub fn check(path: &Path) -> Result<(), ReleaseError> {
    if path.is_dir() {
        rf2::files(path).map(|_| ())
    } else if path.is_file() {
        Ok(())
    } else {
        Err(ReleaseError::Missing(path.to_owned()))
    }
}

/// The release at `path`, read on first use and again when it changes. One is kept.
///
/// # Errors
/// When it is not there or has another form.
pub fn load(path: &Path) -> Result<Arc<Lexicon>, ReleaseError> {
    static KEPT: Mutex<Option<Kept>> = Mutex::new(None);
    check(path)?;
    let changed = std::fs::metadata(path).and_then(|data| data.modified()).ok();
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(kept) = kept.as_ref().filter(|kept| kept.path == path && kept.changed == changed) {
        return Ok(Arc::clone(&kept.lexicon));
    }
    *kept = None;
    let lexicon = if path.is_dir() { rf2::load(&rf2::files(path)?)? } else { table::load(path)? };
    let lexicon = Arc::new(lexicon);
    *kept = Some(Kept { path: path.to_owned(), changed, lexicon: Arc::clone(&lexicon) });
    Ok(lexicon)
}

/// A release in memory, with the file or folder it was read from.
struct Kept {
    path: PathBuf,
    changed: Option<SystemTime>,
    lexicon: Arc<Lexicon>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_in_rf2_is_read_active_rows_only() {
        let folder = tempfile::tempdir().unwrap();
        let terminology = folder.path().join("Snapshot").join("Terminology");
        std::fs::create_dir_all(&terminology).unwrap();
        let concepts = "id\teffectiveTime\tactive\tmoduleId\tdefinitionStatusId\n101\t20250101\t1\t1\t1\n102\t20250101\t0\t1\t1\n103\t20250101\t1\t1\t1\n";
        std::fs::write(terminology.join("sct2_Concept_Snapshot_INT_20250101.txt"), concepts).unwrap();
        let (name, synonym) = ("900000000000003001", "900000000000013009");
        let rows: String = [
            ("1", "101", name, "Invented fever (disorder)"),
            ("1", "101", synonym, "Made-up fever"),
            ("0", "101", synonym, "Withdrawn fever"),
            ("1", "102", name, "Retired fever (disorder)"),
            ("1", "103", name, "Whole body (body structure)"),
        ]
        .iter()
        .map(|(active, concept, ty, term)| {
            format!("1\t20250101\t{active}\t1\t{concept}\ten\t{ty}\t{term}\t1\n")
        })
        .collect();
        let heading = "id\teffectiveTime\tactive\tmoduleId\tconceptId\tlanguageCode\ttypeId\tterm\tcaseSignificanceId\n";
        std::fs::write(
            terminology.join("sct2_Description_Snapshot-en_INT_20250101.txt"),
            format!("{heading}{rows}"),
        )
        .unwrap();

        let lexicon = load(folder.path()).unwrap();
        assert_eq!(lexicon.edition, "SNOMED CT INT 20250101");
        let find = |term: &str| lexicon.find(&crate::icd10::normal::phrase(term)).map(|concept| concept.id);
        for (term, id) in [
            ("invented fever", Some(101)),
            ("fever, made up", Some(101)),
            ("withdrawn fever", None),
            ("retired fever", None),
            ("whole body", None),
        ] {
            assert_eq!(find(term), id, "{term}");
        }
    }

    #[test]
    fn a_release_that_is_not_there_or_not_whole_says_so() {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(check(&folder.path().join("none")), Err(ReleaseError::Missing(_))));
        assert!(matches!(check(folder.path()), Err(ReleaseError::NoFile { .. })));
        let table = folder.path().join("table.tsv");
        std::fs::write(&table, "1\tGout\tdisorder\nno columns\n").unwrap();
        assert!(matches!(load(&table), Err(ReleaseError::Row { line: 2 })));
    }
}
