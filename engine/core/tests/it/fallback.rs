//! What stands in when the tries are used up.

use revrx_engine_core::catalogue::Effect;
use revrx_engine_core::failure::FailureClass;
use revrx_engine_core::run::{EventKind, MissingReason, Resolved, resolve_wire};
use revrx_engine_core::view::StageStatus;

use crate::common::{Flow, Script, StageBuilder, stage};

fn run(middle: StageBuilder, reads: &str) -> Script {
    let stages = [stage("text"), middle, stage("report").reads(reads)];
    let mut run = Script::claimed(Flow::new(stages).build());
    run.finish("text");
    run
}

fn source(run: &Script) -> Resolved {
    resolve_wire(&run.workflow, &run.state, 2, &"filter".into())
}

fn output(stage: usize) -> Resolved {
    Resolved::Output { stage, port: "out".into() }
}

fn missing(reason: FailureClass) -> Resolved {
    Resolved::Missing(MissingReason::Stage { stage: "filter".into(), reason })
}

#[test]
fn a_value_stands_in_and_the_result_is_degraded() {
    let mut run = run(stage("filter").reads("text").degradable().or_value("text"), "filter");
    run.fail("filter", FailureClass::InvalidOutput);
    assert_eq!(run.decided(), ["degraded filter: invalid-output"]);
    assert_eq!(source(&run), output(0), "the unfiltered text");
    run.finish("report");
    assert_eq!(run.decided(), ["complete, degraded"]);
}

#[test]
fn a_stage_that_succeeds_gives_its_own_value_though_another_could_stand_in() {
    let mut run = run(stage("filter").reads("text").degradable().or_value("text"), "filter");
    run.finish("filter");
    assert_eq!(source(&run), output(1));
}

#[test]
fn without_a_fallback_the_value_is_missing_with_the_reason() {
    let mut run = run(stage("filter").reads("text").degradable(), "filter?");
    run.fail("filter", FailureClass::Denied);
    assert_eq!(source(&run), missing(FailureClass::Denied));
    let unwired = resolve_wire(&run.workflow, &run.state, 2, &"codes".into());
    assert_eq!(unwired, Resolved::Missing(MissingReason::NotWired));
}

#[test]
fn another_kind_stands_in_on_degradable_and_critical_stages_and_the_result_is_degraded() {
    for filter in [stage("filter").degradable(), stage("filter")] {
        let mut run = run(filter.reads("text").or_kind(Effect::Pure), "filter");
        (0..4).for_each(|_| run.fail("filter", FailureClass::Unavailable));
        assert_eq!(run.to_do(), ["start filter#5 (stand-in)"], "at once, after the last try");
        run.finish("filter");
        let view = &run.state.view.stages[1];
        assert_eq!((view.status, view.stand_in), (StageStatus::Degraded, true));
        assert_eq!(view.reason, Some(FailureClass::Unavailable), "why it was needed");
        assert_eq!(source(&run), output(1));
        run.finish("report");
        assert_eq!(run.decided(), ["complete, degraded"]);
    }
}

#[test]
fn a_stand_in_has_tries_of_its_own_and_goes_on_after_a_crash() {
    let mut run = run(stage("filter").reads("text").or_kind(Effect::Pure), "filter");
    run.fail("filter", FailureClass::Denied);
    run.fail("filter", FailureClass::Network);
    assert_eq!(run.to_do(), ["start filter#3 (stand-in) in 1s"]);
    run.start("filter");
    run.happens(EventKind::LeaseLost);
    run.claim();
    assert_eq!(run.to_do(), ["start filter#4 (stand-in)"]);
}

#[test]
fn a_pure_stand_in_of_a_once_kind_is_repeated_after_a_crash() {
    let mut run = run(stage("filter").effect(Effect::Once).reads("text").or_kind(Effect::Pure), "filter");
    run.fail("filter", FailureClass::Denied);
    run.start("filter");
    run.happens(EventKind::LeaseLost);
    run.claim();
    assert_eq!(run.to_do(), ["start filter#3 (stand-in)"]);
}

