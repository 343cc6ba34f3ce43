//! The three clocks, as far as the core keeps them: deadline, deadline-near and give-up-after.

use revrx_engine_core::catalogue::Effect;
use revrx_engine_core::failure::{Failure, FailureClass};
use revrx_engine_core::run::{EndingReason, EventKind};
use revrx_engine_core::view::RunStatus;

use crate::common::{Flow, Script, seconds, stage};

fn pair() -> Script {
    Script::claimed(Flow::new([stage("a"), stage("b")]).deadline(100).build())
}

#[test]
fn the_deadline_counts_from_the_claim() {
    let mut run = Script::queued(Flow::new([stage("a")]).deadline(100).build());
    run.pass(seconds(50));
    run.claim();
    assert_eq!(run.deadline(), Some(seconds(100)));
    run.pass(seconds(30));
    run.start("a");
    assert_eq!(run.deadline(), Some(seconds(70)));
    run.happens(EventKind::GivenBack);
    run.claim();
    assert_eq!(run.deadline(), Some(seconds(100)), "each run attempt has its own");
}

#[test]
fn the_deadline_stands_still_while_every_waiting_stage_waits_for_a_permit() {
    let mut run = pair();
    run.start("a");
    run.waits_for_permit("b");
    run.pass(seconds(10));
    run.waits_for_permit("a");
    assert_eq!(run.deadline(), None, "this is our own queue");
    run.pass(seconds(5000));
    run.gets_permit("a");
    assert_eq!(run.deadline(), Some(seconds(90)), "it ran until both waited");
}

#[test]
fn the_deadline_runs_through_backoff_an_open_breaker_and_retry_after() {
    type Step = fn(&mut Script);
    let meets: [Step; 3] = [
        |run| run.fail("a", FailureClass::Network),
        |run| run.fail_asking("a", FailureClass::Throttled, seconds(60)),
        |run| run.meets_open_breaker("a", seconds(60)),
    ];
    for meet in meets {
        let mut run = pair();
        run.waits_for_permit("b");
        meet(&mut run);
        run.pass(seconds(20));
        run.gets_permit("b");
        assert_eq!(run.deadline(), Some(seconds(80)));
    }
}

#[test]
fn the_deadline_runs_through_a_backoff_that_outlives_its_worker() {
    let mut run = pair();
    run.start("b");
    run.fail_asking("a", FailureClass::Throttled, seconds(30));
    run.happens(EventKind::LeaseLost);
    run.claim();
    run.waits_for_permit("b");
    assert_eq!(run.deadline(), Some(seconds(100)), "`a` still has its pause ahead");
}

#[test]
fn a_passed_deadline_is_permanent() {
    let mut run = pair();
    run.start("a");
    run.pass(seconds(100));
    run.happens(EventKind::DeadlinePassed);
    assert_eq!(run.decided(), ["ending: deadline"]);
    assert_eq!(run.to_do(), ["abort a"]);
    run.is_cut_off("a");
    assert_eq!(run.decided(), ["failed: deadline"], "no other run attempt");
}

#[test]
fn a_passed_deadline_is_permanent_though_the_worker_is_lost() {
    let mut run = pair();
    run.start("a");
    run.happens(EventKind::DeadlinePassed);
    run.happens(EventKind::LeaseLost);
    run.decided();
    run.claim();
    assert_eq!(run.decided(), ["failed: deadline"]);
}

#[test]
fn a_degradable_stage_has_the_deadline_minus_one_try_of_each_critical_stage_on_the_longest_path() {
    let stages = [
        stage("codes").degradable(),
        stage("coding").reads("codes?").timeout(120),
        stage("extra").reads("coding").degradable().timeout(500),
        stage("quality").reads("codes?").timeout(30),
        stage("report").reads("extra?").reads("quality").timeout(10),
    ];
    let mut run = Script::claimed(Flow::new(stages).deadline(300).build());
    assert_eq!(run.give_up("codes"), Some(seconds(300 - 120 - 10)));
    run.pass(seconds(20));
    run.fail("codes", FailureClass::Network);
    assert_eq!(run.give_up("codes"), Some(seconds(150)), "waits count");
    run.finish("codes");
    assert_eq!(run.give_up("coding"), None, "a critical stage has all that remains");
}

#[test]
fn a_degradable_stage_then_ends_as_deadline_near() {
    let stages = [stage("codes").degradable(), stage("coding").reads("codes?").timeout(120)];
    let mut run = Script::claimed(Flow::new(stages).deadline(300).build());
    run.start("codes");
    run.pass(seconds(180));
    run.fail("codes", FailureClass::DeadlineNear);
    assert_eq!(run.decided(), ["degraded codes: deadline-near"]);
    run.finish("coding");
    assert_eq!(run.decided(), ["complete, degraded"]);
}

