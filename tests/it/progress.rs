//! What a person sees while a report is made, folded from the events that another program reads from the data folder.

use std::collections::BTreeMap;

use revrx_engine_core::catalogue::Catalogue;
use revrx_engine_core::definition::{check_dependencies, check_workflow};
use revrx_engine_core::diagnostic::Source;
use revrx_engine_core::run::Event;
use revrx_engine_core::view::{MilestoneState, Outline, PhaseState, RunView};

use crate::support::{
    OFFLINE, Place, Reader, RunLog, attempts, laws, logs, revrx, root, sample, sample_file, until,
};

const KEPT: [&str; 8] = ["process", "--format", "json", "--data", "data", "--keys", "keys", "note.txt"];
const DELAY_MICROS: i64 = 200_000;
const SLOW: &str = "stage.after-intent=delay(200ms)";

/// An event is readable so long after it happened, at the most. It is a bound for a machine full of tests, not the
/// figure itself, which is printed.
const READABLE_MICROS: i64 = 250_000;

fn place() -> Place {
    let place = Place::new(revrx());
    place.file("note.txt", sample("paediatrics-otitis.txt"));
    place
}

/// What is shown of the shipped workflow; the kinds are those of the binary.
fn outline(place: &Place) -> Outline {
    let listed = place.run(&["stage", "list", "--format", "json"], "").expect(0);
    let catalogue: Catalogue = serde_json::from_str(&listed.out).unwrap();
    let read = |name: &str| {
        let text = std::fs::read_to_string(root().join("workflows").join(name)).unwrap();
        Source::new(name, &text)
    };
    let (dependencies, findings) = check_dependencies(&read("dependencies.toml"));
    let dependencies = dependencies.unwrap_or_else(|| panic!("{findings:?}"));
    let checked = check_workflow(&read("clinical-report-offline.toml"), &catalogue, &dependencies);
    checked.workflow.unwrap_or_else(|| panic!("{:?}", checked.diagnostics)).outline
}

#[expect(clippy::disallowed_methods, reason = "compared with the times in the events of another process")]
fn now() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    i64::try_from(since.as_micros()).unwrap()
}

/// A run that was watched from its first event to its last.
struct Watched {
    run: RunLog,
    /// For each event, how long after its time it was read, in microseconds.
    delays: Vec<i64>,
}

/// Runs the shipped workflow slowly and reads the events while it does.
fn watch(place: &Place, more: &[&str]) -> Watched {
    let running = place.start(&[&KEPT, more].concat(), &[("REVRX_FAULTS", SLOW)]);
    let data = place.path("data");
    let mut reader = until("a database", || {
        let mut reader = Reader::live(&data)?;
        reader.runs().map(|_| reader)
    });
    let mut delays = Vec::new();
    let run = until("the end of the run", || {
        let run = reader.runs()?.pop()?;
        let read_at = now();
        delays.extend(run.events[delays.len()..].iter().map(|event| read_at - event.at));
        run.is_terminal().then_some(run)
    });
    drop(reader);
    running.end().expect(0);
    Watched { run, delays }
}

/// The view after each event.
fn views(run: &RunLog, outline: &Outline) -> Vec<RunView> {
    let mut view = RunView::new(outline);
    let fold = |event: &crate::support::Happening| {
        let event: Event = serde_json::from_value(event.value.clone()).unwrap();
        view.apply(outline, &event);
        view.clone()
    };
    run.events.iter().map(fold).collect()
}

fn milestones(view: &RunView, outline: &Outline) -> BTreeMap<u8, MilestoneState> {
    outline
        .milestones
        .iter()
        .enumerate()
        .map(|(index, milestone)| (milestone.at, view.milestone_state(outline, index)))
        .collect()
}

/// What holds with and without a SNOMED CT release.
fn check(watched: &Watched, outline: &Outline) -> RunView {
    assert_eq!(laws(&watched.run, OFFLINE), [] as [&str; 0]);
    let views = views(&watched.run, outline);
    let percents: Vec<u8> = views.iter().map(|view| view.percent).collect();
    assert!(percents.is_sorted(), "percent falls: {percents:?}");
    assert_eq!(percents.last(), Some(&100));
    assert_eq!(outline.phases.len(), 4);
    for phase in 0..4 {
        let mut states: Vec<PhaseState> = views.iter().map(|view| view.phase_state(outline, phase)).collect();
        states.dedup();
        assert_eq!(states, [PhaseState::NotStarted, PhaseState::Running, PhaseState::Done], "step {phase}");
    }
    let mut delays = watched.delays.clone();
    delays.sort_unstable();
    let p99 = delays[(delays.len() * 99).div_ceil(100) - 1];
    println!("{} events readable after: median {} us, p99 {p99} us", delays.len(), delays[delays.len() / 2]);
    assert!(delays[0] >= 0, "an event is not read before it happens: {delays:?}");
    assert!(p99 <= READABLE_MICROS, "{delays:?}");
    for (stage, _) in OFFLINE {
        if let Some(started) = watched.run.at("started", stage) {
            let took = watched.run.at("finished", stage).unwrap() - started;
            assert!(took >= DELAY_MICROS, "{stage} was slowed, and took {took} us");
        }
    }
    views.last().unwrap().clone()
}

