//! `revrx process`: one line an argument, and what the same command does when it is given again.

use std::collections::BTreeSet;
use std::time::Duration;

use rustix::process::Signal;
use serde_json::Value;

use crate::support::{Place, Running, attempts, logs, revrx, root, sample, until};

const KEPT: [&str; 7] = ["process", "--format", "json", "--data", "data", "--keys", "keys"];

fn place() -> Place {
    let place = Place::new(revrx());
    place.file("note.txt", sample("paediatrics-otitis.txt"));
    place
}

/// The only line of a command.
fn line(place: &Place, more: &[&str], faults: &str, code: i32) -> Value {
    let ran = place.run(&[&KEPT, more].concat(), faults).expect(code);
    assert_eq!(ran.lines().len(), 1, "{}", ran.out);
    ran.lines()[0].clone()
}

#[test]
fn many_notes_give_a_line_each_in_the_order_of_the_arguments() {
    let place = Place::new(revrx());
    let mut names: Vec<String> = Vec::new();
    for entry in std::fs::read_dir(root().join("workflows/samples")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        place.file(&name, sample(&name));
        if name.ends_with(".txt") {
            // The same note under several spellings: `file` is what was written.
            names.extend([format!("./{name}"), name]);
        }
    }
    place.file("empty.txt", "");
    names.sort_unstable_by_key(|name| name.len());
    names.insert(3, "empty.txt".to_owned());
    names.insert(7, "not there.txt".to_owned());
    let ran = place.run(&[&KEPT.map(str::to_owned)[..], &names].concat(), "").expect(1);
    let lines = ran.lines();
    let files: Vec<&str> = lines.iter().map(|line| line["file"].as_str().unwrap()).collect();
    assert_eq!(files, names);
    let failed = |line: &&Value| line["status"] != "complete";
    let refused: Vec<&str> =
        lines.iter().filter(failed).map(|line| line["error"]["code"].as_str().unwrap()).collect();
    assert_eq!(refused, ["note-empty", "note-missing"]);
    let ids: BTreeSet<&str> = lines.iter().filter_map(|line| line["report_id"].as_str()).collect();
    assert_eq!(ids.len() * 2, names.len() - 2, "a note is one run, however it is spelled");
    assert_eq!(logs(&place.path("data")).len(), ids.len());
}

#[test]
fn what_is_complete_is_printed_and_not_made_again_unless_asked_for() {
    let place = place();
    let first = line(&place, &["note.txt"], "", 0);
    assert_eq!(first["status"], "complete");
    let file = place.path("attempts");
    let second = line(&place, &["note.txt"], &format!("attempts={}", file.display()), 0);
    assert_eq!((&second["report_id"], &second["report"]), (&first["report_id"], &first["report"]));
    assert_eq!(attempts(&file), [], "no stage ran");
    let again = line(&place, &["--again", "note.txt"], "", 0);
    assert_ne!(again["report_id"], first["report_id"]);
    assert_eq!(again["report"]["codes"], first["report"]["codes"]);
    assert_eq!(logs(&place.path("data")).len(), 2);
}

#[test]
fn what_failed_is_opened_again_and_goes_on_where_it_was() {
    let place = place();
    let failed = line(&place, &["note.txt"], "idempotent;stage.after-run@report=error(denied)", 1);
    assert_eq!(
        (&failed["status"], &failed["error"]["code"]),
        (&"failed".into(), &"denied".into()),
        "{failed}"
    );
    let file = place.path("attempts");
    let line = line(&place, &["note.txt"], &format!("attempts={}", file.display()), 0);
    assert_eq!((&line["status"], &line["report_id"]), (&"complete".into(), &failed["report_id"]));
    let stages: Vec<String> = attempts(&file).into_iter().map(|attempt| attempt.stage).collect();
    assert_eq!(stages, ["report"]);
    let names: Vec<String> =
        logs(&place.path("data"))[0].events.iter().map(|event| event.name.clone()).collect();
    assert_eq!(names.iter().filter(|name| *name == "reopened").count(), 1, "{names:?}");
}

/// A command in the middle of its work, and the file its attempts are written to.
fn busy(place: &Place) -> Running {
    let file = place.path("attempts-busy");
    let faults = format!("stage.after-intent@clinical_filter=delay(100s);attempts={}", file.display());
    let args = [&KEPT[..], &["note.txt"]].concat();
    let running = place.start(&args, &[("REVRX_FAULTS", &faults)]);
    until("clinical_filter", || {
        attempts(&file).iter().any(|attempt| attempt.stage == "clinical_filter").then_some(())
    });
    running
}

#[test]
fn a_folder_in_use_is_left_alone_and_its_process_named() {
    let place = place();
    let running = busy(&place);
    let ran = place.run(&[&KEPT[..], &["note.txt"]].concat(), "").expect(2);
    assert_eq!(ran.out, "");
    let id = running.id().to_string();
    ran.says(&["in use", &id]);
    running.kill();
    assert_eq!(line(&place, &["note.txt"], "", 0)["status"], "complete", "a dead process holds nothing");
}

#[test]
fn a_command_that_is_told_to_stop_can_be_given_again() {
    for signal in [Signal::TERM, Signal::INT] {
        let place = place();
        let running = busy(&place);
        running.signal(signal);
        let ran = running.end().expect(130);
        assert_eq!(ran.out, "");
        ran.says(&["revrx process"]);
        let run = logs(&place.path("data")).remove(0);
        assert_eq!((run.state, run.events.last().unwrap().name.as_str()), (0, "given-back"), "{signal:?}");
        let file = place.path("attempts");
        let line = line(&place, &["note.txt"], &format!("attempts={}", file.display()), 0);
        assert_eq!((&line["status"], &line["report_id"]), (&"complete".into(), &run.id.clone().into()));
        let again: Vec<_> = attempts(&file).into_iter().map(|attempt| attempt.stage).collect();
        assert!(!again.iter().any(|stage| stage == "detect_phi" || stage == "deidentify"), "{again:?}");
    }
}

/// The drain is cut off by `kill -9`: nothing is stranded.
#[test]
fn a_kill_within_a_stop_strands_nothing() {
    let place = place();
    let mut running = busy(&place);
    running.signal(Signal::TERM);
    let began = std::time::Instant::now();
    until("5 ms or the end", || {
        (running.has_ended() || began.elapsed() >= Duration::from_millis(5)).then_some(())
    });
    running.kill();
    let run = logs(&place.path("data")).remove(0);
    let line = line(&place, &["note.txt"], "", 0);
    assert_eq!((&line["status"], &line["report_id"]), (&"complete".into(), &run.id.into()));
}
