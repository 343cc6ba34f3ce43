//! Bad input gets an error that says what and where, with its exit code, and nothing that is kept is touched.

use std::collections::BTreeMap;
use std::path::Path;

use crate::support::{OFFLINE, Place, Reader, laws, logs, revrx, sample};

/// Every file of a folder with its bytes.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = std::fs::read_dir(folder).unwrap().map(Result::unwrap);
    let read = |entry: std::fs::DirEntry| {
        (entry.file_name().into_string().unwrap(), std::fs::read(entry.path()).unwrap())
    };
    entries.map(read).collect()
}

const ARGS: [&str; 7] = ["process", "--format", "json", "--data", "data", "--keys", "keys"];

/// Exit code, what standard error or the line says, and what comes behind the common arguments.
#[test]
fn what_cannot_be_used_is_refused_and_what_is_kept_stays() {
    let place = Place::new(revrx());
    place.file("good.txt", sample("paediatrics-otitis.txt"));
    let good = place.run(&[&ARGS[..], &["good.txt"]].concat(), "").expect(0).lines().remove(0);

    let binary: Vec<u8> = (0..=255).cycle().take(4_096).collect();
    place.file("empty.txt", "").file("nul.txt", "Fever and\0 cough").file("binary.bin", binary);
    place.file("latin.txt", b"Fi\xe8vre et toux").file("large.txt", "cough ".repeat(200_000));
    place.file("broken.toml", "schema = 1\nworkflow = { name = \"x\"\n");
    place.file("wrong.json", "{\"class\": \"Zanzibar\"}").file("cut.json", "{\"class\": ");
    for (code, says, args) in [
        (1, &["note-empty"][..], &["empty.txt"][..]),
        (1, &["note-not-text", "NUL", "offset 9"], &["nul.txt"]),
        (1, &["note-not-text", "NUL", "offset 0"], &["binary.bin"]),
        (1, &["note-not-text", "byte 2", "0xe8"], &["latin.txt"]),
        (1, &["note-too-large", "1 MiB"], &["large.txt"]),
        (1, &["note-missing"], &["nowhere.txt"]),
        (1, &["encounter-invalid", "line 1, column"], &["good.txt", "--encounter", "wrong.json"]),
        (1, &["encounter-invalid", "line 1, column"], &["good.txt", "--encounter", "cut.json"]),
        (1, &["encounter-invalid", "no such file"], &["good.txt", "--encounter", "nowhere.json"]),
        (
            2,
            &["clinical-report-ofline", "clinical-report-offline"],
            &["good.txt", "--workflow", "clinical-report-ofline"],
        ),
        (2, &["broken.toml:2", "error"], &["good.txt", "--workflow", "broken.toml"]),
        (2, &["nowhere.toml"], &["good.txt", "--workflow", "nowhere.toml"]),
        (2, &["required"], &[]),
    ] {
        let ran = place.run(&[&ARGS[..], args].concat(), "").expect(code);
        assert_eq!(ran.lines().len(), usize::from(code == 1), "{args:?}");
        let said = format!("{}{}", ran.out, ran.err);
        for part in says {
            assert!(said.contains(part), "{args:?}: `{part}` is not in: {said}");
        }
        for word in ["Zanzibar", "vre et toux", "and\\u0000 cough"] {
            assert!(!said.contains(word), "{args:?}: the input is quoted");
        }
        if code == 1 {
            let line = &ran.lines()[0];
            assert!(
                line["report_id"].is_null() && line["status"] == "failed" && line["report"].is_null(),
                "{line}"
            );
        }
    }
    let kept = place.run(&[&ARGS[..], &["good.txt"]].concat(), "").expect(0).lines().remove(0);
    assert_eq!((&kept["report_id"], &kept["report"]), (&good["report_id"], &good["report"]));
    let runs = logs(&place.path("data"));
    assert_eq!(runs.len(), 1);
    assert_eq!(laws(&runs[0], OFFLINE), [] as [&str; 0]);
}

