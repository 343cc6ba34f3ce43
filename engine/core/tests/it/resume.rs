//! What a retry of a failed run starts anew, and what never changes.

use revrx_engine_core::catalogue::Effect;
use revrx_engine_core::failure::FailureClass;
use revrx_engine_core::run::{EndingReason, EventKind};
use revrx_engine_core::view::{RunStatus, StageStatus};

use crate::common::{Flow, Script, seconds, stage};

fn reopened() -> EventKind {
    EventKind::Reopened { by: "someone".to_owned() }
}

#[test]
fn reopened_starts_tries_attempts_and_give_up_after_anew_and_finished_stages_stay_finished() {
    let stages = [stage("a"), stage("b").reads("a"), stage("c").reads("b")];
    let mut run = Script::claimed(Flow::new(stages).run_attempts(1).give_up_after(600).build());
    run.finish("a");
    (0..4).for_each(|_| run.fail("b", FailureClass::Network));
    assert_eq!(run.decided(), ["ending: b: network", "failed: b: network"]);
    run.pass(seconds(10_000));
    run.happens(reopened());
    let state = &run.state;
    assert_eq!((state.status(), state.attempts, state.lost_leases), (RunStatus::Queued, 0, 0));
    assert_eq!(state.give_up_at(&run.workflow), run.now + seconds(600));
    assert_eq!((state.view.ended_at, &state.view.why), (None, &None));
    assert_eq!(
        (run.status("a"), run.status("b"), run.status("c")),
        (StageStatus::Done, StageStatus::NotStarted, StageStatus::NotStarted)
    );
    assert_eq!(run.tries("b"), 0);
    run.claim();
    assert_eq!(run.to_do(), ["start b#5"]);
    run.finish_all(&["b", "c"]);
    assert_eq!(run.decided(), ["complete"]);
}

#[test]
fn a_run_that_expired_or_passed_its_deadline_can_be_reopened() {
    for event in [EventKind::Expired, EventKind::DeadlinePassed] {
        let mut run = Script::claimed(Flow::new([stage("a")]).build());
        run.happens(event);
        run.happens(reopened());
        run.claim();
        assert_eq!(run.to_do(), ["start a#1"]);
    }
}

#[test]
fn reopened_allows_a_once_kind_again() {
    let mut run = Script::claimed(Flow::new([stage("a").effect(Effect::Once)]).build());
    run.start("a");
    run.happens(EventKind::LeaseLost);
    run.claim();
    run.happens(reopened());
    run.claim();
    assert_eq!(run.to_do(), ["start a#2"], "a person decided so");
}

#[test]
fn terminal_states_never_change_except_that_a_failed_run_is_reopened() {
    type End = fn(&mut Script);
    let ends: [End; 3] = [
        |run| run.finish("a"),
        |run| run.fail("a", FailureClass::Denied),
        |run| run.happens(EventKind::Cancelled),
    ];
    for end in ends {
        let mut run = Script::claimed(Flow::new([stage("a")]).build());
        run.start("a");
        end(&mut run);
        let failed = run.state.status() == RunStatus::Failed;
        let after = [
            EventKind::Queued,
            EventKind::Claimed { worker: "w".to_owned() },
            EventKind::Started { stage: "a".into(), attempt: 2, stand_in: false },
            EventKind::Finished { stage: "a".into(), attempt: 1, version: 1, outputs: vec![] },
            EventKind::AttemptAborted { stage: "a".into(), attempt: 1 },
            EventKind::DeadlinePassed,
            EventKind::Expired,
            EventKind::Ending { why: EndingReason::Cancel },
            EventKind::Requeued { not_before: run.now },
            EventKind::GivenBack,
            EventKind::LeaseLost,
            EventKind::Invalidated { stages: vec!["a".into()] },
            EventKind::Completed { degraded: false },
            EventKind::Failed { why: EndingReason::Expired },
            EventKind::Cancelled,
        ];
        let before = run.state.clone();
        for event in after {
            assert!(run.try_event(event.clone()).is_err(), "{event:?} after {:?}", before.status());
            assert_eq!(run.state, before, "{event:?}");
        }
        assert_eq!(run.try_event(reopened()).is_ok(), failed);
    }
}
