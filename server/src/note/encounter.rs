//! The encounter that belongs to a note.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use revrx_stages::encounter::Encounter;
use serde_json::error::Category;

use super::error::EncounterError;
use super::{NoteError, decode};

/// The encounter file that belongs to a note by its name: `NAME.encounter.json` beside `NAME.txt`, when it is there.
pub(crate) fn beside(note: &OsStr) -> Option<PathBuf> {
    let file = Path::new(note).with_extension("encounter.json");
    file.is_file().then_some(file)
}

/// Checks an encounter file and gives it back as JSON on one line.
///
/// # Errors
/// The place of the first fault, without a word of the file.
pub(crate) fn parse(bytes: &[u8]) -> Result<String, NoteError> {
    let text = decode(bytes).map_err(NoteError::of_encounter)?;
    let encounter: Encounter = serde_json::from_str(text).map_err(|error| fault(&error))?;
    serde_json::to_string(&encounter).map_err(|error| fault(&error))
}

/// What serde says of the form of a value may quote it; what it says of syntax does not.
fn fault(error: &serde_json::Error) -> NoteError {
    let (line, column) = (error.line(), error.column());
    NoteError::Encounter(match error.classify() {
        Category::Data | Category::Io => EncounterError::Form { line, column },
        Category::Syntax | Category::Eof => {
            let text = error.to_string();
            let problem = text.split(" at line ").next().unwrap_or_default().to_owned();
            EncounterError::Syntax { line, column, problem }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_named_by_its_place_and_never_quoted() {
        for (json, place) in [
            ("{\"class\": \"inpatient\",\n \"date\": }", "line 2, column 10"),
            ("{\"class\": \"Zanzibar\"}", "line 1, column 20"),
            ("{\n \"Zanzibar\": 1}", "line 2, column 11"),
            ("{\"patient-names\": \"Zanzibar\"}", "line 1, column 28"),
            ("[1, 2", "line 1, column "),
            ("\u{1}", "line 1, column 1"),
        ] {
            let error = parse(json.as_bytes()).unwrap_err();
            let text = format!("{error} {error:?}");
            assert!(text.contains(place), "{json:?}: {text}");
            assert!(!text.contains("Zanzibar"), "{text}");
            assert_eq!(error.code(), "encounter-invalid");
        }
    }

    #[test]
    fn a_good_one_comes_back_as_one_line() {
        let json = parse(b"\xef\xbb\xbf{\n \"class\": \"inpatient\", \"billed\": [\"I10\"] }\n").unwrap();
        assert!(!json.contains('\n'));
        let read: Encounter = serde_json::from_str(&json).unwrap();
        assert_eq!(read.billed.as_deref(), Some(["I10".to_owned()].as_slice()));
    }

    #[test]
    fn an_encounter_is_found_by_the_name_of_its_note() {
        let folder = tempfile::tempdir().unwrap();
        let note = folder.path().join("a.b.txt");
        assert_eq!(beside(note.as_os_str()), None);
        std::fs::write(folder.path().join("a.b.encounter.json"), "{}").unwrap();
        assert_eq!(beside(note.as_os_str()), Some(folder.path().join("a.b.encounter.json")));
    }
}