#[test]
fn a_folder_of_a_newer_version_is_not_touched() {
    let place = Place::new(revrx());
    place.file("note.txt", sample("paediatrics-otitis.txt"));
    let args = [&ARGS[..], &["note.txt"]].concat();
    place.run(&args, "").expect(0);
    let mut reader = Reader::alone(&place.path("data"));
    reader.change("PRAGMA user_version = 4711");
    reader.close();
    let database = |place: &Place| files(&place.path("data")).remove("runs.sqlite").unwrap();
    let before = database(&place);
    let ran = place.run(&args, "").expect(2);
    assert_eq!(ran.out, "");
    ran.says(&["4711", "newer"]);
    assert!(before == database(&place), "not a byte is changed");
}

#[test]
fn a_lost_key_stops_the_opening_and_makes_nothing() {
    let place = Place::new(revrx());
    place.file("note.txt", sample("paediatrics-otitis.txt"));
    let args = [&ARGS[..], &["note.txt"]].concat();
    place.run(&args, "").expect(0);
    let keys = files(&place.path("keys"));
    assert_eq!(keys.len(), 1);
    std::fs::rename(place.path("keys"), place.path("away")).unwrap();
    let before = files(&place.path("data"));
    let ran = place.run(&args, "").expect(2);
    assert_eq!(ran.out, "");
    ran.says(&["key", &place.path("data").file_name().unwrap().to_string_lossy()]);
    assert!(!place.path("keys").exists() || files(&place.path("keys")).is_empty(), "no key is made");
    let after = files(&place.path("data"));
    assert!(before["runs.sqlite"] == after["runs.sqlite"], "nothing is written");

    // A file of the right name that is another key.
    std::fs::create_dir_all(place.path("keys")).unwrap();
    let (name, bytes) = keys.into_iter().next().unwrap();
    let mut other = bytes;
    let last = other.len() / 2;
    other[last] = if other[last] == b'0' { b'1' } else { b'0' };
    place.file(&format!("keys/{name}"), other);
    place.run(&args, "").expect(2).says(&["key"]);
    std::fs::remove_dir_all(place.path("keys")).unwrap();
    std::fs::rename(place.path("away"), place.path("keys")).unwrap();
    place.run(&args, "").expect(0);
}

/// One flipped byte of what is sealed is noticed: nothing is printed as if it were whole.
#[test]
fn a_changed_value_is_detected() {
    let place = Place::new(revrx());
    place.file("note.txt", sample("paediatrics-otitis.txt"));
    let args = [&ARGS[..], &["note.txt"]].concat();
    let report = place.run(&args, "").expect(0).lines().remove(0)["report"].clone();
    let whole = files(&place.path("data"));
    for (what, statement) in [
        (
            "first byte",
            "UPDATE event SET payload = cast(x'ff' || substr(payload, 2) AS BLOB) WHERE payload IS NOT NULL",
        ),
        (
            "last byte",
            "UPDATE event SET payload = cast(substr(payload, 1, length(payload) - 1) || x'5a' AS BLOB) WHERE payload IS NOT NULL",
        ),
        ("key", "UPDATE key SET wrapped = cast(substr(wrapped, 1, length(wrapped) - 1) || x'5a' AS BLOB)"),
    ] {
        let mut reader = Reader::alone(&place.path("data"));
        assert!(reader.change(statement) > 0, "{what}");
        reader.close();
        let ran = place.run(&args, "");
        assert_ne!(ran.code, Some(0), "{what}: {}", ran.err);
        assert!(ran.lines().iter().all(|line| line["report"].is_null()), "{what}");
        std::fs::remove_dir_all(place.path("data")).unwrap();
        std::fs::create_dir(place.path("data")).unwrap();
        for (name, bytes) in &whole {
            place.file(&format!("data/{name}"), bytes);
        }
    }
    assert_eq!(place.run(&args, "").expect(0).lines()[0]["report"], report);
}
