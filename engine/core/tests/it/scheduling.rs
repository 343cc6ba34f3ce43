//! When a stage starts.

use revrx_engine_core::failure::FailureClass;

use crate::common::{Flow, Script, stage};

fn diamond() -> Script {
    let stages = [
        stage("slow"),
        stage("quick"),
        stage("after_slow").reads("slow"),
        stage("after_quick").reads("quick"),
        stage("end").reads("after_slow").reads("after_quick"),
    ];
    Script::claimed(Flow::new(stages).build())
}

#[test]
fn a_stage_starts_when_its_own_inputs_are_ready_without_waves_or_barriers() {
    let mut run = diamond();
    run.start("slow");
    run.finish("quick");
    assert_eq!(run.to_do(), ["start after_quick#1"], "it does not wait for `slow`");
    run.finish("after_quick");
    assert_eq!(run.to_do(), [""; 0], "`end` reads `after_slow` too");
    run.finish_all(&["slow", "after_slow"]);
    assert_eq!(run.to_do(), ["start end#1"]);
}

#[test]
fn stages_that_become_ready_together_start_in_file_order() {
    let run = diamond();
    assert_eq!(run.to_do(), ["start slow#1", "start quick#1"]);
}

#[test]
fn what_is_in_flight_is_not_started_again() {
    let mut run = diamond();
    run.start("slow");
    run.waits_for_permit("quick");
    assert_eq!(run.to_do(), [""; 0]);
}

#[test]
fn a_run_is_complete_when_all_stages_are_finished() {
    let mut run = diamond();
    run.finish_all(&["slow", "quick", "after_slow", "after_quick"]);
    assert_eq!(run.decided(), [""; 0]);
    run.finish("end");
    assert_eq!(run.decided(), ["complete"]);
    assert_eq!(run.to_do(), [""; 0]);
}

#[test]
fn a_degraded_stage_lets_its_readers_start() {
    let stages = [stage("codes").degradable(), stage("report").reads("codes?")];
    let mut run = Script::claimed(Flow::new(stages).build());
    run.fail("codes", FailureClass::Denied);
    assert_eq!(run.decided(), ["degraded codes: denied"]);
    assert_eq!(run.to_do(), ["start report#1"]);
    run.finish("report");
    assert_eq!(run.decided(), ["complete, degraded"]);
}

#[test]
fn nothing_is_decided_for_a_run_that_no_worker_holds() {
    let run = Script::queued(Flow::new([stage("a")]).build());
    assert_eq!(run.to_do(), [""; 0]);
}
