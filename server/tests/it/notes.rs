//! Notes that are refused before a run exists.

use super::support::{NOTE, Place};

#[test]
fn a_note_that_is_none_is_refused_with_its_reason() {
    let place = Place::new();
    let large = "a ".repeat((1 << 19) + 1);
    let hard = vec![b'a'; (10 << 20) + 1];
    place
        .file("empty.txt", "")
        .file("blank.txt", " \n\t\r\n")
        .file("bom.txt", "\u{feff}")
        .file("large.txt", large);
    place
        .file("hard.txt", hard)
        .file("nul.txt", "Fever\0")
        .file("latin.txt", b"Fi\xe8vre")
        .file("folder/x.txt", NOTE);
    place.file("utf16.txt", b"\xff\xfeF\0e\0");
    for (file, code, message) in [
        ("missing.txt", "note-missing", "there is no such file"),
        ("empty.txt", "note-empty", "it is empty"),
        ("bom.txt", "note-empty", "it is empty"),
        ("blank.txt", "note-empty", "it holds only white space"),
        ("large.txt", "note-too-large", "it is larger than 1 MiB"),
        ("hard.txt", "note-too-large", "it is larger than 1 MiB"),
        ("nul.txt", "note-not-text", "it is not text: there is a NUL byte at offset 5"),
        ("latin.txt", "note-not-text", "it is not UTF-8: byte 2 (0xe8) begins no character"),
        ("utf16.txt", "note-not-text", "it is UTF-16 (byte order mark at offset 0), and only UTF-8 is read"),
        ("folder", "note-unreadable", "it is a folder, not a note"),
    ] {
        let ran = place.run(&["process", "--format", "json", file]).expect(1);
        let lines = ran.lines();
        assert_eq!(lines.len(), 1);
        let line = &lines[0];
        assert_eq!(line["file"], file);
        assert!(line["report_id"].is_null() && line["report"].is_null(), "{line}");
        assert_eq!((&line["status"], &line["degraded"]), (&"failed".into(), &false.into()));
        assert_eq!(line["error"]["code"], code, "{line}");
        assert_eq!(line["error"]["message"], message, "{line}");

        let text = place.run(&["process", file]).expect(1);
        assert!(text.out.contains(&format!("{file}: failed\nerror: {message} [{code}]")), "{}", text.out);
    }
}

#[test]
fn an_encounter_that_is_none_is_refused_without_being_quoted() {
    let place = Place::new();
    place.file("a.txt", NOTE);
    for (encounter, message) in [
        ("{\"class\": Zanzibar}", "its encounter file: not JSON at line 1, column 11: expected value"),
        (
            "{\n\"class\": \"Zanzibar\"}",
            "its encounter file: line 2, column 19 is not what an encounter holds",
        ),
        ("", "its encounter file: it is empty"),
    ] {
        place.file("a.encounter.json", encounter);
        let ran = place.run(&["process", "--format", "json", "a.txt"]).expect(1);
        assert_eq!(ran.lines()[0]["error"]["code"], "encounter-invalid");
        assert_eq!(ran.lines()[0]["error"]["message"], message);
        assert!(!ran.out.contains("Zanzibar") && !ran.err.contains("Zanzibar"), "{}{}", ran.out, ran.err);
    }
    let ran = place.run(&["process", "--format", "json", "a.txt", "--encounter", "none.json"]).expect(1);
    assert_eq!(ran.lines()[0]["error"]["message"], "its encounter file: there is no such file");
}

#[test]
fn bad_usage_ends_with_two_and_prints_nothing() {
    let place = Place::new();
    place.file("a.txt", NOTE).file("broken.toml", "schema = 1\n").file("revrx.bad.toml", "colour = 1\n");
    for (args, says) in [
        (vec!["process"], "required arguments"),
        (vec!["process", "--colour", "a.txt"], "--colour"),
        (vec!["process", "-", "-"], "standard input can be read only once"),
        (vec!["process", "a.txt", "--format", "xml"], "xml"),
        (
            vec!["process", "a.txt", "--workflow", "clinical-report-ofline"],
            "`clinical-report-offline` is one",
        ),
        (vec!["process", "a.txt", "--workflow", "none.toml"], "none.toml: there is no such file"),
        (vec!["process", "a.txt", "--workflow", "broken.toml"], "error[E0102]"),
        (vec!["process", "a.txt", "--workflow", "clinical-report"], "is not in this build"),
        (vec!["--config", "revrx.bad.toml", "process", "a.txt"], "unknown key `colour`"),
        (vec!["procss", "a.txt"], "procss"),
    ] {
        let ran = place.run(&args).expect(2).says(&[says, "error"]);
        assert_eq!(ran.out, "", "{args:?}");
    }
}