#[test]
fn a_degradable_stage_without_room_for_its_delay_ends_as_deadline_near_at_once() {
    let stages = [stage("codes").degradable(), stage("coding").reads("codes?").timeout(120)];
    let mut run = Script::claimed(Flow::new(stages).deadline(150).build());
    run.fail_asking("codes", FailureClass::Throttled, seconds(30));
    assert_eq!(run.decided(), ["codes#0 failed: deadline-near", "degraded codes: deadline-near"]);
}

#[test]
fn a_long_delay_that_is_nearly_over_still_fits() {
    let stages = [stage("codes").degradable(), stage("side"), stage("coding").reads("codes?").timeout(120)];
    let mut run = Script::claimed(Flow::new(stages).deadline(180).build());
    run.start("side");
    run.fail_asking("codes", FailureClass::Throttled, seconds(40));
    run.pass(seconds(35));
    run.finish("side");
    assert_eq!((run.to_do(), run.decided()), (vec!["start codes#2 in 5s".to_owned()], vec![]));
}

#[test]
fn a_kind_that_stands_in_at_deadline_near_is_known_as_such() {
    let stages =
        [stage("codes").degradable().or_kind(Effect::Pure), stage("coding").reads("codes").timeout(120)];
    let mut run = Script::claimed(Flow::new(stages).deadline(150).build());
    run.fail_asking("codes", FailureClass::Throttled, seconds(30));
    assert_eq!(run.to_do(), ["start codes#2 (stand-in)"]);
    run.finish_all(&["codes", "coding"]);
    assert_eq!(run.state.view.stages[0].reason, Some(FailureClass::DeadlineNear));
}

#[test]
fn what_is_left_to_a_degradable_stage_does_not_shrink_in_our_own_queue() {
    let stages = [stage("codes").degradable(), stage("coding").reads("codes?").timeout(120)];
    let mut run = Script::claimed(Flow::new(stages).deadline(300).build());
    run.pass(seconds(30));
    run.waits_for_permit("codes");
    run.pass(seconds(5000));
    assert_eq!(run.state.give_up_left(&run.workflow, 0, run.now), Some(seconds(150)));
    run.gets_permit("codes");
    run.pass(seconds(50));
    assert_eq!(run.state.give_up_left(&run.workflow, 0, run.now), Some(seconds(100)));
    assert_eq!(run.state.give_up_left(&run.workflow, 1, run.now), None, "it is critical");
}

#[test]
fn give_up_after_ends_a_run_whatever_it_waits_for() {
    type Step = fn(&mut Script);
    let waits: [Step; 4] = [
        |_| {},
        |run| run.waits_for_permit("a"),
        |run| run.fail("a", FailureClass::Network),
        |run| run.meets_open_breaker("b", seconds(60)),
    ];
    for wait in waits {
        let mut run = Script::claimed(Flow::new([stage("a"), stage("b")]).give_up_after(600).build());
        run.start("a");
        wait(&mut run);
        run.pass(seconds(600));
        run.happens(EventKind::Expired);
        if run.to_do() == ["abort a"] {
            run.is_cut_off("a");
        }
        assert_eq!(run.decided(), ["ending: expired", "failed: expired"]);
    }
}

#[test]
fn give_up_after_ends_an_unclaimed_run() {
    let mut run = Script::queued(Flow::new([stage("a")]).build());
    run.happens(EventKind::Failed { why: EndingReason::Expired });
    assert_eq!(run.state.status(), RunStatus::Failed);
}

#[test]
fn give_up_after_counts_from_accept_and_over_all_run_attempts() {
    let mut run = Script::claimed(Flow::new([stage("a")]).give_up_after(600).build());
    run.start("a");
    run.happens(EventKind::LeaseLost);
    run.pass(seconds(600));
    run.claim();
    assert_eq!(run.decided(), ["ending: expired", "failed: expired"], "claimed too late");
}

#[test]
fn a_run_whose_last_stage_is_finished_is_complete_however_late() {
    let mut run = Script::claimed(Flow::new([stage("a")]).give_up_after(600).build());
    run.start("a");
    run.pass(seconds(601));
    run.finish("a");
    assert_eq!(run.decided(), ["complete"]);
}

#[test]
fn a_stage_that_was_waiting_may_end_as_deadline_near_without_an_attempt() {
    let stages = [stage("codes").degradable(), stage("coding").reads("codes?")];
    let mut run = Script::claimed(Flow::new(stages).build());
    run.fail("codes", FailureClass::Network);
    let failure = Failure::new(FailureClass::DeadlineNear, "as scripted");
    run.happens(EventKind::AttemptFailed { stage: "codes".into(), attempt: 0, failure });
    assert_eq!(run.decided(), ["degraded codes: deadline-near"]);
}
