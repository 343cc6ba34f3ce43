//! What a run gives, and what it keeps.

use revrx_engine::core::view::{RunStatus, StageStatus};
use revrx_engine::{EngineError, SubmitRequest};

use crate::kinds::Bench;

const DIAMOND: &str = r#"
[stage.first]
uses = "test.pure"
inputs = { text = "inputs.text" }
[stage.left]
uses = "test.pure"
inputs = { text = "first.text" }
with = { wait-ms = 40 }
[stage.right]
uses = "test.idempotent"
inputs = { text = "first.text" }
with = { wait-ms = 40 }
[stage.last]
uses = "test.once"
inputs = { text = "left.text", other = "right.text" }
[completion]
output = "last.text"
"#;

#[tokio::test]
async fn stages_side_by_side_overlap_and_join() {
    let bench = Bench::new(DIAMOND).await;
    let finished = bench.run().await;
    let text: String = finished.output().unwrap();
    assert_eq!(text, "last(left(first(in, nothing), nothing), right(first(in, nothing), nothing))");
    let [_, left, right, _] = &finished.view.stages[..] else { panic!("four stages") };
    assert!(left.started_at < right.finished_at && right.started_at < left.finished_at, "they overlap");
    assert_eq!(finished.view.percent, 100);
}

#[tokio::test]
async fn a_failed_run_keeps_what_there_was_and_a_retry_goes_on_from_there() {
    let stages = r#"
[stage.a]
uses = "test.pure"
inputs = { text = "inputs.text" }
[stage.b]
uses = "test.pure"
inputs = { text = "a.text" }
with = { fail = ["internal"] }
[completion]
output = "b.text"
"#;
    let bench = Bench::new(stages).await;
    let run = bench.submit().await;
    let failed = run.finished().await.unwrap();
    assert_eq!(failed.view.status, RunStatus::Failed);
    assert!(matches!(failed.output::<String>(), Err(EngineError::NoOutput { .. })));
    assert_eq!(run.output_of("a", "text").await.unwrap().as_deref(), Some("\"a(in, nothing)\""));
    let percent = failed.view.percent;

    let again = bench.engine.reopen(run.id(), "tester").await.unwrap();
    let finished = again.finished().await.unwrap();
    assert_eq!(finished.view.status, RunStatus::Complete);
    assert!(finished.view.percent >= percent);
    assert_eq!((bench.attempts("a"), bench.attempts("b")), (1, 2), "the finished stage stays finished");
    let error = bench.engine.reopen(run.id(), "tester").await.err().unwrap();
    assert!(matches!(error, EngineError::State { status: RunStatus::Complete, .. }), "{error}");
}

#[tokio::test]
async fn a_stage_that_panics_fails_as_internal_and_nothing_else_suffers() {
    let stages = |uses: &str| {
        format!(
            "[stage.a]\nuses = \"{uses}\"\ninputs = {{ text = \"inputs.text\" }}\nwith = {{ panic = true }}\n[completion]\noutput = \"a.text\"\n"
        )
    };
    let bench = Bench::new(&stages("test.pure")).await;
    let finished = bench.run().await;
    assert_eq!(finished.view.stages[0].status, StageStatus::Failed);
    assert_eq!(finished.view.stages[0].reason.unwrap().as_str(), "internal");
    assert!(bench.engine.is_idle() || bench.run().await.view.is_terminal());
}

#[tokio::test]
async fn an_input_that_the_workflow_does_not_state_is_refused_before_there_is_a_run() {
    let bench = Bench::new(DIAMOND).await;
    for (request, wanted) in [
        (SubmitRequest::new("test"), "input `text`: it is missing"),
        (
            SubmitRequest::new("test").input("text", &1).input("x", &1),
            "input `x`: the workflow has no such input",
        ),
        (SubmitRequest::new("other"), "there is no workflow `other`"),
        (
            SubmitRequest::new("test").input("text", &"x".repeat(2 << 20)),
            "input `text`: it has 2097152 bytes, the workflow allows 1048576",
        ),
    ] {
        let error = bench.engine.submit(request).await.err().unwrap();
        assert_eq!(error.to_string(), wanted);
    }
    assert!(bench.engine.list(&Default::default()).await.unwrap().is_empty());
}

#[tokio::test]
async fn the_same_key_gives_the_same_run_and_another_body_is_refused() {
    let bench = Bench::new(DIAMOND).await;
    let request = |text: &str| SubmitRequest::new("test").input("text", &text).idempotency_key("k");
    let first = bench.engine.submit(request("in")).await.unwrap();
    let second = bench.engine.submit(request("in")).await.unwrap();
    assert_eq!((first.existed(), second.existed()), (false, true));
    assert_eq!(first.id(), second.id());
    let error = bench.engine.submit(request("other")).await.err().unwrap();
    assert!(matches!(error, EngineError::KeyReused(run) if run == first.id()));
    first.finished().await.unwrap();
    assert_eq!(bench.attempts("last"), 1);
}
