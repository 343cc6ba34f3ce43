//! `cargo xtask data`: the tables under `stages/tables`, from their sources.

pub(crate) mod icd10;
pub(crate) mod phi;

use std::env;
use std::fs;
use std::path::Path;
use std::process;

use crate::error::Error;
use crate::sh;

/// Rebuilds all tables in place from the files under `sources`.
///
/// # Errors
/// A source is missing or has another shape than expected, or a table cannot be written.
pub(crate) fn write(sources: &Path) -> Result<(), Error> {
    build(sources, &sh::root().join("stages/tables"))
}

/// Builds all tables apart and compares them, byte by byte, with the committed ones.
///
/// # Errors
/// As [`write`]; or a table differs: all of them are named.
pub(crate) fn check(sources: &Path) -> Result<(), Error> {
    let fresh = env::temp_dir().join(format!("revrx-tables-{}", process::id()));
    let stale = build(sources, &fresh).and_then(|()| compare(&fresh, &sh::root().join("stages/tables")));
    fs::remove_dir_all(&fresh).map_err(Error::file(&fresh))?;
    match stale?.as_slice() {
        [] => Ok(()),
        stale => Err(Error::Check(format!("tables differ from their sources: {}", stale.join(", ")))),
    }
}

fn build(sources: &Path, out: &Path) -> Result<(), Error> {
    for folder in ["phi", "icd10"] {
        let folder = out.join(folder);
        fs::create_dir_all(&folder).map_err(Error::file(&folder))?;
    }
    phi::build(sources, &out.join("phi"))?;
    icd10::build(sources, &out.join("icd10"))?;
    Ok(())
}

/// The built tables, as `folder/name`, that are missing in `committed` or differ there.
fn compare(fresh: &Path, committed: &Path) -> Result<Vec<String>, Error> {
    let mut stale = Vec::new();
    for folder in ["phi", "icd10"] {
        for entry in fs::read_dir(fresh.join(folder)).map_err(Error::file(fresh))? {
            let name =
                format!("{folder}/{}", entry.map_err(Error::file(fresh))?.file_name().to_string_lossy());
            let built = fs::read(fresh.join(&name)).map_err(Error::file(fresh))?;
            if fs::read(committed.join(&name)).ok() != Some(built) {
                stale.push(name);
            }
        }
    }
    stale.sort();
    Ok(stale)
}
