//! When each stage ran, waited and failed: what a page draws.

use revrx_engine_core::catalogue::Effect;
use revrx_engine_core::failure::FailureClass;
use revrx_engine_core::run::{EventKind, WaitReason};
use revrx_engine_core::time::Timestamp;
use revrx_engine_core::view::{Progress, SPANS_MAX, SpanKind, StageTimeline};

use crate::common::{Flow, Script, seconds, stage};

/// The log, folded as a page folds it.
fn folded(run: &Script) -> Progress {
    let outline = &run.workflow.outline;
    let mut progress = Progress::new(outline);
    run.log.iter().for_each(|event| progress.apply(outline, event));
    assert_eq!(progress.view, run.state.view);
    progress
}

/// `failed(network) 0..2, waited 2..3, ran 3..`, in seconds since the run was accepted.
fn spans(run: &Script, name: &str) -> String {
    let index = run.workflow.outline.stage_index(&name.into()).expect("known stage");
    let at = |time: Timestamp| time.since(run.log[0].at).as_secs().to_string();
    let progress = folded(run);
    let words = progress.timeline.stages[index].spans.iter().map(|span| {
        let kind = match span.kind {
            SpanKind::Ran => "ran".to_owned(),
            SpanKind::Failed(class) => format!("failed({class})"),
            SpanKind::Aborted => "aborted".to_owned(),
            SpanKind::Waited => "waited".to_owned(),
        };
        format!("{kind} {}..{}", at(span.from), span.to.map(at).unwrap_or_default())
    });
    words.collect::<Vec<String>>().join(", ")
}

fn one_stage() -> Script {
    Script::claimed(Flow::new([stage("a")]).build())
}

/// A stage `a` that `stage` makes of a plain one, and `z` beside it that keeps the run going.
fn degradable(stage: crate::common::StageBuilder) -> Script {
    Script::claimed(Flow::new([stage.degradable(), self::stage("z")]).build())
}

#[test]
fn every_turn_of_a_stage_is_a_span() {
    type Turn = (&'static str, fn() -> Script, &'static str);
    let turns: [Turn; 13] = [
        ("not started", one_stage, ""),
        (
            "running",
            || {
                let mut run = one_stage();
                run.pass(seconds(1));
                run.start("a");
                run
            },
            "ran 1..",
        ),
        (
            "a retry after its backoff",
            || {
                let mut run = one_stage();
                run.start("a");
                run.pass(seconds(2));
                run.fail("a", FailureClass::Network);
                run.start("a");
                run.pass(seconds(3));
                run.finish("a");
                run
            },
            "failed(network) 0..2, waited 2..3, ran 3..6",
        ),
        (
            "a wait for a permit, at once and in between",
            || {
                let mut run = one_stage();
                run.waits_for_permit("a");
                run.pass(seconds(5));
                run.gets_permit("a");
                run.pass(seconds(2));
                run.waits_for_permit("a");
                run.pass(seconds(1));
                run.gets_permit("a");
                run.pass(seconds(1));
                run.finish("a");
                run
            },
            "waited 0..5, ran 5..7, waited 7..8, ran 8..9",
        ),
        (
            "an open breaker",
            || {
                let mut run = degradable(stage("a"));
                run.start("z");
                run.start("a");
                run.pass(seconds(1));
                run.meets_open_breaker("a", seconds(4));
                run.start("a");
                run.finish("a");
                run
            },
            "ran 0..1, waited 1..5, ran 5..5",
        ),
        (
            "a stand-in",
            || {
                let mut run = degradable(stage("a").or_kind(Effect::Pure));
                run.start("a");
                run.pass(seconds(1));
                run.fail("a", FailureClass::InvalidOutput);
                run.start("a");
                run.pass(seconds(2));
                run.finish("a");
                run
            },
            "failed(invalid-output) 0..1, ran 1..3",
        ),
        (
            "degraded without a stand-in",
            || {
                let mut run = degradable(stage("a"));
                run.start("a");
                run.pass(seconds(1));
                run.fail("a", FailureClass::Denied);
                run
            },
            "failed(denied) 0..1",
        ),
        (
            "skipped",
            || {
                let mut run = degradable(stage("a"));
                run.not_configured("a");
                run
            },
            "",
        ),
        (
            "cut off by a shutdown and taken up again",
            || {
                let mut run = one_stage();
                run.start("a");
                run.pass(seconds(2));
                run.is_cut_off("a");
                run.happens(EventKind::GivenBack);
                run.pass(seconds(3));
                run.claim();
                run.start("a");
                run
            },
            "aborted 0..2, ran 5..",
        ),
        (
            "a lost worker",
            || {
                let mut run = one_stage();
                run.start("a");
                run.pass(seconds(2));
                run.happens(EventKind::LeaseLost);
                run
            },
            "aborted 0..2",
        ),
        (
            "the next attempt of the run",
            || {
                let mut run = one_stage();
                for _ in 0..4 {
                    run.fail("a", FailureClass::Timeout);
                }
                run.claim();
                run.start("a");
                run
            },
            "failed(timeout) 0..0, waited 0..1, failed(timeout) 1..1, waited 1..3, failed(timeout) 3..3, \
             waited 3..7, failed(timeout) 7..7, ran 17..",
        ),
        (
            "cancelled while it ran",
            || {
                let mut run = one_stage();
                run.start("a");
                run.pass(seconds(2));
                run.cancel();
                run.is_cut_off("a");
                run
            },
            "aborted 0..2",
        ),
        (
            "cancelled while it waited",
            || {
                let mut run = one_stage();
                run.start("a");
                run.fail("a", FailureClass::Network);
                run.pass(seconds(1));
                run.cancel();
                run
            },
            "failed(network) 0..0, waited 0..1",
        ),
    ];
    for (turn, run, expected) in turns {
        assert_eq!(spans(&run(), "a"), expected, "{turn}");
    }
}

