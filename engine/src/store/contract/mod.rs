//! The contract of a store: one suite of sentences, run for every implementation.
//!
//! Call [`all`] with an empty store. Each sentence works on runs and queues of its own.

mod leasing;
pub(crate) mod make;
mod reading;
mod writing;

use std::sync::atomic::{AtomicU32, Ordering};

use revrx_engine_core::time::Timestamp;

use super::{Cancel, Claimed, Head, Op, Reclaim, Reply, Store, Sweep};
use crate::id::RunId;
use make::{WORKER, WORKFLOW, accept, at, claim};

/// Runs every sentence, one after the other.
///
/// # Panics
/// With the sentence that does not hold.
pub async fn all(store: &dyn Store) {
    let suite = Suite { store, queues: AtomicU32::new(0) };
    store.put_workflow(WORKFLOW, "schema = 1").await.expect("put");
    suite.accepting().await;
    suite.appending().await;
    suite.cancelling().await;
    suite.claiming().await;
    suite.losing().await;
    suite.sweeping_and_reopening().await;
    suite.reading().await;
    suite.together().await;
}

struct Suite<'a> {
    store: &'a dyn Store,
    queues: AtomicU32,
}

impl Suite<'_> {
    fn queue(&self) -> String {
        format!("queue-{}", self.queues.fetch_add(1, Ordering::Relaxed))
    }

    async fn one(&self, op: Op) -> Reply {
        self.store.transact(&[op]).await.expect("transact").pop().expect("one reply")
    }

    async fn head(&self, run: RunId) -> Head {
        self.store.head(run).await.expect("head").expect("there")
    }

    async fn queued(&self, queue: &str) -> RunId {
        let accept = accept(queue, None);
        let id = accept.run.id;
        self.one(Op::Accept(accept)).await;
        id
    }

    async fn running(&self, queue: &str) -> RunId {
        let mut accept = accept(queue, Some(WORKER));
        accept.queued = None;
        let id = accept.run.id;
        self.one(Op::Accept(accept)).await;
        id
    }

    async fn claim(&self, queue: &str, limit: u32) -> Vec<Claimed> {
        match self.one(Op::Claim(claim(queue, limit))).await {
            Reply::Claimed(claimed) => claimed,
            other => panic!("{other:?}"),
        }
    }

    async fn cancel(&self, run: RunId) -> Reply {
        self.one(Op::Cancel(Cancel { run, at: at(10), body: "[\"cancelled\"]".to_owned() })).await
    }

    async fn reclaim(&self, owner: &str, now: Timestamp) -> Vec<RunId> {
        let reclaim = Reclaim {
            now,
            owner: owner.to_owned(),
            body: "[\"lost\"]".to_owned(),
            poison_from: 4,
            poison_body: "[\"lost\",\"failed\"]".to_owned(),
        };
        match self.one(Op::Reclaim(reclaim)).await {
            Reply::Reclaimed(runs) => runs,
            other => panic!("{other:?}"),
        }
    }

    async fn sweep(&self) -> Vec<RunId> {
        let (expired_body, cancelled_body) = ("[\"failed\"]".to_owned(), "[\"cancelled\"]".to_owned());
        match self.one(Op::Sweep(Sweep { now: at(10), expired_body, cancelled_body })).await {
            Reply::Swept(runs) => runs,
            other => panic!("{other:?}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{MemoryStore, SqliteStore};

    #[tokio::test]
    async fn memory_keeps_the_contract() {
        all(&MemoryStore::new()).await;
        all(&MemoryStore::shared()).await;
    }

    #[tokio::test]
    async fn sqlite_keeps_the_contract() {
        let folder = tempfile::tempdir().unwrap();
        let (store, key) = SqliteStore::open(folder.path()).await.unwrap();
        assert_eq!(key, None);
        all(&store).await;
        store.close().await.unwrap();
    }
}