#[test]
fn a_stand_in_that_fails_degrades_the_stage_with_its_own_reason_if_nothing_needs_its_outputs() {
    let mut run = run(stage("filter").degradable().reads("text").or_kind(Effect::Pure), "filter?");
    run.fail("filter", FailureClass::Denied);
    run.fail("filter", FailureClass::Internal);
    assert_eq!(run.decided(), ["degraded filter: denied"]);
    assert_eq!(source(&run), missing(FailureClass::Denied));
    assert!(!run.state.view.stages[1].stand_in, "nothing stands in");
}

#[test]
fn a_stand_in_that_fails_ends_the_run_if_the_stage_is_critical_or_its_outputs_are_needed() {
    let reads_by_fallback = [
        stage("filter").degradable().or_kind(Effect::Pure),
        stage("codes").degradable().or_value("filter"),
        stage("report").reads("codes"),
    ];
    let runs = [
        run(stage("filter").reads("text").or_kind(Effect::Pure), "filter?"),
        run(stage("filter").degradable().reads("text").or_kind(Effect::Pure), "filter"),
        Script::claimed(Flow::new(reads_by_fallback).build()),
    ];
    for mut run in runs {
        run.fail("filter", FailureClass::Denied);
        run.fail("filter", FailureClass::Internal);
        assert_eq!(run.decided(), ["ending: filter: internal", "failed: filter: internal"]);
    }
}

#[test]
fn a_re_queued_run_begins_with_the_stages_own_kind_again() {
    let mut run = run(stage("filter").reads("text").or_kind(Effect::Pure), "filter");
    run.fail("filter", FailureClass::Denied);
    (0..4).for_each(|_| run.fail("filter", FailureClass::Network));
    assert_eq!(run.decided(), ["ending: filter: network", "requeued in 10s"]);
    assert!(!run.state.view.stages[1].stand_in);
    run.claim();
    assert_eq!(run.to_do(), ["start filter#6"]);
}

#[test]
fn not_configured_on_a_degradable_stage_is_skipped_without_marking_the_run_degraded() {
    let mut run = run(stage("filter").reads("text").degradable(), "filter?");
    run.not_configured("filter");
    assert_eq!(run.decided(), ["skipped filter: not-configured"]);
    assert_eq!(source(&run), missing(FailureClass::NotConfigured));
    run.finish("report");
    assert_eq!(run.decided(), ["complete"]);
}

#[test]
fn not_configured_with_a_fallback_is_degraded_instead() {
    let mut run_value = run(stage("filter").reads("text").degradable().or_value("text"), "filter");
    run_value.not_configured("filter");
    assert_eq!(run_value.decided(), ["degraded filter: not-configured"]);
    let mut run_kind = run(stage("filter").reads("text").degradable().or_kind(Effect::Pure), "filter");
    run_kind.not_configured("filter");
    assert_eq!(run_kind.to_do(), ["start filter#1 (stand-in)"]);
    run_kind.finish_all(&["filter", "report"]);
    assert_eq!(run_kind.decided(), ["complete, degraded"]);
}

#[test]
fn a_stand_in_that_is_not_configured_itself_has_failed() {
    let mut run = run(stage("filter").reads("text").degradable().or_kind(Effect::Pure), "filter?");
    run.fail("filter", FailureClass::Denied);
    run.not_configured("filter");
    assert_eq!(run.decided(), ["degraded filter: denied"]);
}

#[test]
fn not_configured_on_a_critical_stage_is_a_permanent_failure() {
    let mut run = run(stage("filter").reads("text"), "filter");
    run.not_configured("filter");
    assert_eq!(run.decided(), ["ending: filter: not-configured", "failed: filter: not-configured"]);
}
