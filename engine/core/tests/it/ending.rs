//! How a run ends: from `Ending` on nothing new starts, and one append decides.

use revrx_engine_core::catalogue::Effect;
use revrx_engine_core::failure::FailureClass;
use revrx_engine_core::run::{EndingReason, EventKind};
use revrx_engine_core::view::{RunStatus, StageStatus};

use crate::common::{Flow, Script, seconds, stage};

fn three() -> Script {
    let stages =
        [stage("a"), stage("b").degradable(), stage("c"), stage("end").reads("a").reads("b?").reads("c")];
    Script::claimed(Flow::new(stages).build())
}

#[test]
fn once_a_run_is_ending_nothing_new_starts_and_what_is_in_flight_is_aborted() {
    let mut run = three();
    run.start("b");
    run.start("c");
    run.fail("a", FailureClass::Denied);
    assert_eq!(run.decided(), ["ending: a: denied"]);
    assert_eq!(run.to_do(), ["abort b", "abort c"]);
    run.fail("b", FailureClass::Network);
    assert_eq!((run.to_do(), run.decided()), (vec!["abort c".to_owned()], vec![]), "no retry");
    run.is_cut_off("c");
    assert_eq!(run.decided(), ["failed: a: denied"]);
}

#[test]
fn a_call_already_sent_may_end_and_its_stage_is_then_finished() {
    let mut run = three();
    run.start("c");
    (0..4).for_each(|_| run.fail("a", FailureClass::Network));
    run.finish("c");
    assert_eq!(run.decided(), ["ending: a: network", "requeued in 10s"]);
    run.claim();
    assert_eq!(run.to_do(), ["start a#5", "start b#1"], "`c` is finished");
}

#[test]
fn in_a_failed_run_the_stage_that_failed_is_failed_and_other_unfinished_ones_are_cancelled() {
    let mut run = three();
    run.finish("c");
    run.fail("a", FailureClass::Denied);
    let states = [
        ("a", StageStatus::Failed),
        ("b", StageStatus::Cancelled),
        ("c", StageStatus::Done),
        ("end", StageStatus::Cancelled),
    ];
    for (name, status) in states {
        assert_eq!(run.status(name), status, "{name}");
    }
    assert_eq!(
        run.state.view.why,
        Some(EndingReason::Stage { stage: "a".into(), class: FailureClass::Denied })
    );
}

#[test]
fn a_once_kind_aborted_by_an_ending_is_outcome_unknown() {
    let stages = [stage("a"), stage("b").effect(Effect::Once)];
    let mut run = Script::claimed(Flow::new(stages).build());
    run.start("b");
    (0..4).for_each(|_| run.fail("a", FailureClass::Network));
    run.is_cut_off("b");
    assert_eq!(run.decided(), ["ending: a: network", "requeued in 10s"]);
    run.claim();
    assert_eq!(
        run.decided(),
        ["b#1 failed: outcome-unknown", "ending: b: outcome-unknown", "failed: b: outcome-unknown"]
    );
}

#[test]
fn what_must_not_be_repeated_stays_so_over_run_attempts() {
    let stages =
        [stage("a"), stage("b").effect(Effect::Once).or_kind(Effect::Pure), stage("c").reads("a").reads("b")];
    let mut run = Script::claimed(Flow::new(stages).build());
    run.start("b");
    (0..4).for_each(|_| run.fail("a", FailureClass::Network));
    run.fail("b", FailureClass::OutcomeUnknown);
    assert_eq!(run.decided(), ["ending: a: network", "requeued in 10s"]);
    run.claim();
    assert_eq!(run.to_do(), ["start a#5", "start b#2 (stand-in)"]);
}

#[test]
fn a_cancelled_run_aborts_what_is_in_flight_and_is_cancelled() {
    let mut run = three();
    run.start("a");
    run.finish("b");
    run.cancel();
    assert_eq!(run.to_do(), ["abort a"]);
    run.is_cut_off("a");
    assert_eq!(run.decided(), ["cancelled"]);
    assert_eq!((run.status("a"), run.status("b")), (StageStatus::Cancelled, StageStatus::Done));
}

#[test]
fn a_cancel_overrides_another_ending() {
    let mut run = three();
    run.start("c");
    (0..4).for_each(|_| run.fail("a", FailureClass::Network));
    run.decided();
    run.cancel();
    run.is_cut_off("c");
    assert_eq!(run.decided(), ["cancelled"], "not queued again");
}

#[test]
fn whoever_holds_no_attempt_may_write_cancelled_at_once() {
    let mut run = Script::queued(Flow::new([stage("a")]).build());
    run.happens(EventKind::Cancelled);
    assert_eq!(run.state.status(), RunStatus::Cancelled);
    let mut run = three();
    run.start("a");
    run.happens(EventKind::LeaseLost);
    run.happens(EventKind::Cancelled);
    assert_eq!(run.state.status(), RunStatus::Cancelled);
}

#[test]
fn an_ending_goes_on_under_the_next_worker() {
    for leave in [EventKind::LeaseLost, EventKind::GivenBack] {
        let mut run = three();
        run.start("c");
        run.fail("a", FailureClass::Denied);
        run.happens(leave);
        run.decided();
        run.claim();
        assert_eq!(run.decided(), ["failed: a: denied"], "nothing new was started");
    }
}

#[test]
fn poison_ends_an_unclaimed_run() {
    let mut run = three();
    for lost in 1..=4 {
        run.start("a");
        run.happens(EventKind::LeaseLost);
        assert_eq!(run.state.lost_leases, lost);
        if lost < 4 {
            run.claim();
        }
    }
    run.happens(EventKind::Failed { why: EndingReason::Poison });
    assert_eq!(run.state.status(), RunStatus::Failed);
}

#[test]
fn lost_leases_count_anew_once_a_stage_has_ended() {
    let mut run = three();
    run.start("a");
    run.happens(EventKind::LeaseLost);
    run.claim();
    run.finish("b");
    assert_eq!(run.state.lost_leases, 0);
}

#[test]
fn a_deadline_that_passes_in_backoff_ends_the_run_at_once() {
    let mut run = Script::claimed(Flow::new([stage("a")]).deadline(60).build());
    run.fail("a", FailureClass::Network);
    run.pass(seconds(60));
    run.happens(EventKind::DeadlinePassed);
    assert_eq!(run.decided(), ["ending: deadline", "failed: deadline"]);
}
