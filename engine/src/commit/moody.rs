//! A store for tests that waits and fails on demand, and remembers what it was asked.

use std::sync::{Mutex, PoisonError};

use tokio::sync::{Notify, Semaphore};

use crate::id::{RunId, WorkflowHash};
use crate::store::{EventRow, Filter, Head, Log, MemoryStore, Op, Reply, Store, StoreError, StoreFuture};

/// What becomes of one transaction.
#[derive(Clone, Debug)]
pub(super) enum Mood {
    /// It is carried out.
    Good,
    /// It fails, and nothing is carried out.
    Fails(StoreError),
    /// It is carried out, and the answer is lost.
    LosesAnswer,
}

type Moods = Box<dyn Fn(usize, &[Op]) -> Mood + Send + Sync>;

/// The store. A transaction begins when the gate lets it.
pub(super) struct Moody {
    inner: MemoryStore,
    mood: Moods,
    seen: Mutex<Vec<Vec<Op>>>,
    /// Told whenever a transaction arrives at the gate.
    pub(super) arrived: Notify,
    gate: Semaphore,
}

impl Moody {
    /// A store with a closed gate. Moods are asked for with the number of the transaction and its operations.
    pub(super) fn new(mood: impl Fn(usize, &[Op]) -> Mood + Send + Sync + 'static) -> Self {
        let (inner, mood) = (MemoryStore::new(), Box::new(mood));
        Self { inner, mood, seen: Mutex::default(), arrived: Notify::new(), gate: Semaphore::new(0) }
    }

    /// Lets every transaction through from here on.
    pub(super) fn open_gate(&self) {
        self.gate.add_permits(1_000);
    }

    /// The transactions so far.
    pub(super) fn seen(&self) -> Vec<Vec<Op>> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    async fn carry_out(&self, ops: &[Op]) -> Result<Vec<Reply>, StoreError> {
        let number = {
            let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
            seen.push(ops.to_vec());
            seen.len() - 1
        };
        self.arrived.notify_one();
        self.gate.acquire().await.expect("it is never closed for good").forget();
        match (self.mood)(number, ops) {
            Mood::Good => self.inner.transact(ops).await,
            Mood::Fails(error) => Err(error),
            Mood::LosesAnswer => {
                self.inner.transact(ops).await?;
                Err(StoreError::UnknownCommit("the cable was cut".to_owned()))
            }
        }
    }
}

impl Store for Moody {
    fn transact<'a>(&'a self, ops: &'a [Op]) -> StoreFuture<'a, Vec<Reply>> {
        Box::pin(self.carry_out(ops))
    }

    fn load(&self, run: RunId) -> StoreFuture<'_, Option<Log>> {
        self.inner.load(run)
    }

    fn head(&self, run: RunId) -> StoreFuture<'_, Option<Head>> {
        self.inner.head(run)
    }

    fn list<'a>(&'a self, filter: &'a Filter) -> StoreFuture<'a, Vec<Head>> {
        self.inner.list(filter)
    }

    fn events(&self, run: RunId, after: u64, limit: u32) -> StoreFuture<'_, Vec<EventRow>> {
        self.inner.events(run, after, limit)
    }

    fn artifact<'a>(&'a self, run: RunId, seq: u64, port: &'a str) -> StoreFuture<'a, Option<Vec<u8>>> {
        self.inner.artifact(run, seq, port)
    }

    fn workflow(&self, hash: WorkflowHash) -> StoreFuture<'_, Option<String>> {
        self.inner.workflow(hash)
    }

    fn put_workflow<'a>(&'a self, hash: WorkflowHash, text: &'a str) -> StoreFuture<'a, ()> {
        self.inner.put_workflow(hash, text)
    }

    fn close(&self) -> StoreFuture<'_, ()> {
        self.inner.close()
    }

    fn is_exclusive(&self) -> bool {
        self.inner.is_exclusive()
    }

    fn name(&self) -> &'static str {
        "moody"
    }
}
