//! A process that dies: simulated here by an engine that is dropped without a word; the crash matrix of the
//! command line does it with SIGKILL.

use revrx_engine::core::view::RunStatus;
use revrx_engine::{EngineError, Storage, WorkerOptions};

use crate::kinds::Bench;

#[tokio::test]
async fn a_folder_in_use_is_refused_with_the_process_that_has_it() {
    let folder = tempfile::tempdir().unwrap();
    let keys = tempfile::tempdir().unwrap();
    let first = Storage::sqlite(folder.path(), Some(keys.path())).await.unwrap();
    let error = Storage::sqlite(folder.path(), Some(keys.path())).await.err().unwrap();
    assert!(error.to_string().contains(&std::process::id().to_string()), "{error}");
    drop(first);
}

#[tokio::test]
async fn a_missing_key_stops_the_opening_and_nothing_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let keys = tempfile::tempdir().unwrap();
    let stages = "[stage.a]\nuses = \"test.pure\"\ninputs = { text = \"inputs.text\" }\n[completion]\noutput = \"a.text\"\n";
    let storage = Storage::sqlite(folder.path(), Some(keys.path())).await.unwrap();
    let bench = Bench::on(storage, stages, WorkerOptions::default()).await.unwrap();
    assert_eq!(bench.run().await.view.status, RunStatus::Complete);
    bench.engine.shutdown().await.unwrap();

    let others = tempfile::tempdir().unwrap();
    let error = Storage::sqlite(folder.path(), Some(others.path())).await.err().unwrap();
    assert!(matches!(error, EngineError::Key(_)), "{error}");
    assert!(error.to_string().contains(&others.path().display().to_string()), "{error}");
    assert_eq!(std::fs::read_dir(others.path()).unwrap().count(), 0);
    Storage::sqlite(folder.path(), Some(keys.path())).await.unwrap();
}
