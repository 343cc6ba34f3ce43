//! The engine runs any workflow: nothing in it, tests and comments included, speaks of medicine.

use super::Finding;
use super::tree::File;

const NEUTRAL: &str = "engine/";
/// Whole words, in lower case and in the singular. "Note", "report", "coding" and "release" are not among them: the
/// engine has diagnostics with notes, reports findings, and is released.
const CLINICAL: [&str; 22] = [
    "clinic",
    "clinical",
    "clinician",
    "comprehend",
    "diagnosis",
    "diagnoses",
    "disease",
    "doctor",
    "drug",
    "encounter",
    "hipaa",
    "hospital",
    "icd",
    "icd10",
    "icd10cm",
    "medical",
    "patient",
    "phi",
    "physician",
    "snomed",
    "snomedct",
    "symptom",
];

pub(super) fn findings(file: &File) -> Vec<Finding> {
    if !file.path.starts_with(NEUTRAL) {
        return Vec::new();
    }
    let mut found: Vec<Finding> = Vec::new();
    for (number, line) in (1..).zip(file.text.lines()) {
        for word in words(line) {
            let word = word.to_lowercase();
            let known =
                CLINICAL.iter().find(|known| word == **known || word.strip_suffix('s') == Some(**known));
            if let Some(known) = known {
                let message = format!("`{known}` is a clinical word; the engine knows none");
                // The first place of each word is enough: it leads to the others.
                if !found.iter().any(|finding| finding.message == message) {
                    found.push(Finding::new(&file.path, number, "clinical-word", message));
                }
            }
        }
    }
    found
}

/// The words of a line; `detect_phi`, `detect-phi` and `DetectPhi` are two each.
fn words(line: &str) -> Vec<&str> {
    let mut words = Vec::new();
    for run in line.split(|c: char| !c.is_alphanumeric()) {
        let mut start = 0;
        let mut previous = ' ';
        for (at, c) in run.char_indices() {
            if c.is_uppercase() && previous.is_lowercase() {
                words.push(&run[start..at]);
                start = at;
            }
            previous = c;
        }
        words.push(&run[start..]);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clinical_words_are_found_in_the_engine_only() {
        for (path, line, count) in [
            ("engine/src/a.rs", "/// A note on a finding; the report of a release", 0),
            ("engine/src/a.rs", "philosophy, clinically impatient encounters", 1),
            ("engine/src/a.rs", "let detect_phi = PatientName; // ICD-10 and SNOMED", 4),
            ("engine/core/tests/a.rs", "\"icd10\" \"infer-icd10cm\" inferIcd10\nicd10", 2),
            ("engine/Cargo.toml", "description = \"for hospitals\"", 1),
            ("engine/migrations/0001.sql", "-- by patient", 1),
            ("stages/src/a.rs", "patient", 0),
            ("docs/a.md", "patient", 0),
        ] {
            let found = findings(&File::of(path, line));
            assert_eq!(found.len(), count, "{path}: {line}: {found:?}");
        }
    }
}
