//! Retry by class, degradation, and run attempts.

use revrx_engine::core::failure::FailureClass;
use revrx_engine::core::run::EventKind;
use revrx_engine::core::view::{RunStatus, StageStatus};
use revrx_engine::{RunHandle, Update};

use crate::kinds::Bench;

/// The times at which a stage's attempts began, in milliseconds from the first.
async fn starts(run: &RunHandle, stage: &str) -> Vec<u128> {
    let mut updates = run.updates().await.unwrap();
    let mut at = Vec::new();
    while let Some(update) = updates.next().await.unwrap() {
        if let Update::Event { event, .. } = update
            && let EventKind::Started { stage: name, .. } = &event.kind
            && *name == *stage
        {
            at.push(event.at);
        }
    }
    at.iter().map(|time| time.since(at[0]).as_millis()).collect()
}

fn stage(uses: &str, rest: &str) -> String {
    format!(
        "[stage.a]\nuses = \"{uses}\"\ninputs = {{ text = \"inputs.text\" }}\n{rest}\n[completion]\noutput = \"a.text\"\n"
    )
}

#[tokio::test]
async fn a_stage_that_fails_with_a_transient_class_starts_again_after_the_stated_delays_four_attempts_in_all()
{
    let bench = Bench::new(&stage(
        "test.pure",
        r#"with = { wait-ms = 30, fail = ["unavailable", "network", "throttled"] }"#,
    ))
    .await;
    let run = bench.submit().await;
    let starts = starts(&run, "a").await;
    let finished = run.finished().await.unwrap();
    assert_eq!(finished.view.status, RunStatus::Complete);
    assert_eq!(bench.attempts("a"), 4);
    assert!(starts.len() >= 3, "the listener may have missed the first: {starts:?}");
    let gaps: Vec<u128> = starts.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let least = [50, 70, 110];
    assert!(gaps.iter().rev().zip(least.iter().rev()).all(|(gap, least)| gap >= least), "{gaps:?}");
}

#[tokio::test]
async fn invalid_input_is_not_tried_again() {
    let bench =
        Bench::new(&stage("test.pure", r#"with = { fail = ["invalid-input"], always = true }"#)).await;
    let finished = bench.run().await;
    assert_eq!((finished.view.status, bench.attempts("a")), (RunStatus::Failed, 1));
    assert_eq!(finished.view.stages[0].status, StageStatus::Failed);
    assert_eq!(finished.view.stages[0].reason, Some(FailureClass::InvalidInput));
}

#[tokio::test]
async fn a_critical_stage_that_stays_unavailable_requeues_the_run_up_to_max_attempts_then_it_is_a_dead_letter()
 {
    let bench =
        Bench::new(&stage("test.idempotent", r#"with = { fail = ["unavailable"], always = true }"#)).await;
    let run = bench.submit().await;
    let finished = run.finished().await.unwrap();
    assert_eq!(finished.view.status, RunStatus::Failed);
    assert_eq!(bench.attempts("a"), 12, "four tries in each of three run attempts");
    let head = bench.engine.list(&Default::default()).await.unwrap().remove(0);
    assert_eq!(head.index.attempts, 3, "this one included");
    assert_eq!(head.index.reason.as_deref(), Some("unavailable"));
}

#[tokio::test]
async fn a_degradable_stage_is_tried_as_often_and_then_the_run_goes_on_without_it() {
    let stages = r#"
[stage.a]
uses = "test.pure"
inputs = { text = "inputs.text" }
criticality = "degradable"
with = { fail = ["unavailable"], always = true }
[stage.b]
uses = "test.pure"
inputs = { text = "a.text?" }
[completion]
output = "b.text"
"#;
    let bench = Bench::new(stages).await;
    let finished = bench.run().await;
    assert_eq!((finished.view.status, finished.view.degraded), (RunStatus::Complete, true));
    assert_eq!(bench.attempts("a"), 4);
    assert_eq!(finished.output::<String>().unwrap(), "b(nothing, nothing)");
}

#[tokio::test]
async fn what_stands_in_is_a_value_or_another_kind() {
    let stages = r#"
[stage.a]
uses = "test.pure"
inputs = { text = "inputs.text" }
criticality = "degradable"
fallback = { text = "inputs.text" }
with = { fail = ["internal"] }
[stage.b]
uses = "test.idempotent"
inputs = { text = "a.text" }
fallback = { uses = "test.pure" }
with = { fail = ["denied"] }
[stage.c]
uses = "test.pure"
inputs = { text = "b.text" }
[completion]
output = "c.text"
"#;
    let bench = Bench::new(stages).await;
    let finished = bench.run().await;
    assert_eq!((finished.view.status, finished.view.degraded), (RunStatus::Complete, true));
    assert_eq!(finished.output::<String>().unwrap(), "c(b(in, nothing), nothing)");
    assert!(finished.view.stages[1].stand_in);
    assert_eq!(finished.view.stages[1].reason, Some(FailureClass::Denied));
}

#[tokio::test]
async fn a_kind_that_is_not_configured_is_skipped_and_leaves_the_run_undegraded() {
    let stages = r#"
[stage.a]
uses = "test.pure"
inputs = { text = "inputs.text" }
criticality = "degradable"
with = { not-configured = true }
[stage.b]
uses = "test.pure"
inputs = { text = "a.text?" }
[completion]
output = "b.text"
"#;
    let bench = Bench::new(stages).await;
    let finished = bench.run().await;
    assert_eq!((finished.view.status, finished.view.degraded), (RunStatus::Complete, false));
    assert_eq!(finished.view.stages[0].status, StageStatus::Skipped);
    assert_eq!(bench.attempts("a"), 0, "known before anything starts");
}
