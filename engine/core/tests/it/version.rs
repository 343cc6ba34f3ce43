//! A kind's version has changed under a run that has outputs of the old one.

use revrx_engine_core::catalogue::Effect;
use revrx_engine_core::failure::FailureClass;
use revrx_engine_core::run::{EventKind, WaitReason};
use revrx_engine_core::view::StageStatus;
use revrx_engine_core::workflow::Workflow;

use crate::common::{Flow, Script, StageBuilder, stage};

fn flow(version: u32, effect: Effect) -> Workflow {
    let stages: [StageBuilder; 4] = [
        stage("side"),
        stage("a").version(version),
        stage("b").reads("a").effect(effect),
        stage("c").reads("b").reads("side"),
    ];
    Flow::new(stages).build()
}

/// A run with some stages finished that another build with version 2 of `a` claims.
fn upgraded(finished: &[&str], effect: Effect) -> Script {
    let mut run = Script::claimed(flow(1, effect));
    run.finish_all(finished);
    run.happens(EventKind::GivenBack);
    run.workflow = flow(2, effect);
    run.claim();
    run
}

#[test]
fn a_stage_of_another_version_and_every_finished_stage_behind_it_run_again_if_all_are_pure() {
    let mut run = upgraded(&["side", "a", "b"], Effect::Pure);
    assert_eq!(run.decided(), ["invalidated [a, b]"]);
    assert_eq!(run.to_do(), ["start a#2"]);
    assert_eq!((run.status("side"), run.status("b")), (StageStatus::Done, StageStatus::NotStarted));
    run.finish_all(&["a", "b", "c"]);
    assert_eq!(run.decided(), ["complete"]);
}

#[test]
fn progress_does_not_fall_when_stages_run_again() {
    let mut run = Script::claimed(flow(1, Effect::Pure));
    run.finish_all(&["side", "a", "b"]);
    let percent = run.state.view.percent;
    run.happens(EventKind::GivenBack);
    run.workflow = flow(2, Effect::Pure);
    run.claim();
    assert_eq!(run.state.view.percent, percent);
}

#[test]
fn an_unfinished_stage_behind_it_does_not_matter() {
    let mut run = upgraded(&["side", "a"], Effect::Once);
    assert_eq!(run.decided(), ["invalidated [a]"]);
}

#[test]
fn otherwise_the_run_waits_until_give_up_after_ends_it() {
    for effect in [Effect::Idempotent, Effect::Once] {
        let mut run = upgraded(&["side", "a", "b"], effect);
        assert_eq!(run.decided(), ["postponed for 1d: KindVersion"]);
        assert_eq!(run.state.view.waits_for, Some(WaitReason::KindVersion));
        run.claim();
        assert_eq!(run.decided(), ["ending: expired", "failed: expired"]);
    }
}

#[test]
fn an_operator_retries_it_from_that_stage() {
    let mut run = upgraded(&["side", "a", "b"], Effect::Idempotent);
    run.decided();
    run.happens(EventKind::Invalidated { stages: vec!["a".into(), "b".into()] });
    assert_eq!((run.state.view.not_before, run.state.view.waits_for), (None, None));
    run.claim();
    assert_eq!((run.to_do(), run.decided()), (vec!["start a#2".to_owned()], vec![]));
}

#[test]
fn a_degraded_stage_without_outputs_has_no_version() {
    let stages = |version| [stage("a").degradable().version(version), stage("b").reads("a?")];
    let mut run = Script::claimed(Flow::new(stages(1)).build());
    run.fail("a", FailureClass::Denied);
    run.happens(EventKind::GivenBack);
    run.workflow = Flow::new(stages(2)).build();
    run.decided();
    run.claim();
    assert_eq!((run.to_do(), run.decided()), (vec!["start b#1".to_owned()], vec![]));
}

#[test]
fn outputs_of_a_stand_in_have_the_version_of_the_kind_that_stood_in() {
    let stages = |version| [stage("a").version(version).or_kind(Effect::Pure), stage("b").reads("a")];
    let mut run = Script::claimed(Flow::new(stages(1)).build());
    run.fail("a", FailureClass::Denied);
    run.finish("a");
    run.happens(EventKind::GivenBack);
    run.workflow = Flow::new(stages(2)).build();
    run.claim();
    assert_eq!((run.to_do(), run.decided()), (vec!["start b#1".to_owned()], vec![]));
}
