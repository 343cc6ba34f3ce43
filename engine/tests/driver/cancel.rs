//! Cancel and shutdown.

use std::time::Duration;

use revrx_engine::core::view::{RunStatus, StageStatus};
use revrx_engine::{EngineError, Storage, WorkerOptions};

use crate::kinds::Bench;

const SLOW: &str = r#"
[stage.a]
uses = "test.idempotent"
inputs = { text = "inputs.text" }
with = { wait-ms = 60000 }
[completion]
output = "a.text"
"#;

#[tokio::test]
async fn a_cancel_ends_the_work_at_once_and_never_changes_again() {
    let bench = Bench::new(SLOW).await;
    let run = bench.submit().await;
    bench.until_started("a", 1).await;
    run.cancel().await.unwrap();
    let finished = run.finished().await.unwrap();
    assert_eq!(finished.view.status, RunStatus::Cancelled);
    assert_eq!(finished.view.stages[0].status, StageStatus::Cancelled);
    let error = run.cancel().await.err();
    assert!(
        error.is_none() || matches!(error, Some(EngineError::State { status: RunStatus::Cancelled, .. }))
    );
    assert_eq!(run.finished().await.unwrap().view.status, RunStatus::Cancelled);
}

#[tokio::test]
async fn a_run_that_completed_first_stays_complete() {
    let bench = Bench::new(&SLOW.replace("60000", "0")).await;
    let run = bench.submit().await;
    run.finished().await.unwrap();
    let error = run.cancel().await.err().unwrap();
    assert!(matches!(error, EngineError::State { status: RunStatus::Complete, .. }), "{error}");
}

#[tokio::test]
async fn a_run_that_waits_for_a_place_is_cancelled_without_ever_starting() {
    let options = WorkerOptions { max_runs: 1, ..WorkerOptions::default() };
    let bench = Bench::on(Storage::memory(), SLOW, options).await.unwrap();
    let first = bench.submit().await;
    bench.until_started("a", 1).await;
    let second = bench.submit().await;
    second.cancel().await.unwrap();
    assert_eq!(second.finished().await.unwrap().view.status, RunStatus::Cancelled);
    assert_eq!(bench.attempts("a"), 1);
    first.cancel().await.unwrap();
    first.finished().await.unwrap();
}

#[tokio::test]
async fn a_run_between_two_attempts_is_cancelled_before_it_is_claimed_again() {
    let stages = SLOW.replace("wait-ms = 60000", r#"fail = ["unavailable"], always = true"#);
    let slow_requeue = crate::kinds::HEAD
        .replace("initial-delay = \"50ms\"", "initial-delay = \"30s\"")
        .replace("max-delay = \"1s\"", "max-delay = \"60s\"");
    let bench = Bench::new(&format!("{slow_requeue}{stages}")).await;
    let run = bench.submit().await;
    bench.until_started("a", 4).await;
    while run.view().await.unwrap().1.status != RunStatus::Queued {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    run.cancel().await.unwrap();
    assert_eq!(run.finished().await.unwrap().view.status, RunStatus::Cancelled);
    assert_eq!(bench.attempts("a"), 4);
}

#[tokio::test]
async fn a_shutdown_gives_runs_back_and_the_next_engine_finishes_them() {
    let folder = tempfile::tempdir().unwrap();
    let keys = tempfile::tempdir().unwrap();
    let open = || Storage::sqlite(folder.path(), Some(keys.path()));
    let bench = Bench::on(open().await.unwrap(), SLOW, WorkerOptions::default()).await.unwrap();
    let run = bench.submit().await.id();
    bench.until_started("a", 1).await;
    bench.engine.shutdown().await.unwrap();

    let bench =
        Bench::on(open().await.unwrap(), SLOW, WorkerOptions { enabled: false, ..WorkerOptions::default() })
            .await
            .unwrap();
    let head = bench.engine.list(&Default::default()).await.unwrap().remove(0);
    assert_eq!(
        (head.id, head.index.status, head.index.lost_leases),
        (run, RunStatus::Queued, 0),
        "given back, not lost"
    );
    bench.engine.shutdown().await.unwrap();
}
