//! What was answered as durable was synced to the disk first: counted, as no kill of a process can tell.

use std::process::Command;

use crate::engine::{engine, run};

/// Runs, one after the other; each is accepted and finished by commits of its own.
const RUNS: usize = 50;

#[tokio::test]
async fn runs_one_after_the_other() {
    let folder = tempfile::tempdir().unwrap();
    let engine = engine(folder.path()).await;
    for number in 0..RUNS {
        let text = format!("text {number}");
        assert!(run(&engine, &text).await.starts_with(&text));
    }
    engine.shutdown().await.unwrap();
}

/// How often a process syncs that does just that.
fn syncs(variables: &[(&str, &str)]) -> usize {
    let folder = tempfile::tempdir().unwrap();
    let calls = folder.path().join("calls");
    let mut command = Command::new("strace");
    command.args(["-f", "-qq", "-e", "trace=fdatasync,fsync", "-e", "signal=none", "-o"]).arg(&calls);
    command.arg(std::env::current_exe().unwrap());
    command.args(["--exact", "sync::runs_one_after_the_other"]).envs(variables.iter().copied());
    let output = command.output().expect("`strace` is needed: install the package `strace`");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success() && said.contains("1 passed"),
        "{said}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let calls = std::fs::read_to_string(calls).unwrap();
    calls.lines().filter(|line| line.contains("sync(")).count()
}

#[test]
fn every_answer_comes_after_its_sync() {
    // Accept and end of a run are answered each, and the next run begins after that.
    let counted = syncs(&[]);
    assert!(counted >= 2 * RUNS, "{counted} syncs for {RUNS} runs");
}

#[cfg(feature = "faults")]
#[test]
fn the_count_notices_when_syncing_is_off() {
    let counted = syncs(&[("REVRX_TEST_SYNC_OFF", "1")]);
    assert!(counted < RUNS, "{counted} syncs for {RUNS} runs, although it is off");
}