#[test]
fn with_a_snomed_release_every_milestone_is_reached_and_both_inferences_run_at_once() {
    let place = place();
    let outline = outline(&place);
    let snomed = sample_file("snomed-invented.tsv").display().to_string();
    let watched = watch(&place, &["--snomed", &snomed]);
    let view = check(&watched, &outline);
    let milestones = milestones(&view, &outline);
    let at: Vec<u8> = milestones.keys().copied().collect();
    assert_eq!(at, [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 100]);
    assert!(milestones.values().all(|state| *state == MilestoneState::Reached), "{milestones:?}");
    let run = &watched.run;
    for (one, other) in [("infer_icd10", "infer_snomed"), ("ai_coding", "ai_quality")] {
        let of = |stage| (run.at("started", stage).unwrap(), run.at("finished", stage).unwrap());
        let ((begins, ends), (other_begins, other_ends)) = (of(one), of(other));
        assert!(begins < other_ends && other_begins < ends, "{one} and {other} do not overlap");
    }
}

#[test]
fn without_a_snomed_release_its_milestone_is_passed() {
    let place = place();
    let outline = outline(&place);
    let watched = watch(&place, &[]);
    let view = check(&watched, &outline);
    for (at, state) in milestones(&view, &outline) {
        let expected = if at == 60 { MilestoneState::Passed } else { MilestoneState::Reached };
        assert_eq!(state, expected, "{at}");
    }
    assert_eq!(watched.run.at("started", "infer_snomed"), None);
    assert!(!view.degraded, "what is not configured is not missed");
}

#[test]
fn degradable_stages_that_fail_leave_gaps_that_the_report_names() {
    let place = place();
    let failing = ["clinical_filter", "infer_icd10", "infer_snomed"];
    let faults = failing.map(|stage| format!("stage.after-run@{stage}=error(internal)")).join(";");
    let snomed = sample_file("snomed-invented.tsv").display().to_string();
    let ran = place.run(&[&KEPT[..], &["--snomed", &snomed]].concat(), &faults).expect(0);
    let line = &ran.lines()[0];
    assert_eq!((&line["status"], &line["degraded"]), (&"complete".into(), &true.into()));
    let missing = line["report"]["completeness"]["missing"].as_array().unwrap();
    for stage in failing {
        let named = missing.iter().find(|missing| missing["stage"] == stage);
        let named = named.unwrap_or_else(|| panic!("{stage} is not among {missing:?}"));
        assert_eq!(named["reason"], "internal", "{stage}");
    }
    assert_eq!(missing.len(), failing.len(), "{missing:?}");
    let run = logs(&place.path("data")).remove(0);
    assert_eq!(laws(&run, OFFLINE), [] as [&str; 0]);
}

#[test]
fn a_critical_stage_that_fails_for_good_keeps_what_there_was() {
    let place = place();
    let file = place.path("attempts");
    let faults = format!("stage.after-run@ai_coding=error(internal);attempts={}", file.display());
    let ran = place.run(&KEPT, &faults).expect(1);
    let line = &ran.lines()[0];
    assert_eq!((&line["status"], &line["error"]["code"]), (&"failed".into(), &"internal".into()), "{line}");
    let tries = attempts(&file).iter().filter(|attempt| attempt.stage == "ai_coding").count();
    assert_eq!(tries, 1, "a permanent error is not tried again");
    let run = logs(&place.path("data")).remove(0);
    assert_eq!((run.state, laws(&run, OFFLINE)), (3, Vec::new()));
    let before = ["detect_phi", "deidentify", "clinical_filter", "infer_icd10"];
    assert!(before.iter().all(|stage| run.finished().contains(stage)), "{:?}", run.finished());
    let mut reader = Reader::alone(&place.path("data"));
    assert!(reader.sealed().iter().any(|(table, _)| table == "event" || table == "artifact"));
    reader.close();

    // What there was is still readable: the rest is made from it, and nothing of it anew.
    let later = place.path("later");
    place.run(&KEPT, &format!("attempts={}", later.display())).expect(0);
    let again: Vec<String> = attempts(&later).into_iter().map(|attempt| attempt.stage).collect();
    assert!(again.iter().all(|stage| !run.finished().contains(stage.as_str())), "{again:?}");
    assert!(again.iter().any(|stage| stage == "ai_coding"));
}
