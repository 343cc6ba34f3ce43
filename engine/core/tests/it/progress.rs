//! Milestones, percent and phases.

use revrx_engine_core::failure::FailureClass;
use revrx_engine_core::run::EventKind;
use revrx_engine_core::view::{MilestoneEvent, MilestoneState, PhaseState};

use crate::common::{Flow, Script, stage};

fn started(name: &str) -> MilestoneEvent {
    MilestoneEvent::Started(name.into())
}

fn finished(name: &str) -> MilestoneEvent {
    MilestoneEvent::Finished(name.into())
}

fn flow() -> Flow {
    let stages = [
        stage("first"),
        stage("left").reads("first").degradable(),
        stage("right").reads("first").degradable(),
        stage("report").reads("left?").reads("right?"),
    ];
    Flow::new(stages)
        .phase(&["first"])
        .phase(&["left", "right"])
        .phase(&["report"])
        .milestone(0, &[MilestoneEvent::RunQueued])
        .milestone(20, &[finished("first")])
        .milestone(50, &[started("left")])
        .milestone(60, &[started("right")])
        .milestone(70, &[finished("left"), finished("right")])
        .milestone(95, &[started("report")])
        .milestone(100, &[MilestoneEvent::RunComplete])
}

fn milestones(run: &Script) -> String {
    let outline = &run.workflow.outline;
    let letter = |index| match run.state.view.milestone_state(outline, index) {
        MilestoneState::Ahead => '.',
        MilestoneState::Reached => 'R',
        MilestoneState::Passed => 'p',
    };
    (0..outline.milestones.len()).map(letter).collect()
}

fn phases(run: &Script) -> [PhaseState; 3] {
    [0, 1, 2].map(|phase| run.state.view.phase_state(&run.workflow.outline, phase))
}

#[test]
fn percent_is_the_highest_milestone_reached() {
    let mut run = Script::queued(flow().build());
    assert_eq!((run.state.view.percent, milestones(&run)), (0, "R......".to_owned()));
    run.claim();
    run.finish("first");
    run.start("right");
    assert_eq!((run.state.view.percent, milestones(&run)), (60, "RRpR...".to_owned()), "50 is passed");
    run.start("left");
    assert_eq!((run.state.view.percent, milestones(&run)), (60, "RRRR...".to_owned()), "it never goes back");
    run.finish("right");
    assert_eq!(run.state.view.percent, 60, "a list means all");
    run.finish("left");
    assert_eq!(run.state.view.percent, 70);
    run.finish("report");
    assert_eq!((run.state.view.percent, milestones(&run)), (100, "RRRRRRR".to_owned()));
}

#[test]
fn a_skipped_stage_passes_its_start() {
    let mut run = Script::claimed(flow().build());
    run.finish_all(&["first", "left"]);
    run.not_configured("right");
    assert_eq!(milestones(&run), "RRRpR..");
    run.finish("report");
    assert_eq!((run.decided().pop(), milestones(&run)), (Some("complete".to_owned()), "RRRpRRR".to_owned()));
}

#[test]
fn started_is_the_first_attempt_before_its_permit() {
    let mut run = Script::claimed(flow().build());
    run.finish("first");
    run.waits_for_permit("left");
    assert_eq!(run.state.view.percent, 50);
}

#[test]
fn progress_never_falls_over_run_attempts_and_a_failed_run_keeps_its_percent() {
    let mut run = Script::claimed(flow().build());
    run.finish_all(&["first", "left", "right"]);
    for _ in 0..3 {
        (0..4).for_each(|_| run.fail("report", FailureClass::Network));
        assert_eq!(run.state.view.percent, 95);
        if !run.state.view.is_terminal() {
            run.claim();
        }
    }
    assert_eq!(run.decided().pop(), Some("failed: report: network".to_owned()));
    run.happens(EventKind::Reopened { by: "someone".to_owned() });
    run.claim();
    run.start("report");
    assert_eq!(run.state.view.percent, 95, "it goes on from there");
    run.finish("report");
    assert_eq!(run.state.view.percent, 100);
}

#[test]
fn a_steps_own_state_comes_from_its_stages() {
    use PhaseState::{Cancelled, Degraded, Done, Failed, NotStarted, Running};
    let mut run = Script::claimed(flow().build());
    let current = |run: &Script| run.state.view.current_phase(&run.workflow.outline);
    assert_eq!((phases(&run), current(&run)), ([NotStarted, NotStarted, NotStarted], 0));
    run.start("first");
    assert_eq!(phases(&run), [Running, NotStarted, NotStarted]);
    run.finish("first");
    run.fail("left", FailureClass::Denied);
    assert_eq!((phases(&run), current(&run)), ([Done, Running, NotStarted], 1));
    run.not_configured("right");
    assert_eq!((phases(&run), current(&run)), ([Done, Degraded, NotStarted], 2));
    let mut cancelled = Script::claimed(flow().build());
    cancelled.finish("first");
    cancelled.cancel();
    assert_eq!(phases(&cancelled), [Done, Cancelled, Cancelled]);
    run.fail("report", FailureClass::Denied);
    assert_eq!(phases(&run), [Done, Degraded, Failed]);
}

#[test]
fn a_run_that_was_never_started_is_pending() {
    let mut run = Script::queued(flow().build());
    assert!(run.state.view.is_pending());
    run.claim();
    run.happens(EventKind::GivenBack);
    assert!(!run.state.view.is_pending(), "queued again is processing");
}
