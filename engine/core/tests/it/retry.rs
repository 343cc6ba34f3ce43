//! When a stage, or the whole run, is tried again.

use revrx_engine_core::catalogue::Effect;
use revrx_engine_core::failure::{Failure, FailureClass, Sent};
use revrx_engine_core::run::EventKind;
use revrx_engine_core::view::StageStatus;
use revrx_engine_core::workflow::RetryPolicy;

use crate::common::{Flow, Script, seconds, stage};

fn one_stage() -> Script {
    Script::claimed(Flow::new([stage("a")]).build())
}

#[test]
fn transient_errors_are_retried_after_1_2_and_4_seconds_four_attempts_in_all() {
    for class in FailureClass::ALL.into_iter().filter(|class| class.is_transient()) {
        let mut run = one_stage();
        for next in ["start a#2 in 1s", "start a#3 in 2s", "start a#4 in 4s"] {
            run.fail("a", class);
            assert_eq!((run.to_do(), run.decided()), (vec![next.to_owned()], vec![]), "{class}");
        }
        run.fail("a", class);
        assert_eq!(run.decided(), [format!("ending: a: {class}"), "requeued in 10s".to_owned()]);
    }
}

#[test]
fn permanent_errors_are_not_retried_and_fail_the_run_at_once() {
    for class in FailureClass::ALL.into_iter().filter(|class| !class.is_transient()) {
        let mut run = one_stage();
        run.fail("a", class);
        assert_eq!(run.decided(), [format!("ending: a: {class}"), format!("failed: a: {class}")]);
        assert_eq!(run.status("a"), StageStatus::Failed);
    }
}

#[test]
fn permanent_errors_are_not_retried_even_if_a_policy_names_them() {
    let policy = RetryPolicy { on: FailureClass::ALL.to_vec(), ..RetryPolicy::standard() };
    let mut run = Script::claimed(Flow::new([stage("a").retry(policy)]).build());
    run.fail("a", FailureClass::InvalidInput);
    assert_eq!(run.decided(), ["ending: a: invalid-input", "failed: a: invalid-input"]);
}

#[test]
fn retry_after_is_a_floor() {
    for (asked, next) in
        [(0, "start a#2 in 1s"), (1, "start a#2 in 1s"), (7, "start a#2 in 7s"), (30, "start a#2 in 30s")]
    {
        let mut run = one_stage();
        run.fail_asking("a", FailureClass::Throttled, seconds(asked));
        assert_eq!(run.to_do(), [next]);
    }
}

#[test]
fn a_delay_counts_from_the_failure_whatever_happens_in_between() {
    let stages = [stage("a"), stage("b"), stage("c").reads("b")];
    let mut run = Script::claimed(Flow::new(stages).build());
    run.start("b");
    run.fail_asking("a", FailureClass::Throttled, seconds(20));
    run.pass(seconds(15));
    run.finish("b");
    assert_eq!(run.to_do(), ["start a#2 in 5s", "start c#1"]);
    run.start("c");
    run.happens(EventKind::LeaseLost);
    run.pass(seconds(2));
    run.claim();
    assert_eq!(run.to_do(), ["start a#2 in 3s", "start c#2"]);
}

#[test]
fn a_degradable_stage_degrades_after_its_last_try() {
    let stages = [stage("a").degradable(), stage("b").reads("a?")];
    let mut run = Script::claimed(Flow::new(stages).build());
    (0..3).for_each(|_| run.fail("a", FailureClass::Network));
    assert_eq!(run.decided(), [""; 0]);
    run.fail("a", FailureClass::Unavailable);
    assert_eq!(run.decided(), ["degraded a: unavailable"]);
}

#[test]
fn a_critical_transient_failure_queues_the_run_again_up_to_its_max_attempts_then_it_fails() {
    let mut run = one_stage();
    for delay in ["requeued in 10s", "requeued in 30s"] {
        (0..4).for_each(|_| run.fail("a", FailureClass::Timeout));
        assert_eq!(run.decided(), ["ending: a: timeout", delay]);
        run.claim();
    }
    (0..4).for_each(|_| run.fail("a", FailureClass::Timeout));
    assert_eq!(run.decided(), ["ending: a: timeout", "failed: a: timeout"]);
    assert_eq!(run.state.attempts, 3, "three in all, the last included");
}

