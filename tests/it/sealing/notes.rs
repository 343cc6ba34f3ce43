//! Notes, each with an encounter that names its patient.

use std::path::PathBuf;

use serde_json::{Value, json};

use crate::support::root;

pub(super) struct Note {
    /// Where the command finds it.
    pub(super) file: String,
    pub(super) text: String,
    /// The encounter file beside it.
    pub(super) encounter: String,
    /// Full names of the patient, as far as they are known.
    pub(super) names: Vec<String>,
}

/// The invented notes of this repository.
pub(super) fn of_samples() -> Vec<Note> {
    let folder = root().join("workflows/samples");
    let texts = texts(&folder);
    let note = |(name, text): (String, String)| {
        let encounter = std::fs::read_to_string(folder.join(format!("{name}.encounter.json"))).unwrap();
        let known: Value = serde_json::from_str(&encounter).unwrap();
        let names = known["patient-names"].as_array().unwrap().iter();
        let names = names.map(|name| name.as_str().unwrap().to_owned()).collect();
        Note { file: format!("notes/{name}.txt"), text, encounter, names }
    };
    texts.into_iter().map(note).collect()
}

/// The evaluation notes, where there are any.
pub(super) fn of_data() -> Option<Vec<Note>> {
    let named = std::env::var_os("REVRX_DATA").map(PathBuf::from);
    let folder = named.clone().unwrap_or_else(|| root().join("../shared/data")).join("notes");
    let metadata = std::fs::read_to_string(folder.join("metadata.json"));
    assert!(named.is_none() || metadata.is_ok(), "REVRX_DATA names a folder without notes/metadata.json");
    let metadata = metadata.ok()?;
    let metadata: Value = serde_json::from_str(&metadata).unwrap();
    let note = |(name, text): (String, String)| {
        let known = |field: &str| metadata[&name][field].as_str().unwrap_or_default().trim().to_owned();
        let (given, family) = (known("patient_firstname"), known("patient_familyname"));
        let full = !given.is_empty() && !family.is_empty();
        let names =
            if full { vec![format!("{given} {family}"), format!("{family}, {given}")] } else { Vec::new() };
        let named = |name: String| Some(name.trim().to_owned()).filter(|name| !name.is_empty());
        let patient: Vec<String> = named(format!("{given} {family}")).into_iter().collect();
        let clinicians: Vec<String> = named(known("doctor_name")).into_iter().collect();
        let encounter = json!({ "patient-names": patient, "clinicians": clinicians }).to_string();
        Note { file: format!("notes/{name}.txt"), text, encounter, names }
    };
    Some(texts(&folder).into_iter().map(note).collect())
}

/// Name and text of every `.txt` of a folder.
fn texts(folder: &std::path::Path) -> Vec<(String, String)> {
    let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let notes = paths.filter(|path| path.extension().is_some_and(|extension| extension == "txt"));
    let read = |path: PathBuf| {
        (path.file_stem().unwrap().to_string_lossy().into_owned(), std::fs::read_to_string(&path).unwrap())
    };
    let mut texts: Vec<(String, String)> = notes.map(read).collect();
    texts.sort();
    texts
}
