//! A disk that is full: nothing of a transaction is written, and all goes on once there is room.

use crate::id::RunId;
use crate::store::contract::make::{WORKFLOW, accept};
use crate::store::{Op, Reply, SqliteStore, Store, StoreError, StoredValue};

fn of_size(bytes: usize) -> (RunId, Op) {
    let mut accept = accept("queue", None);
    accept.run.input = StoredValue::from(vec![7; bytes]);
    (accept.run.id, Op::Accept(accept))
}

#[tokio::test]
async fn a_full_disk_loses_nothing_and_is_over_when_there_is_room() {
    let folder = tempfile::tempdir().unwrap();
    let (store, _) = SqliteStore::open(folder.path()).await.unwrap();
    store.put_workflow(WORKFLOW, "schema = 1").await.unwrap();
    store.limit_pages(100).await;
    let mut kept = Vec::new();
    let refused = loop {
        let (run, op) = of_size(40_000);
        match store.transact(&[op]).await {
            Ok(_) => kept.push(run),
            Err(error) => break (run, error),
        }
        assert!(kept.len() < 100, "the disk is never full");
    };
    assert!(kept.len() > 5, "{}", kept.len());
    assert_eq!(refused.1, StoreError::Full);
    for _ in 0..3 {
        let ops = [of_size(10), of_size(100_000)];
        let runs = ops.clone().map(|(run, _)| run);
        assert_eq!(store.transact(&ops.map(|(_, op)| op)).await, Err(StoreError::Full));
        for run in runs {
            assert_eq!(store.head(run).await, Ok(None), "half a transaction was written");
        }
    }
    for run in &kept {
        assert_eq!(store.load(*run).await.unwrap().unwrap().input.len(), 40_000);
    }
    store.limit_pages(10_000).await;
    for _ in 0..5 {
        let (run, op) = of_size(40_000);
        assert_eq!(store.transact(&[op]).await, Ok(vec![Reply::Accepted { claimed: false }]));
        kept.push(run);
    }
    store.close().await.unwrap();
    let (again, _) = SqliteStore::open(folder.path()).await.unwrap();
    for run in kept {
        assert!(again.head(run).await.unwrap().is_some());
    }
    assert_eq!(again.head(refused.0).await, Ok(None));
}