#[test]
fn claims_lost_leases_give_backs_and_postponements_are_no_attempts() {
    let mut run = Script::claimed(Flow::new([stage("a")]).run_attempts(2).build());
    for _ in 0..5 {
        run.start("a");
        run.happens(EventKind::LeaseLost);
        run.claim();
        run.happens(EventKind::GivenBack);
        run.claim();
        run.meets_open_breaker("a", seconds(30));
        assert_eq!(run.decided(), ["postponed for 30s: Breaker"]);
        run.claim();
    }
    assert_eq!((run.state.attempts, run.tries("a")), (0, 0));
    (0..4).for_each(|_| run.fail("a", FailureClass::Network));
    assert_eq!(run.decided(), ["ending: a: network", "requeued in 10s"], "two attempts are left");
}

#[test]
fn a_re_queue_puts_unfinished_stages_back_to_not_started_with_no_tries() {
    let stages = [
        stage("a"),
        stage("b").reads("a"),
        stage("side").degradable(),
        stage("end").reads("b").reads("side?"),
    ];
    let mut run = Script::claimed(Flow::new(stages).build());
    run.finish("a");
    run.fail("side", FailureClass::Throttled);
    (0..4).for_each(|_| run.fail("b", FailureClass::Network));
    assert_eq!(run.decided(), ["ending: b: network", "requeued in 10s"]);
    for (name, status) in
        [("a", StageStatus::Done), ("b", StageStatus::NotStarted), ("side", StageStatus::NotStarted)]
    {
        assert_eq!(run.status(name), status, "{name}");
    }
    assert_eq!((run.tries("b"), run.tries("side")), (0, 0));
    run.claim();
    assert_eq!(run.to_do(), ["start b#5", "start side#2"], "attempts are counted over the life of the run");
}

#[test]
fn postponement_give_back_and_lost_lease_keep_the_tries_and_cut_off_attempts_use_up_none() {
    for leave in [EventKind::LeaseLost, EventKind::GivenBack] {
        let mut run = one_stage();
        run.fail("a", FailureClass::Network);
        run.fail("a", FailureClass::Network);
        run.start("a");
        run.happens(leave);
        run.claim();
        assert_eq!((run.tries("a"), run.to_do()), (2, vec!["start a#4".to_owned()]));
        run.fail("a", FailureClass::Network);
        assert_eq!(run.to_do(), ["start a#5 in 4s"], "it is the third try");
    }
}

#[test]
fn a_once_kind_cut_off_ends_as_outcome_unknown() {
    for leave in [EventKind::LeaseLost, EventKind::GivenBack] {
        let mut run = Script::claimed(Flow::new([stage("a").effect(Effect::Once)]).build());
        run.start("a");
        run.happens(leave);
        assert_eq!(run.decided(), [""; 0]);
        run.claim();
        assert_eq!(
            run.decided(),
            ["a#1 failed: outcome-unknown", "ending: a: outcome-unknown", "failed: a: outcome-unknown"]
        );
    }
}

#[test]
fn only_once_kinds_are_not_repeated_after_a_crash() {
    for effect in [Effect::Pure, Effect::Idempotent] {
        let mut run = Script::claimed(Flow::new([stage("a").effect(effect)]).build());
        run.start("a");
        run.happens(EventKind::LeaseLost);
        run.claim();
        assert_eq!(run.to_do(), ["start a#2"]);
    }
}

#[test]
fn a_once_kind_that_may_have_done_its_work_is_not_repeated_by_another_run_attempt() {
    let sent = Failure { sent: Sent::Unknown, ..Failure::new(FailureClass::Network, "as scripted") };
    let timeout = Failure::new(FailureClass::Timeout, "as scripted");
    for failure in [sent, timeout] {
        let mut run = Script::claimed(Flow::new([stage("a").effect(Effect::Once)]).build());
        run.fail_with("a", failure);
        assert_eq!(run.decided(), ["ending: a: outcome-unknown", "failed: a: outcome-unknown"]);
    }
    let mut run = Script::claimed(Flow::new([stage("a").effect(Effect::Once)]).build());
    run.fail("a", FailureClass::Throttled);
    assert_eq!(run.decided(), ["ending: a: throttled", "requeued in 10s"], "a refused call did no work");
}
