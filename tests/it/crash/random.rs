//! Kills at moments drawn uniformly over the time in which a run is unfinished.
//!
//! `REVRX_KILLS` says how many (100), `REVRX_SEED` repeats a series.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use super::cycle::{Cycle, Ends, Step};
use super::matrix::process;
use super::table::Table;
use crate::support::{OFFLINE, Place, Random, lanes, revrx, sample, until};

/// Mostly they wait.
const LANES: usize = 8;

/// Every point that a first run reaches takes its time, so that a moment can fall on it.
const SLOW: &str = "accept.after-commit=delay(350ms);stage.before-start=delay(60ms);stage.after-intent=delay(280ms);\
    stage.after-run=delay(180ms);append.before-commit=delay(50ms);append.after-commit=delay(50ms);\
    finish.before-commit=delay(350ms);finish.after-commit=delay(0ms)";

/// The points on which a moment can fall.
const POINTS: [&str; 7] = [
    "accept.after-commit",
    "stage.before-start",
    "stage.after-intent",
    "stage.after-run",
    "append.before-commit",
    "append.after-commit",
    "finish.before-commit",
];

fn setting(name: &str) -> Option<u64> {
    std::env::var(name)
        .ok()
        .map(|text| text.parse().unwrap_or_else(|_| panic!("{name} is no number: {text}")))
}

fn cycle(number: u64) -> Cycle {
    let place = Place::new(revrx());
    place.file("note.txt", sample("paediatrics-otitis.txt"));
    Cycle::new(place, OFFLINE, number.is_multiple_of(2))
}

fn passed(fired: &Path, point: &str) -> bool {
    std::fs::read_to_string(fired).is_ok_and(|text| text.lines().any(|line| line == point))
}

/// How long a slowed run is unfinished: from its acceptance to its end, both durable.
fn unfinished(number: u64) -> Duration {
    let mut cycle = cycle(number);
    let faults = cycle.armed(SLOW);
    let mut running = cycle.place.start(&process("clinical-report-offline"), &[("REVRX_FAULTS", &faults)]);
    let fired = cycle.place.path("fired-1");
    let mut when = |point| until(point, || (passed(&fired, point) || running.has_ended()).then(Instant::now));
    let accepted = when("accept.after-commit");
    let ended = when("finish.after-commit");
    running.end().expect(0);
    ended - accepted
}

/// Kills a run at a fraction of its unfinished time and finishes it; nothing when it had ended before.
fn kill(number: u64, after: Duration) -> Option<(BTreeSet<String>, String)> {
    let mut cycle = cycle(number);
    let args = process("clinical-report-offline");
    let faults = cycle.armed(SLOW);
    let running = cycle.place.start(&args, &[("REVRX_FAULTS", &faults)]);
    let fired = cycle.place.path("fired-1");
    until("accept.after-commit", || passed(&fired, "accept.after-commit").then_some(()));
    let accepted = Instant::now();
    until("the moment drawn", || (accepted.elapsed() >= after).then_some(()));
    let ran = running.kill();
    let breaches = cycle.judge();
    assert!(breaches.is_empty(), "{breaches:#?}");
    let run = cycle.only_run().clone();
    if run.is_terminal() || ran.signal != Some(9) {
        return None;
    }
    let finished = run.finished();
    let stages = cycle.attempts().into_iter().map(|attempt| attempt.stage);
    let stages: BTreeSet<String> = stages.filter(|stage| !finished.contains(stage.as_str())).collect();
    let point = cycle.fired().last().unwrap().clone();

    let ran = cycle.run(&Step { faults: String::new(), args, ends: Ends::With(0) });
    assert_eq!(ran.lines()[0]["status"], "complete");
    assert_eq!(ran.lines()[0]["report_id"], run.id);
    assert_eq!(cycle.only_run().state, 2);
    Some((stages, point))
}

#[test]
fn a_kill_at_any_moment_loses_nothing_and_repeats_nothing_finished() {
    let kills = setting("REVRX_KILLS").unwrap_or(100);
    let seed = setting("REVRX_SEED").unwrap_or_else(Random::seed);
    println!(
        "seed {seed}; again: REVRX_SEED={seed} REVRX_KILLS={kills} cargo test -p revrx-tests --test it a_kill_at_any"
    );
    let measured = Mutex::new(Vec::new());
    lanes(LANES, |number| {
        let time = unfinished(number);
        let mut measured = measured.lock().unwrap();
        measured.push(time);
        measured.len() + LANES <= LANES
    });
    let measured = measured.into_inner().unwrap();
    let time = measured.iter().sum::<Duration>() / u32::try_from(measured.len()).unwrap();
    println!("a run is unfinished for {time:?} (mean of {})", measured.len());
    assert!(time >= Duration::from_secs(3), "runs are to be slowed to 3 s: {time:?}");

    let table = Mutex::new(Table::default());
    let enough = |table: &Table| table.kills >= kills;
    lanes(LANES, |number| {
        if enough(&table.lock().unwrap()) {
            return false;
        }
        let after = time.mul_f64(Random::of(seed, number).fraction());
        let killed = kill(number, after);
        let mut table = table.lock().unwrap();
        match killed {
            Some((stages, point)) => table.count(&stages, &point),
            None => table.late += 1,
        }
        assert!(table.late <= table.kills + 10, "most kills come too late");
        !enough(&table)
    });
    let table = table.into_inner().unwrap();
    println!(
        "{table}\n{} kills ({} more came after the end), 0 runs lost, 0 finished stages run again",
        table.kills, table.late
    );
    assert!(table.kills >= kills);
    if kills >= 100 {
        let empty = |names: Vec<&str>, count: &dyn Fn(&str) -> u64| -> Vec<String> {
            names.into_iter().filter(|name| count(name) == 0).map(str::to_owned).collect()
        };
        let stages = OFFLINE.iter().map(|(stage, _)| *stage).collect();
        assert_eq!(empty(stages, &|stage| table.of_stage(stage)), [] as [&str; 0], "stages without a kill");
        assert_eq!(
            empty(POINTS.to_vec(), &|point| table.of_point(point)),
            [] as [&str; 0],
            "points without a kill"
        );
    }
}
