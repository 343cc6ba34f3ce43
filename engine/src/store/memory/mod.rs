//! Runs in the memory of this process: for tests, and for work that needs no second life.

mod data;

use std::future::ready;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{EventRow, Filter, Head, Log, Op, Reply, Store, StoreError, StoreFuture};
use crate::id::{RunId, WorkflowHash};
use data::Data;

/// A store without a disk. It keeps the same guards as the others, and all that they keep is gone with it.
#[derive(Debug)]
pub struct MemoryStore {
    data: Mutex<Data>,
    exclusive: bool,
}

impl MemoryStore {
    /// An empty store of this process alone: leases do not expire.
    pub fn new() -> Self {
        Self { data: Mutex::default(), exclusive: true }
    }

    /// An empty store that several workers share: a lease is lost when its time has passed.
    pub fn shared() -> Self {
        Self { data: Mutex::default(), exclusive: false }
    }

    fn lock(&self) -> MutexGuard<'_, Data> {
        // A panic of another holder leaves whole operations behind: each is checked before it changes anything.
        self.data.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn read<'a, T: Send + 'a>(&self, read: impl FnOnce(&Data) -> T) -> StoreFuture<'a, T> {
        Box::pin(ready(Ok(read(&self.lock()))))
    }
}

impl Default for MemoryStore {
    fn default() -> Self {
        Self::new()
    }
}

impl Store for MemoryStore {
    fn transact<'a>(&'a self, ops: &'a [Op]) -> StoreFuture<'a, Vec<Reply>> {
        let mut data = self.lock();
        let unknown =
            ops.iter().any(|op| matches!(op, Op::Accept(accept) if !data.knows(&accept.run.workflow)));
        let replies = match unknown {
            true => {
                Err(StoreError::Rejected("the text of the run's workflow is not in the store".to_owned()))
            }
            false => Ok(ops.iter().map(|op| data.carry_out(op, self.exclusive)).collect()),
        };
        Box::pin(ready(replies))
    }

    fn load(&self, run: RunId) -> StoreFuture<'_, Option<Log>> {
        self.read(|data| data.load(run))
    }

    fn head(&self, run: RunId) -> StoreFuture<'_, Option<Head>> {
        self.read(|data| data.head(run))
    }

    fn list<'a>(&'a self, filter: &'a Filter) -> StoreFuture<'a, Vec<Head>> {
        self.read(|data| data.list(filter))
    }

    fn events(&self, run: RunId, after: u64, limit: u32) -> StoreFuture<'_, Vec<EventRow>> {
        self.read(|data| data.events(run, after, limit))
    }

    fn artifact<'a>(&'a self, run: RunId, seq: u64, port: &'a str) -> StoreFuture<'a, Option<Vec<u8>>> {
        self.read(|data| data.artifact(run, seq, port))
    }

    fn workflow(&self, hash: WorkflowHash) -> StoreFuture<'_, Option<String>> {
        self.read(|data| data.workflow(&hash))
    }

    fn put_workflow<'a>(&'a self, hash: WorkflowHash, text: &'a str) -> StoreFuture<'a, ()> {
        self.lock().put_workflow(hash, text);
        Box::pin(ready(Ok(())))
    }

    fn close(&self) -> StoreFuture<'_, ()> {
        Box::pin(ready(Ok(())))
    }

    fn is_exclusive(&self) -> bool {
        self.exclusive
    }

    fn name(&self) -> &'static str {
        "memory"
    }
}
