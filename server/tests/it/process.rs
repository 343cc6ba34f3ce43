//! Reports, offline.

use serde_json::Value;

use super::support::{NOTE, Place};

fn code<'l>(line: &'l Value, code: &str) -> Option<&'l Value> {
    line["report"]["codes"].as_array()?.iter().find(|found| found["code"] == code)
}

#[test]
fn one_line_an_argument_in_order_whatever_becomes_of_each() {
    let place = Place::new();
    let plain = "ASSESSMENT: Gout.\n";
    place.file("a.txt", NOTE).file("b.txt", "").file("./c d.txt", format!("\u{feff}{plain}"));
    let args = ["process", "--format", "json", "c d.txt", "b.txt", "-", "./a.txt", "a.txt"];
    let ran = place.run_with(&args, plain.as_bytes()).expect(1);
    let lines = ran.lines();
    let files: Vec<&str> = lines.iter().map(|line| line["file"].as_str().unwrap()).collect();
    assert_eq!(files, ["c d.txt", "b.txt", "-", "./a.txt", "a.txt"]);
    let states: Vec<&str> = lines.iter().map(|line| line["status"].as_str().unwrap()).collect();
    assert_eq!(states, ["complete", "failed", "complete", "complete", "complete"]);
    for line in lines.iter().filter(|line| line["status"] == "complete") {
        assert!(
            line["error"].is_null() && line["report_id"].is_string() && line["elapsed_ms"].is_u64(),
            "{line}"
        );
        assert!(line["report"]["codes"].is_array() && line["report"]["findings"].is_array(), "{line}");
    }
    assert_eq!(lines[0]["report"], lines[2]["report"], "a byte order mark is no part of the note");
}

#[test]
fn many_notes_at_once_come_out_in_order() {
    let place = Place::new();
    let names: Vec<String> = (0..150).map(|number| format!("{number}.txt")).collect();
    for name in &names {
        place.file(name, format!("ASSESSMENT: Gout.\nVisit {name}.\n"));
    }
    let mut args = vec!["process", "--format", "json"];
    args.extend(names.iter().map(String::as_str));
    let ran = place.run(&args).expect(0).says(&["[150/150] "]);
    let lines = ran.lines();
    let files: Vec<&str> = lines.iter().map(|line| line["file"].as_str().unwrap()).collect();
    assert_eq!(files, names);
    assert!(lines.iter().all(|line| line["status"] == "complete"));
}

#[test]
fn a_report_quotes_the_note_and_says_what_is_missing() {
    let place = Place::new();
    place.file("a.txt", NOTE);
    let ran = place.run(&["process", "--format", "json", "a.txt"]).expect(0);
    let line = &ran.lines()[0];
    let found = code(line, "I10").unwrap_or_else(|| panic!("{line}"));
    assert_eq!((&found["system"], &found["billable"]), (&"icd-10-cm".into(), &true.into()));
    let note: Vec<char> = NOTE.chars().collect();
    for evidence in found["evidence"].as_array().unwrap() {
        let place = |field| usize::try_from(evidence[field].as_u64().unwrap()).unwrap();
        let quoted: String = note[place("begin")..place("end")].iter().collect();
        assert_eq!(evidence["quote"], quoted);
    }
    let missing = line["report"]["completeness"]["missing"].as_array().unwrap();
    assert!(missing.iter().any(|missing| missing["reason"] == "not-configured"), "{line}");

    let text = place.run(&["process", "a.txt"]).expect(0).says(&["100 %  Report complete"]);
    for part in ["a.txt: complete", "I10", "Completeness", "not-configured", "review by a qualified"] {
        assert!(text.out.contains(part), "{part}: {}", text.out);
    }
}

#[test]
fn billed_codes_come_from_the_encounter_beside_the_note_or_the_one_given() {
    let place = Place::new();
    place.file("a.txt", NOTE).file("a.encounter.json", r#"{"class":"outpatient","billed":["I10","M10.9"]}"#);
    place.file("none.json", r#"{"billed":[]}"#);
    let beside = place.run(&["process", "--format", "json", "a.txt"]).expect(0);
    let line = &beside.lines()[0];
    assert_eq!(code(line, "I10").unwrap()["verdict"], "supported");
    assert_eq!(code(line, "M10.9").unwrap()["verdict"], "unsupported");
    let given = place.run(&["process", "--format", "json", "a.txt", "--encounter", "none.json"]).expect(0);
    let line = &given.lines()[0];
    assert_eq!(code(line, "I10").unwrap()["verdict"], "missed");
    assert!(code(line, "M10.9").is_none());
}

#[test]
fn nothing_of_a_note_reaches_standard_error_or_a_log() {
    let place = Place::new().variable("REVRX_LOG", "trace");
    place.file("a.txt", NOTE);
    for log in ["text", "json"] {
        let ran = place.run(&["process", "--log", log, "--format", "json", "a.txt"]).expect(0);
        assert!(
            ran.err.contains(ran.lines()[0]["report_id"].as_str().unwrap()),
            "the log names the run: {}",
            ran.err
        );
        for word in ["Zebradeen", "00418822", "lisinopril", "hypertension"] {
            assert!(!ran.err.contains(word), "{word}: {}", ran.err);
        }
    }
}

#[test]
fn what_is_kept_is_not_made_again() {
    let place = Place::new();
    place.file("a.txt", NOTE);
    let keep = |more: &[&str]| {
        let args = ["process", "--format", "json", "--data", "runs", "--keys", "keys", "a.txt"];
        let ran = place.run(&[&args, more].concat()).expect(0);
        ran.lines()[0].clone()
    };
    let first = keep(&[]);
    let second = keep(&[]);
    assert_eq!((&first["report_id"], &first["report"]), (&second["report_id"], &second["report"]));
    let again = keep(&["--again"]);
    assert_ne!(first["report_id"], again["report_id"]);
    assert_eq!(keep(&[])["report_id"], again["report_id"], "the newest is printed");
    place.file("a.encounter.json", r#"{"billed":["I10"]}"#);
    let billed = keep(&[]);
    assert_ne!(billed["report_id"], again["report_id"], "another encounter is another piece of work");
    for name in ["runs", "keys"] {
        for file in std::fs::read_dir(place.path(name)).unwrap() {
            let bytes = std::fs::read(file.unwrap().path()).unwrap();
            let word = b"Zebradeen";
            assert!(!bytes.windows(word.len()).any(|window| window == word), "content is sealed");
        }
    }
}

#[test]
fn a_store_without_its_key_is_not_opened() {
    let place = Place::new();
    place.file("a.txt", NOTE);
    let args = |keys| ["process", "--data", "runs", "--keys", keys, "a.txt"];
    place.run(&args("keys")).expect(0);
    let ran = place.run(&args("other")).expect(2).says(&["the data folder runs cannot be opened", "other"]);
    assert_eq!(ran.out, "");
}
