//! Nothing of a note stands where it can be read: not in the database or its WAL, not in logs, not in temporary files.

mod needles;
mod notes;

use std::path::{Path, PathBuf};

use crate::support::{Place, Reader, revrx, sample_file};
use needles::{Needles, ours};
use notes::{Note, of_data, of_samples};

/// The command for all notes, with logs at their most talkative.
fn process(place: &Place, notes: &[Note], log: &str, faults: &str) -> (Option<i32>, String, String) {
    let snomed = sample_file("snomed-invented.tsv").display().to_string();
    let options = [
        "process", "--format", "json", "--data", "data", "--keys", "keys", "--log", log, "--snomed", &snomed,
    ];
    let files: Vec<&str> = notes.iter().map(|note| note.file.as_str()).collect();
    let running =
        place.start(&[&options[..], &files].concat(), &[("REVRX_FAULTS", faults), ("REVRX_LOG", "trace")]);
    let ran = running.end();
    (ran.code, ran.out, ran.err)
}

/// Where content could have gone: every file of the place but the notes themselves.
fn places_to_look(place: &Place) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![place.root().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true if path.file_name().is_some_and(|name| name == "notes") => {}
                true => folders.push(path),
                false => found.push(path),
            }
        }
    }
    found
}

/// Offsets only: what is found is never printed.
#[track_caller]
fn nothing_found(needles: &Needles, place: &Place) {
    let files = places_to_look(place);
    let bytes: u64 = files.iter().map(|file| file.metadata().unwrap().len()).sum();
    for file in &files {
        let found = needles.find(&std::fs::read(file).unwrap());
        assert!(found.is_empty(), "{}: {} hits, the first at byte {}", file.display(), found.len(), found[0]);
    }
    println!("searched {bytes} bytes in {} files for {needles}: 0 hits", files.len());
}

/// No value can be read without its key: it is no JSON and decompresses to none, wherever one begins.
fn nothing_readable(data: &Path) {
    let mut reader = Reader::alone(data);
    let values = reader.sealed();
    reader.close();
    let is_json =
        |bytes: &[u8]| bytes.len() > 1 && serde_json::from_slice::<serde_json::Value>(bytes).is_ok();
    for (table, value) in &values {
        for start in 0..value.len().min(64) {
            let rest = &value[start..];
            let unpacked = lz4_flex::block::decompress(rest, 1 << 20).unwrap_or_default();
            assert!(
                !is_json(rest) && !is_json(&unpacked),
                "a value of `{table}` can be read from byte {start}"
            );
        }
    }
    for table in ["event", "input", "key"] {
        assert!(values.iter().any(|(of, _)| of == table), "there is nothing in `{table}`");
    }
    println!("{} sealed values: none can be read without its key", values.len());
}

/// Kills a first command in the middle, looks, finishes, and looks again.
fn nothing_leaks(notes: &[Note]) {
    let place = Place::new(revrx());
    std::fs::create_dir(place.path("notes")).unwrap();
    for note in notes {
        place.file(&note.file, &note.text);
        place.file(&note.file.replace(".txt", ".encounter.json"), &note.encounter);
    }
    let needles = Needles::new(notes, &ours());
    // The first attempt of a stage fails in every run, so that what is said of failures is searched too.
    let failing = "stage.after-run@ai_quality#1=error(unavailable)";
    let half = format!("{failing};finish.after-commit:{}=kill", notes.len().div_ceil(2));
    let (code, _, killed) = process(&place, notes, "text", &half);
    assert_eq!(code, None, "killed");
    place.file("killed.log", &killed);
    let wal = place.path("data/runs.sqlite-wal").metadata().unwrap();
    assert!(wal.len() > 0, "there is a WAL to look at");
    nothing_found(&needles, &place);

    let (code, out, finished) = process(&place, notes, "json", failing);
    assert_eq!((code, out.lines().count()), (Some(0), notes.len()));
    for line in out.lines() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        let run = line["report_id"].as_str().unwrap();
        let is_named = killed.contains(run) || finished.contains(run);
        assert!(is_named, "a run can be followed through the log by its id");
    }
    let quoted = needles.find(out.as_bytes());
    assert!(!quoted.is_empty(), "reports quote their notes: the search finds what there is");
    place.file("finished.log", finished);
    nothing_found(&needles, &place);
    nothing_readable(&place.path("data"));
}

#[test]
fn nothing_of_the_sample_notes_can_be_read_outside_their_reports() {
    nothing_leaks(&of_samples());
}

#[test]
fn nothing_of_the_evaluation_notes_can_be_read_outside_their_reports() {
    match of_data() {
        Some(notes) => nothing_leaks(&notes),
        None => println!("skipped: there are no evaluation notes; REVRX_DATA names their folder"),
    }
}