#[test]
fn a_failed_run_that_is_tried_again_goes_on_behind_its_old_spans() {
    let mut run = one_stage();
    run.start("a");
    run.pass(seconds(1));
    run.fail("a", FailureClass::InvalidInput);
    assert_eq!(spans(&run, "a"), "failed(invalid-input) 0..1");
    run.pass(seconds(9));
    run.happens(EventKind::Reopened { by: "someone".to_owned() });
    run.claim();
    run.start("a");
    run.pass(seconds(1));
    run.finish("a");
    assert_eq!(spans(&run, "a"), "failed(invalid-input) 0..1, ran 10..11");
}

#[test]
fn of_very_many_spans_the_oldest_are_left_out_and_counted() {
    let mut run = one_stage();
    run.start("a");
    for turn in 0..40 {
        run.pass(seconds(1));
        run.waits_for_permit("a");
        run.pass(seconds(1));
        run.gets_permit("a");
        let timeline = &folded(&run).timeline.stages[0];
        assert_eq!(timeline.spans.len(), (2 * turn + 3).min(SPANS_MAX));
        assert_eq!(timeline.left_out as usize, (2 * turn + 3) - timeline.spans.len());
    }
    assert!(spans(&run, "a").ends_with("waited 79..80, ran 80.."));
}

#[test]
fn a_milestone_has_the_time_at_which_it_was_reached_and_keeps_it() {
    let mut run = Script::queued(Flow::new([stage("a"), stage("b").reads("a")]).build());
    run.pass(seconds(1));
    run.claim();
    run.start("a");
    run.pass(seconds(2));
    run.finish("a");
    run.start("b");
    run.pass(seconds(3));
    run.is_cut_off("b");
    run.happens(EventKind::GivenBack);
    run.claim();
    run.finish("b");
    let reached = folded(&run).timeline.reached_at;
    let seconds: Vec<Option<u64>> =
        reached.iter().map(|at| at.map(|at| at.since(run.log[0].at).as_secs())).collect();
    // Started and finished of each, and complete.
    assert_eq!(seconds, [Some(1), Some(3), Some(3), Some(6), Some(6)]);
}

#[test]
fn a_postponed_run_has_nothing_that_goes_on() {
    let mut run = one_stage();
    run.waits_for_permit("a");
    run.pass(seconds(2));
    let not_before = run.now + seconds(60);
    run.is_cut_off("a");
    run.happens(EventKind::Postponed { not_before, reason: WaitReason::Breaker });
    assert_eq!(spans(&run, "a"), "waited 0..2");
}

#[test]
fn what_has_not_happened_takes_no_room_on_the_wire() {
    let names = ["a", "b", "c", "d", "e", "f", "g", "h"];
    let run = Script::queued(Flow::new(names.map(stage)).build());
    let json = serde_json::to_string(&folded(&run)).expect("it is JSON");
    let nothing = serde_json::to_string(&StageTimeline::default()).expect("it is JSON");
    assert_eq!(nothing, "{}");
    assert_eq!(json.len(), 391, "{json}");
    let read: Progress = serde_json::from_str(&json).expect("it is JSON");
    assert_eq!(read, folded(&run));
}
