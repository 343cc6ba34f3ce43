//! When the run itself steps back and waits for a dependency.

use revrx_engine_core::failure::FailureClass;
use revrx_engine_core::run::{EventKind, WaitReason};

use crate::common::{Flow, Script, seconds, stage};

fn pair() -> Script {
    Script::claimed(Flow::new([stage("a"), stage("b")]).build())
}

#[test]
fn a_critical_stage_that_meets_an_open_breaker_with_nothing_else_in_flight_postpones_the_run() {
    let mut run = pair();
    run.finish("b");
    run.fail("a", FailureClass::Network);
    run.meets_open_breaker("a", seconds(30));
    assert_eq!(run.decided(), ["postponed for 30s: Breaker"]);
    assert_eq!(run.tries("a"), 1, "the stage keeps its count of tries");
    assert_eq!(run.state.view.waits_for, Some(WaitReason::Breaker));
    run.claim();
    assert_eq!(run.to_do(), ["start a#3"]);
}

#[test]
fn a_retry_after_over_30_s_postpones_the_run_and_a_shorter_one_does_not() {
    for (asked, decided) in [(30, None), (31, Some("postponed for 31s: RetryAfter"))] {
        let mut run = pair();
        run.finish("b");
        run.fail_asking("a", FailureClass::Throttled, seconds(asked));
        assert_eq!(run.decided(), Vec::from_iter(decided));
    }
}

#[test]
fn a_pause_that_was_waited_for_is_not_waited_for_twice() {
    let mut run = pair();
    run.finish("b");
    run.fail_asking("a", FailureClass::Throttled, seconds(60));
    run.decided();
    run.claim();
    assert_eq!((run.to_do(), run.decided()), (vec!["start a#2".to_owned()], vec![]));
}

#[test]
fn a_worker_whose_clock_is_behind_does_not_postpone_again() {
    let mut run = pair();
    run.finish("b");
    run.fail_asking("a", FailureClass::Throttled, seconds(60));
    run.decided();
    run.happens(EventKind::Claimed { worker: "behind".to_owned() });
    assert_eq!(
        (run.to_do(), run.decided()),
        (vec!["start a#2".to_owned()], vec![]),
        "the store says it is time"
    );
}

#[test]
fn a_long_pause_that_outlives_its_worker_postpones_the_run_for_the_rest() {
    let mut run = pair();
    run.start("b");
    run.fail_asking("a", FailureClass::Throttled, seconds(600));
    run.happens(EventKind::GivenBack);
    run.pass(seconds(100));
    run.claim();
    run.finish("b");
    assert_eq!(run.decided(), ["postponed for 8m20s: RetryAfter"]);
}

#[test]
fn while_something_else_is_in_flight_the_run_is_not_postponed() {
    let mut run = pair();
    run.start("b");
    run.meets_open_breaker("a", seconds(30));
    assert_eq!((run.to_do(), run.decided()), (vec!["start a#2 in 30s".to_owned()], vec![]));
    run.pass(seconds(10));
    run.finish("b");
    assert_eq!(run.decided(), ["postponed for 20s: Breaker"]);
}

#[test]
fn what_could_start_at_once_starts_before_the_run_is_postponed() {
    let mut run = pair();
    run.meets_open_breaker("a", seconds(30));
    assert_eq!(
        (run.to_do(), run.decided()),
        (vec!["start a#2 in 30s".to_owned(), "start b#1".to_owned()], vec![])
    );
    run.finish("b");
    assert_eq!(run.decided(), ["postponed for 30s: Breaker"]);
}

#[test]
fn of_several_pauses_the_shortest_counts() {
    let mut run = pair();
    run.start("b");
    run.meets_open_breaker("a", seconds(90));
    run.meets_open_breaker("b", seconds(40));
    assert_eq!(run.decided(), ["postponed for 40s: Breaker"]);
    run.claim();
    assert_eq!(run.to_do(), ["start a#2 in 50s", "start b#2"], "a longer one goes on");
}

#[test]
fn degradable_stages_never_postpone() {
    let stages = [stage("a").degradable(), stage("b").reads("a?")];
    let mut run = Script::claimed(Flow::new(stages).build());
    run.meets_open_breaker("a", seconds(30));
    assert_eq!((run.to_do(), run.decided()), (vec!["start a#2 in 30s".to_owned()], vec![]));
    run.fail_asking("a", FailureClass::Throttled, seconds(60));
    assert_eq!((run.to_do(), run.decided()), (vec!["start a#3 in 1m".to_owned()], vec![]));
}

#[test]
fn a_failure_that_is_not_tried_again_does_not_postpone() {
    let mut run = pair();
    run.finish("b");
    (0..3).for_each(|_| run.fail("a", FailureClass::Throttled));
    run.fail_asking("a", FailureClass::Throttled, seconds(600));
    assert_eq!(run.decided(), ["ending: a: throttled", "requeued in 10s"]);
}
