//! What a killed or stopped command leaves behind is finished by the next one.

use std::process::Child;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use super::support::{NOTE, Place, Ran};

const ARGS: [&str; 8] = ["process", "--format", "json", "--data", "runs", "--keys", "keys", "a.txt"];

fn killed_at(faults: &str) -> Place {
    let place = Place::new().variable("REVRX_FAULTS", faults);
    place.file("a.txt", NOTE);
    place
}

fn without_faults(place: Place) -> Place {
    place.variable("REVRX_FAULTS", "")
}

#[test]
fn a_killed_command_goes_on_where_it_was() {
    for (faults, finished) in [
        ("idempotent;stage.before-start=kill", ""),
        ("idempotent;stage.after-run@infer_icd10=kill", "detect_phi"),
        ("idempotent;finish.before-commit=kill", "ai_coding"),
    ] {
        let place = killed_at(faults);
        let killed = place.run(&ARGS);
        assert_eq!((killed.code, killed.out.as_str()), (None, ""), "{faults}: {}", killed.err);

        let attempts = place.path("attempts");
        let place =
            without_faults(place).variable("REVRX_FAULTS", format!("attempts={}", attempts.display()));
        let ran = place.run(&ARGS).expect(0);
        assert_eq!(ran.lines()[0]["status"], "complete", "{faults}");
        let attempts = std::fs::read_to_string(attempts).unwrap_or_default();
        let mut stages = attempts.lines().map(|line| line.split(' ').nth(1).unwrap());
        assert!(stages.all(|stage| finished.is_empty() || stage != finished), "{faults}: {attempts}");
    }
}

#[test]
fn a_failed_note_is_reopened() {
    let place = killed_at("stage.after-run@ai_coding=error(denied)");
    let failed = place.run(&ARGS).expect(1).lines()[0].clone();
    assert_eq!(
        (&failed["status"], &failed["error"]["code"]),
        (&"failed".into(), &"denied".into()),
        "{failed}"
    );
    let line = without_faults(place).run(&ARGS).expect(0).lines()[0].clone();
    assert_eq!((&line["status"], &line["report_id"]), (&"complete".into(), &failed["report_id"]));
}

#[test]
fn unfinished_runs_of_other_notes_are_finished_and_named() {
    let place = killed_at("idempotent;stage.before-start=kill");
    place.run(&ARGS);
    place.file("b.txt", "ASSESSMENT: Gout.\n");
    let place = without_faults(place).variable("REVRX_FAULTS", "stage.before-start=delay(300ms)");
    let args = ["process", "--format", "json", "--data", "runs", "--keys", "keys", "b.txt"];
    let ran = place.run(&args).expect(0).says(&["which an earlier command began", "is complete"]);
    assert_eq!(ran.lines().len(), 1);
    let first = without_faults(place).run(&ARGS).expect(0);
    assert!(ran.err.contains(first.lines()[0]["report_id"].as_str().unwrap()), "{}", ran.err);
}

/// A command that is busy with a run: its data folder is open.
fn busy(place: &Place) -> Child {
    let child = place.spawn(&ARGS);
    let began = Instant::now();
    // The file is there from the beginning, and has a line once the stage is about to run.
    while std::fs::read(place.path("fired")).is_ok_and(|fired| fired.is_empty())
        || !place.path("fired").exists()
    {
        assert!(began.elapsed() < Duration::from_secs(30), "the command does not begin");
        std::thread::yield_now();
    }
    child
}

fn slow() -> Place {
    let place = Place::new();
    let fired = place.path("fired");
    place.file("a.txt", NOTE);
    // The fault waits whatever is asked of it, so a stop takes as long as it may.
    let place = place.variable("REVRX_SHUTDOWN_GRACE", "500ms");
    place.variable("REVRX_FAULTS", format!("stage.before-start=delay(20000ms);fired={}", fired.display()))
}

#[test]
fn a_folder_in_use_names_the_process_that_uses_it() {
    let place = slow();
    let mut child = busy(&place);
    let ran = place.run(&ARGS).expect(2).says(&["the data folder runs is in use by process", "hint:"]);
    assert!(ran.err.contains(&child.id().to_string()), "{}", ran.err);
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn a_signal_stops_without_cancelling_and_names_the_command_that_goes_on() {
    for signal in [Signal::INT, Signal::TERM] {
        let place = slow();
        let child = busy(&place);
        kill_process(Pid::from_child(&child), signal).unwrap();
        let stopped = Ran::new(child.wait_with_output().unwrap()).expect(130);
        assert_eq!(stopped.out, "");
        stopped.says(&["stopped; what was begun is kept in runs", "revrx process --format json --data runs"]);
        let ran = without_faults(place).run(&ARGS).expect(0);
        assert_eq!(ran.lines()[0]["status"], "complete");
    }
}
