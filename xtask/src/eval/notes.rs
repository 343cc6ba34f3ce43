//! Whole reports on visit notes: what they suggest, how fast, and whether names stay behind.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

use serde::Deserialize;
use serde_json::{Value, json};

use super::bars::{Bars, share};
use super::client::{self, Client};
use super::complaints::{self, ABBREVIATIONS, Coverage};
use super::line::{Line, faults};
use crate::error::Error;

/// What is known of a note.
#[derive(Debug, Deserialize)]
struct Known {
    #[serde(default)]
    patient_firstname: String,
    #[serde(default)]
    patient_familyname: String,
    #[serde(default)]
    cc: String,
    #[serde(default, rename = "2nd_complaints")]
    more: String,
}

impl Known {
    fn names(&self) -> Vec<&str> {
        [&self.patient_firstname, &self.patient_familyname]
            .map(|name| name.trim())
            .into_iter()
            .filter(|name| !name.is_empty())
            .collect()
    }
}

/// A note with what is known of it.
struct Note {
    path: PathBuf,
    text: String,
    known: Known,
}

/// Processes the notes of `data/notes`, prints what was found and adds the figures to `bars`.
///
/// # Errors
/// The notes cannot be read, or the binary fails.
pub(super) fn run(client: &Client<'_>, data: &Path, bars: &mut Bars) -> Result<(), Error> {
    let notes = read(&data.join("notes"))?;
    let paths: Vec<PathBuf> = notes.iter().map(|note| note.path.clone()).collect();
    let start = Instant::now();
    let lines = client.process(&paths)?;
    let seconds = start.elapsed().as_secs_f64();
    let slowest = lines.iter().map(|line| line.elapsed_ms).fold(0.0, f64::max);
    println!("\nnotes: {} in {seconds:.1} s, the slowest took {slowest:.0} ms", lines.len());

    let mut coverage = Coverage::default();
    let mut suggested = 0;
    let mut wrong = 0;
    for (note, line) in notes.iter().zip(&lines) {
        suggested += measure(note, line, &mut coverage, &mut wrong);
    }
    print_complaints(&coverage);
    let left = names_left(client, &notes)?;
    bars.at_least(
        "notes: complaints that a suggested code speaks of",
        share(coverage.covered, coverage.counted),
        0.60,
    );
    bars.at_most("notes: suggested codes a note", share(suggested, notes.len()), 12.0);
    bars.at_most("notes: suggestions not billable or not in the note", wrong as f64, 0.0);
    bars.at_most("notes: patient names left after de-identification", left as f64, 0.0);
    Ok(())
}

fn read(folder: &Path) -> Result<Vec<Note>, Error> {
    let index = folder.join("metadata.json");
    let mut known: BTreeMap<String, Known> = serde_json::from_str(&client::read(&index)?)
        .map_err(|error| Error::Check(format!("{}: {error}", index.display())))?;
    let mut notes = Vec::new();
    for path in client::texts(folder)? {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        if let Some(known) = known.remove(name.as_ref()) {
            notes.push(Note { text: client::read(&path)?, path, known });
        }
    }
    Ok(notes)
}

/// The number of codes suggested for one note; counts complaints and faults.
fn measure(note: &Note, line: &Line, coverage: &mut Coverage, wrong: &mut usize) -> usize {
    let Some(report) = &line.report else {
        *wrong += 1;
        println!(
            "{}: no report ({})",
            line.file,
            line.error.as_ref().map_or("no reason", |error| error.code.as_str())
        );
        return 0;
    };
    for fault in faults(report, &note.text) {
        *wrong += 1;
        println!("{}: {fault}", line.file);
    }
    let suggested = report.codes.iter().filter(|code| code.is_suggested());
    let quotes: Vec<&str> =
        suggested.clone().flat_map(|code| &code.evidence).map(|one| one.quote.as_str()).collect();
    for complaint in complaints::split(&note.known.cc).chain(complaints::split(&note.known.more)) {
        coverage.add(complaint, &quotes);
    }
    suggested.count()
}

fn print_complaints(coverage: &Coverage) {
    println!("complaints: {} of {} are spoken of", coverage.covered, coverage.counted);
    println!("  not spoken of: {}", coverage.missed.join(" | "));
    let left_out: Vec<&str> = coverage.left_out.iter().map(String::as_str).collect();
    println!("  left out, they name no condition: {}", left_out.join(" | "));
    let spelled: Vec<String> =
        ABBREVIATIONS.iter().map(|(short, long)| format!("{short} = {long}")).collect();
    println!("  spelled out: {}", spelled.join(" | "));
}

/// How many notes still name their patient after de-identification with an encounter that names them.
fn names_left(client: &Client<'_>, notes: &[Note]) -> Result<usize, Error> {
    let named: Vec<&Note> = notes.iter().filter(|note| !note.known.names().is_empty()).collect();
    let encounter = |note: &Note| json!({ "patient-names": [note.known.names().join(" ")] });
    let inputs: Vec<Value> =
        named.iter().map(|note| json!({ "text": note.text, "encounter": encounter(note) })).collect();
    let found = client.stage("phi.detect", &inputs)?;
    let inputs: Vec<Value> = named
        .iter()
        .zip(found)
        .map(|(note, found)| json!({ "text": note.text, "entities": found["entities"], "encounter": encounter(note) }))
        .collect();
    let outputs = client.stage("phi.deidentify", &inputs)?;
    let mut left = 0;
    for (note, output) in named.iter().zip(outputs) {
        let mut text = String::new();
        collect_text(&output["text"], &mut text);
        let names: Vec<&str> =
            note.known.names().into_iter().filter(|name| names_someone(&text, name)).collect();
        if !names.is_empty() || text.is_empty() {
            left += 1;
            println!("{}: {} of the patient's names are left", note.path.display(), names.len());
        }
    }
    Ok(left)
}

/// The text of all pieces, whatever they are nested in.
fn collect_text(value: &Value, text: &mut String) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| collect_text(value, text)),
        Value::Object(fields) => {
            for (name, value) in fields {
                match value {
                    Value::String(piece) if name == "text" => text.push_str(piece),
                    value => collect_text(value, text),
                }
            }
            if fields.contains_key("pieces") {
                text.push('\n');
            }
        }
        _ => {}
    }
}

/// Whether `name` stands in `text` as a whole word with a capital. In lower case it is a common word ("the ward").
fn names_someone(text: &str, name: &str) -> bool {
    let words = text.split(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '-'));
    let stem = |word: &str| word.strip_suffix("'s").unwrap_or(word).to_lowercase();
    let names: Vec<String> = name.split_whitespace().map(stem).collect();
    words.filter(|word| word.starts_with(char::is_uppercase)).any(|word| names.contains(&stem(word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_whole_word_with_a_capital() {
        for (text, name, expected) in [
            ("seen by Ward today", "ward", true),
            ("Ward's knee", "Ward", true),
            ("WARD", "ward", true),
            ("on the ward", "Ward", false),
            ("Wards and Warden", "Ward", false),
            ("Mary came", "Mary Ann", true),
            ("[NAME_1] came", "Mary", false),
        ] {
            assert_eq!(names_someone(text, name), expected, "{text}");
        }
    }

    #[test]
    fn the_text_of_all_pieces_is_collected() {
        let text = json!([{ "id": 0, "pieces": [{ "begin": 0, "end": 2, "text": "a ", "replaced": false }, { "text": "b" }] }, { "pieces": [{ "text": "c" }] }]);
        let mut collected = String::new();
        collect_text(&text, &mut collected);
        assert_eq!(collected, "a b\nc\n");
    }
}
