//! `revrx process --data`, killed at every fault point that it reaches, then given again.

use std::collections::BTreeSet;
use std::sync::Mutex;

use super::cycle::{Cycle, Ends, Step};
use crate::support::{OFFLINE, Place, lanes, revrx, root, sample, sample_file};

/// Points of the command line; `crash-engine` reaches the others.
const REACHED: [&str; 13] = [
    "accept.before-commit",
    "accept.after-commit",
    "claim.after-commit",
    "stage.before-start",
    "stage.after-intent",
    "stage.after-run",
    "append.before-commit",
    "append.after-commit",
    "finish.before-commit",
    "finish.after-commit",
    "requeue.after-commit",
    "reconcile.after-select",
    "reopen.after-commit",
];

/// Time in each stage, so that appends come apart also where the disk is slow.
const APART: &str = "stage.after-intent=delay(100ms)";

/// The faults of each command that is killed, and how it ends; one that goes on to the end follows.
fn cycles() -> Vec<Vec<(String, Ends)>> {
    let killed = |faults: &str| (format!("{faults}=kill"), Ends::Killed);
    let first = || killed("accept.after-commit:1");
    let mut cycles = vec![
        vec![killed("accept.before-commit:1")],
        vec![first(), killed("claim.after-commit:1")],
        vec![killed("finish.before-commit:1")],
        vec![killed("finish.after-commit:1")],
        vec![killed("stage.after-run@ai_coding=error(unavailable);requeue.after-commit:1")],
        vec![killed("stage.after-intent=delay(9s);reconcile.after-select:1")],
        vec![
            ("stage.after-run@ai_coding=error(denied)".to_owned(), Ends::With(1)),
            killed("reopen.after-commit:1"),
        ],
        // Killed again and again, each time a little further on.
        vec![
            first(),
            killed("stage.after-run@detect_phi"),
            killed("append.after-commit:3"),
            killed("stage.after-run@report"),
        ],
    ];
    for nth in [1, 3, 5] {
        cycles.push(vec![killed(&format!("append.before-commit:{nth}"))]);
        cycles.push(vec![killed(&format!("append.after-commit:{nth}"))]);
    }
    for (stage, _) in OFFLINE {
        for point in ["before-start", "after-intent", "after-run"] {
            cycles.push(vec![killed(&format!("stage.{point}@{stage}:1"))]);
        }
    }
    cycles
}

fn place() -> Place {
    let place = Place::new(revrx());
    let shipped = std::fs::read_to_string(root().join("workflows/clinical-report-offline.toml")).unwrap();
    let quick = shipped
        .replace(r#"initial-delay = "1s""#, r#"initial-delay = "10ms""#)
        .replace(r#"max-delay = "4s""#, r#"max-delay = "40ms""#)
        .replace(r#"initial-delay = "10s""#, r#"initial-delay = "50ms""#);
    assert_ne!(shipped, quick);
    place.file("quick.toml", quick).file("note.txt", sample("paediatrics-otitis.txt"));
    let dependencies = root().join("workflows/dependencies.toml");
    std::fs::copy(dependencies, place.path("dependencies.toml")).unwrap();
    place
}

/// The command that is given again and again.
pub(crate) fn process(workflow: &str) -> Vec<String> {
    let snomed = sample_file("snomed-invented.tsv");
    let words = [
        "process",
        "--format",
        "json",
        "--data",
        "data",
        "--keys",
        "keys",
        "note.txt",
        "--workflow",
        workflow,
    ];
    words
        .iter()
        .map(|word| (*word).to_owned())
        .chain(["--snomed".to_owned(), snomed.display().to_string()])
        .collect()
}

/// Goes through one cycle; gives the points that fired.
fn go(faults: &[(String, Ends)], idempotent: bool) -> Vec<String> {
    let mut cycle = Cycle::new(place(), OFFLINE, idempotent);
    let args = process("quick.toml");
    let mut fired = Vec::new();
    for (faults, ends) in faults {
        let faults = format!("{APART};{faults}");
        cycle.run(&Step { faults, args: args.clone(), ends: *ends });
        fired.extend(cycle.fired());
    }
    let accepted = cycle.before.first().map(|run| run.id.clone());
    let ran = cycle.run(&Step { faults: String::new(), args, ends: Ends::With(0) });
    let lines = ran.lines();
    assert_eq!(lines.len(), 1, "{faults:?}");
    assert_eq!(
        (&lines[0]["status"], &lines[0]["degraded"]),
        (&"complete".into(), &false.into()),
        "{faults:?}"
    );
    let run = cycle.only_run();
    assert_eq!(lines[0]["report_id"], run.id, "{faults:?}");
    assert!(
        accepted.is_none_or(|id| id == run.id),
        "{faults:?}: an accepted run is the one that is finished"
    );
    assert_eq!((run.state, run.percent), (2, 100), "{faults:?}");
    fired
}

#[track_caller]
fn matrix(idempotent: bool) {
    let (cycles, fired) = (cycles(), Mutex::new(BTreeSet::new()));
    lanes(2, |number| {
        let Some(faults) = cycles.get(usize::try_from(number).unwrap()) else { return false };
        let passed = go(faults, idempotent);
        fired.lock().unwrap().extend(passed);
        true
    });
    let fired = fired.into_inner().unwrap();
    let missing: Vec<&str> = REACHED.into_iter().filter(|point| !fired.contains(*point)).collect();
    assert!(missing.is_empty(), "never fired: {missing:?}");
    println!("{} cycles on the command line, 0 runs lost, 0 finished stages run again", cycles.len());
}

#[test]
fn a_killed_command_is_finished_by_the_same_command_pure() {
    matrix(false);
}

#[test]
fn a_killed_command_is_finished_by_the_same_command_idempotent() {
    matrix(true);
}
