//! `cargo xtask process`: builds `revrx` and lets it process notes.

use std::fs;
use std::path::PathBuf;

use crate::error::Error;
use crate::sh;

/// The notes that are processed when none is named.
const SAMPLES: &str = "workflows/samples";

/// Processes `notes` as given from the caller's folder, or the samples when there are none.
///
/// # Errors
/// The binary does not build, or a note could not be processed.
pub(crate) fn run(notes: &[PathBuf]) -> Result<(), Error> {
    let binary = sh::binary(false)?;
    let mut process = sh::command(binary);
    process.arg("process");
    if notes.is_empty() {
        process.args(samples()?);
    } else {
        for note in notes {
            process.arg(std::path::absolute(note).map_err(Error::file(note))?);
        }
    }
    sh::run(&mut process)
}

/// The sample notes, sorted, relative to the workspace.
fn samples() -> Result<Vec<PathBuf>, Error> {
    let folder = sh::root().join(SAMPLES);
    let mut notes = Vec::new();
    for entry in fs::read_dir(&folder).map_err(Error::file(&folder))? {
        let name = PathBuf::from(entry.map_err(Error::file(&folder))?.file_name());
        if name.extension().is_some_and(|extension| extension == "txt") {
            notes.push(PathBuf::from(SAMPLES).join(name));
        }
    }
    notes.sort();
    Ok(notes)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn every_sample_note_has_its_encounter() {
        let samples = samples().unwrap();
        assert!(samples.len() >= 6, "{samples:?}");
        for note in samples {
            let encounter = sh::root().join(note.with_extension("encounter.json"));
            let text = fs::read_to_string(&encounter).unwrap();
            let encounter: serde_json::Value = serde_json::from_str(&text).unwrap();
            assert!(encounter["patient-names"][0].is_string(), "{note:?}");
        }
    }
}
