//! Timeouts, deadlines and bounds.

use std::time::Duration;

use revrx_engine::core::run::EndingReason;
use revrx_engine::core::view::RunStatus;

use crate::kinds::Bench;

fn head(deadline: &str, give_up: &str) -> String {
    let named =
        format!("workflow = {{ name = \"test\", deadline = \"{deadline}\", give-up-after = \"{give_up}\" }}");
    crate::kinds::HEAD.replace("workflow = { name = \"test\", deadline = \"15m\" }", &named)
}

#[tokio::test]
async fn a_timeout_really_ends_the_work() {
    let stages = r#"
[stage.a]
uses = "test.computing"
inputs = { text = "inputs.text" }
timeout = "1s"
retry = "none"
with = { wait-ms = 60000 }
[completion]
output = "a.text"
"#;
    let bench = Bench::new(stages).await;
    let run = bench.submit().await;
    // Three run attempts, each with one try of one second.
    let ended = tokio::time::timeout(Duration::from_secs(20), run.finished()).await;
    let finished = ended.expect("the run ends").unwrap();
    assert_eq!(finished.view.stages[0].reason.unwrap().as_str(), "timeout");
    bench.until_started("stopped", bench.attempts("a")).await;
}

#[tokio::test]
async fn an_output_over_its_bound_is_invalid_and_its_size_is_said() {
    let stages = r#"
[stage.a]
uses = "test.pure"
inputs = { text = "inputs.text" }
with = { bytes = 5000000 }
[completion]
output = "a.text"
"#;
    let bench = Bench::new(stages).await;
    assert_eq!(bench.run().await.view.stages[0].reason.unwrap().as_str(), "invalid-output");
}

#[tokio::test]
async fn a_large_output_is_stored_apart_and_comes_back_whole() {
    let stages = r#"
[stage.a]
uses = "test.pure"
inputs = { text = "inputs.text" }
with = { bytes = 100000 }
[completion]
output = "a.text"
"#;
    let folder = tempfile::tempdir().unwrap();
    let keys = tempfile::tempdir().unwrap();
    let storage = revrx_engine::Storage::sqlite(folder.path(), Some(keys.path())).await.unwrap();
    let bench = Bench::on(storage, stages, Default::default()).await.unwrap();
    let run = bench.submit().await;
    let text: String = run.finished().await.unwrap().output().unwrap();
    assert_eq!(text.len(), 100_000 + "a(in, nothing)".len());
    assert_eq!(run.output_of("a", "text").await.unwrap().unwrap().len(), text.len() + 2);
    bench.engine.shutdown().await.unwrap();
}

#[tokio::test]
async fn a_run_ends_when_its_time_from_accept_is_over_whatever_it_waits_for() {
    let stages = r#"
[stage.a]
uses = "test.idempotent"
inputs = { text = "inputs.text" }
timeout = "2s"
retry = "none"
with = { wait-ms = 60000 }
[completion]
output = "a.text"
"#;
    let bench = Bench::new(&format!("{}{stages}", head("15m", "1s"))).await;
    let finished = bench.run().await;
    assert_eq!(finished.view.status, RunStatus::Failed);
    assert_eq!(finished.view.why, Some(EndingReason::Expired));
}

#[tokio::test]
async fn a_passed_deadline_is_permanent() {
    let stages = r#"
[stage.a]
uses = "test.idempotent"
inputs = { text = "inputs.text" }
criticality = "degradable"
timeout = "600s"
retry = "none"
with = { wait-ms = 60000 }
[stage.b]
uses = "test.idempotent"
inputs = { text = "a.text?" }
timeout = "1s"
retry = "none"
[completion]
output = "b.text"
"#;
    let bench = Bench::new(&format!("{}{stages}", head("2s", "24h"))).await;
    let finished = bench.run().await;
    assert_eq!((finished.view.status, finished.view.degraded), (RunStatus::Complete, true));
    assert_eq!(finished.view.stages[0].reason.unwrap().as_str(), "deadline-near", "a second is kept for `b`");
}
