//! The engine in a program of its own, killed at every fault point there is, for every effect a kind can have.

use std::collections::BTreeSet;

use revrx_engine::faults::Point;

use super::cycle::{Cycle, Ends, Step};
use crate::support::{CHAIN, Place, engine_binary};

/// Point, faults besides the kill, what the killed command does, and how the run ends at last.
const CYCLES: [(&str, &str, &str, &str); 21] = [
    ("accept.before-commit", "", "finish", "complete"),
    ("accept.after-commit", "", "finish", "complete"),
    (
        "claim.after-commit",
        "stage.after-run@b#1=error(unavailable);stage.after-run@b#2=error(unavailable)",
        "finish",
        "complete",
    ),
    ("heartbeat.before-commit", "stage.after-intent@b=delay(9s)", "finish", "complete"),
    ("heartbeat.before-commit:3", "stage.after-intent@b=delay(9s)", "finish", "complete"),
    ("stage.before-start@a", "", "finish", "complete"),
    ("stage.before-start@c", "", "finish", "complete"),
    ("stage.after-intent@b", "", "finish", "complete"),
    ("stage.after-run@a", "", "finish", "complete"),
    ("stage.after-run@b", "stage.after-intent=delay(100ms)", "finish", "complete"),
    ("stage.after-run@c", "stage.after-intent=delay(100ms)", "finish", "complete"),
    ("append.before-commit", "stage.after-intent=delay(100ms)", "finish", "complete"),
    ("append.before-commit:2", "stage.after-intent=delay(100ms)", "finish", "complete"),
    ("append.after-commit", "stage.after-intent=delay(100ms)", "finish", "complete"),
    ("append.after-commit:2", "stage.after-intent=delay(100ms)", "finish", "complete"),
    ("finish.before-commit", "", "finish", "complete"),
    ("finish.after-commit", "", "finish", "complete"),
    (
        "requeue.after-commit",
        "stage.after-run@b#1=error(unavailable);stage.after-run@b#2=error(unavailable)",
        "finish",
        "complete",
    ),
    ("cancel.after-flag", "stage.after-intent@b=delay(5s)", "cancel", "cancelled"),
    ("reconcile.after-select", "stage.after-intent@b=delay(9s)", "finish", "complete"),
    ("reopen.after-commit", "stage.after-run@b#1=error(denied)", "reopen", "complete"),
];

fn step(faults: &str, effect: &str, action: &str, ends: Ends) -> Step {
    let args = ["data", "keys", effect, action].map(str::to_owned).to_vec();
    Step { faults: faults.to_owned(), args, ends }
}

/// One kill and the command that goes on.
fn go(effect: &str, point: &str, besides: &str, action: &str) -> (Cycle, String) {
    let mut cycle = Cycle::new(Place::new(engine_binary()), CHAIN, effect != "pure");
    cycle.run(&step(&format!("{besides};{point}=kill"), effect, action, Ends::Killed));
    let name = point.split([':', '@']).next().unwrap();
    assert_eq!(cycle.fired().last().map(String::as_str), Some(name), "killed there and nowhere else");
    let ran = cycle.run(&step("", effect, "finish", Ends::With(0)));
    let status = ran.out.split(' ').nth(1).unwrap().to_owned();
    (cycle, status)
}

#[test]
fn a_killed_engine_goes_on_after_every_point() {
    let fired: BTreeSet<&str> =
        CYCLES.iter().map(|(point, ..)| point.split([':', '@']).next().unwrap()).collect();
    let all: BTreeSet<&str> = Point::ALL.iter().map(|point| point.as_str()).collect();
    assert_eq!(fired, all, "a cycle for every point");
    for effect in ["pure", "idempotent"] {
        for (point, besides, action, ends) in CYCLES {
            let (cycle, status) = go(effect, point, besides, action);
            assert_eq!(status, ends, "{effect} {point}");
            assert!(cycle.only_run().is_terminal(), "{effect} {point}");
        }
    }
}

/// An attempt in flight of a `once` kind is not repeated: its outcome is unknown. In flight is also an attempt that
/// has ended and whose end was not durable.
#[test]
fn a_once_kind_is_never_started_again() {
    for (point, status) in [
        ("accept.after-commit", "complete"),
        ("stage.before-start@a", "complete"),
        ("stage.before-start@b", "failed"),
        ("stage.after-intent@b", "failed"),
        ("stage.after-run@b", "failed"),
        ("finish.after-commit", "complete"),
    ] {
        let (cycle, ended) = go("once", point, "", "finish");
        assert_eq!(ended, status, "{point}");
        let mut attempts = cycle.all_attempts();
        attempts.sort_unstable();
        let count = attempts.len();
        attempts.dedup();
        assert_eq!(attempts.len(), count, "{point}: a stage was started twice");
        if status == "failed" {
            let why = cycle.only_run().events.iter().find(|event| event.name == "attempt-failed").unwrap();
            assert!(why.value.to_string().contains("outcome-unknown"), "{}", why.value);
        }
    }
}

/// A run that kills its worker again and again is put aside, and the others are not held up by it.
#[test]
fn a_run_that_kills_every_worker_is_poison() {
    let mut cycle = Cycle::new(Place::new(engine_binary()), CHAIN, true);
    for _ in 0..4 {
        cycle.run(&step("stage.after-intent@a=kill", "idempotent", "finish", Ends::Killed));
    }
    let ran = cycle.run(&step("stage.after-intent@a=kill", "idempotent", "finish", Ends::With(0)));
    assert_eq!(ran.out.split(' ').nth(1), Some("failed"));
    let last = cycle.only_run().events.last().unwrap();
    assert!(last.value.to_string().contains("poison"), "{}", last.value);
}
