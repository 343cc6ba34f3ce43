//! Events that cannot follow: they name both sides and change nothing.

use revrx_engine_core::catalogue::Effect;
use revrx_engine_core::failure::{Failure, FailureClass};
use revrx_engine_core::run::{EndingReason, EventKind, WaitReason};

use crate::common::{Flow, Script, stage};

/// `a` is done, `b` (degradable) in flight, `c` waits for both.
fn run() -> Script {
    let stages =
        [stage("a"), stage("b").degradable().or_kind(Effect::Pure), stage("c").reads("a").reads("b")];
    let mut run = Script::claimed(Flow::new(stages).build());
    run.finish("a");
    run.start("b");
    run
}

fn started(name: &str, attempt: u32, stand_in: bool) -> EventKind {
    EventKind::Started { stage: name.into(), attempt, stand_in }
}

fn finished(name: &str, attempt: u32) -> EventKind {
    EventKind::Finished { stage: name.into(), attempt, version: 1, outputs: vec![] }
}

fn failed(name: &str, attempt: u32) -> EventKind {
    let failure = Failure::new(FailureClass::Internal, "as scripted");
    EventKind::AttemptFailed { stage: name.into(), attempt, failure }
}

fn waiting(name: &str, reason: WaitReason) -> EventKind {
    EventKind::Waiting { stage: name.into(), reason, until: None }
}

fn by_stage(name: &str) -> EndingReason {
    EndingReason::Stage { stage: name.into(), class: FailureClass::Network }
}

#[test]
fn an_illegal_transition_names_both_sides_and_changes_nothing() {
    let running = "the run is running";
    let table = [
        (EventKind::Queued, "the run is queued already"),
        (EventKind::Claimed { worker: "w".to_owned() }, running),
        (EventKind::Reopened { by: "x".to_owned() }, running),
        (started("zz", 1, false), "the workflow has no stage `zz`"),
        (started("a", 2, false), "stage `a` is done after attempt 1"),
        (started("b", 2, false), "stage `b` is running after attempt 1"),
        (started("c", 1, false), "stage `c` is not-started after attempt 0 and its inputs are not ready"),
        (failed("c", 0), "stage `c` is not-started after attempt 0 and its inputs are not ready"),
        (finished("a", 1), "stage `a` is done after attempt 1"),
        (finished("b", 2), "stage `b` is running after attempt 1"),
        (failed("b", 0), "stage `b` is running after attempt 1"),
        (failed("b", 2), "stage `b` is running after attempt 1"),
        (waiting("b", WaitReason::Backoff), "stage `b` is running after attempt 1"),
        (waiting("b", WaitReason::Clearance), "stage `b` is running after attempt 1"),
        (
            waiting("c", WaitReason::Permit),
            "stage `c` is not-started after attempt 0 and its inputs are not ready",
        ),
        (EventKind::PermitGranted { stage: "b".into() }, "stage `b` is running after attempt 1"),
        (
            EventKind::Degraded { stage: "b".into(), reason: FailureClass::Network },
            "stage `b` is running after attempt 1",
        ),
        (
            EventKind::Skipped { stage: "a".into(), reason: FailureClass::NotConfigured },
            "stage `a` is done after attempt 1",
        ),
        (EventKind::Completed { degraded: false }, "stage `b` is not finished"),
        (EventKind::Failed { why: EndingReason::Expired }, "the run is not ending"),
        (EventKind::Requeued { not_before: Default::default() }, "the run is not ending"),
        (EventKind::Ending { why: by_stage("a") }, "stage `a` is finished"),
        (EventKind::Ending { why: by_stage("zz") }, "the workflow has no stage `zz`"),
        (EventKind::Invalidated { stages: vec!["b".into()] }, "stage `b` is not finished"),
        (EventKind::Invalidated { stages: vec!["zz".into()] }, "the workflow has no stage `zz`"),
    ];
    let mut run = run();
    let before = run.state.clone();
    for (event, state) in table {
        let error = run.try_event(event.clone()).expect_err("it cannot follow");
        assert_eq!((error.seq, error.state.as_str()), (before.seq() + 1, state), "{event:?}");
        assert_eq!(error.event, serde_json::to_string(&event).unwrap());
        assert_eq!(run.state, before, "{event:?}");
    }
}

#[test]
fn an_illegal_transition_reads_as_a_sentence() {
    let error = run().try_event(EventKind::Queued).unwrap_err();
    assert_eq!(error.to_string(), "event 6 `\"queued\"` cannot follow: the run is queued already");
}

#[test]
fn nothing_comes_before_queued() {
    let workflow = Flow::new([stage("a")]).build();
    let mut state = revrx_engine_core::run::RunState::new(&workflow);
    for kind in [EventKind::Claimed { worker: "w".to_owned() }, started("a", 1, false), EventKind::Cancelled]
    {
        let event = revrx_engine_core::run::Event { at: Default::default(), kind };
        let error = revrx_engine_core::run::apply(&workflow, &mut state, &event).unwrap_err();
        assert_eq!(error.state, "nothing comes before `queued`");
    }
}

#[test]
fn nothing_begins_and_nothing_else_decides_while_a_run_is_ending() {
    let stages = [stage("a"), stage("b"), stage("c")];
    let mut run = Script::claimed(Flow::new(stages).build());
    run.start("b");
    run.fail("a", FailureClass::Denied);
    let before = run.state.clone();
    let postponed = EventKind::Postponed { not_before: run.now, reason: WaitReason::Clearance };
    let other = EventKind::Ending { why: EndingReason::Deadline };
    for event in [started("c", 1, false), postponed, other, EventKind::Completed { degraded: false }] {
        assert_eq!(run.try_event(event).unwrap_err().state, "the run is ending");
    }
    let why = EndingReason::Stage { stage: "a".into(), class: FailureClass::Denied };
    assert_eq!(run.try_event(EventKind::Failed { why }).unwrap_err().state, "stage 1 is in flight");
    assert_eq!(run.state, before);
}

#[test]
fn a_stand_in_starts_only_after_a_failure_and_only_where_the_workflow_names_one() {
    let mut run = run();
    run.happens(EventKind::LeaseLost);
    run.claim();
    assert!(run.try_event(started("b", 2, true)).is_err(), "its own kind has not failed");
    run.fail("b", FailureClass::Denied);
    run.start("b");
    run.happens(EventKind::LeaseLost);
    run.claim();
    assert!(run.try_event(started("b", 4, false)).is_err(), "the stand-in has taken over");
    let mut plain = Script::claimed(Flow::new([stage("a")]).build());
    plain.fail("a", FailureClass::Network);
    assert!(plain.try_event(started("a", 2, true)).is_err());
}

#[test]
fn a_run_with_a_degraded_stage_is_not_plainly_complete() {
    let stages = [stage("a").degradable(), stage("b").reads("a?")];
    let mut run = Script::claimed(Flow::new(stages).build());
    run.fail("a", FailureClass::Denied);
    run.start("b");
    let error = {
        let mut state = run.state.clone();
        let finish = revrx_engine_core::run::Event { at: run.now, kind: finished("b", 1) };
        revrx_engine_core::run::apply(&run.workflow, &mut state, &finish).unwrap();
        let event =
            revrx_engine_core::run::Event { at: run.now, kind: EventKind::Completed { degraded: false } };
        revrx_engine_core::run::apply(&run.workflow, &mut state, &event).unwrap_err()
    };
    assert_eq!(error.state, "the run's `degraded` is true");
}
