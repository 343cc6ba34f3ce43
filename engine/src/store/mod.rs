//! Where runs live. One small trait, of which every call can fail; one contract suite for all implementations.

mod error;
mod live;
mod memory;
mod op;
mod record;
mod sqlite;
mod turns;

#[cfg(test)]
mod alike;
#[cfg(any(test, feature = "testkit"))]
pub mod contract;

pub use error::StoreError;
pub use memory::MemoryStore;
pub use op::{Accept, Append, Cancel, Claim, Heartbeat, Op, Outcome, Reclaim, Reopen, Reply, Sweep};
pub use record::{Artifact, Claimed, EventRow, Filter, Head, HeadUpdate, Log, NewRun, StoredValue};
pub use sqlite::SqliteStore;

use std::future::Future;
use std::pin::Pin;

use crate::id::{RunId, WorkflowHash};

/// What a store's calls return.
pub type StoreFuture<'a, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 'a>>;

/// A durable home for runs.
///
/// Everything that changes goes through [`Store::transact`], which is called by one task at a time (the
/// committer); everything else only reads and may run beside it. Values are opaque bytes here: they are sealed
/// before they come and opened after they go.
pub trait Store: Send + Sync + 'static {
    /// Carries out all operations in one transaction, in this order, and answers each. An operation whose guard
    /// does not hold (another epoch, another `head_seq`, a terminal run, a used idempotency key) is refused
    /// alone: the others stand. When this returns `Ok`, all that was not refused is durable: it survives the
    /// loss of the process and of power.
    ///
    /// # Errors
    /// Any error means that nothing of it was carried out, except [`StoreError::UnknownCommit`]: then the caller
    /// re-reads each head before it decides.
    fn transact<'a>(&'a self, ops: &'a [Op]) -> StoreFuture<'a, Vec<Reply>>;

    /// The whole of a run: head, sealed data key, sealed input, all events with their payloads.
    fn load(&self, run: RunId) -> StoreFuture<'_, Option<Log>>;

    /// One head.
    fn head(&self, run: RunId) -> StoreFuture<'_, Option<Head>>;

    /// Heads that fit the filter, newest first.
    fn list<'a>(&'a self, filter: &'a Filter) -> StoreFuture<'a, Vec<Head>>;

    /// Event rows of a run with a `seq` above `after`, oldest first, without payloads, at most `limit` rows.
    fn events(&self, run: RunId, after: u64, limit: u32) -> StoreFuture<'_, Vec<EventRow>>;

    /// One large output.
    fn artifact<'a>(&'a self, run: RunId, seq: u64, port: &'a str) -> StoreFuture<'a, Option<Vec<u8>>>;

    /// The text of a workflow that runs are pinned to.
    fn workflow(&self, hash: WorkflowHash) -> StoreFuture<'_, Option<String>>;

    /// Keeps the text of a workflow. Known texts are left as they are. Durable when it returns.
    fn put_workflow<'a>(&'a self, hash: WorkflowHash, text: &'a str) -> StoreFuture<'a, ()>;

    /// Closes files and connections. No call may follow.
    fn close(&self) -> StoreFuture<'_, ()>;

    /// Whether leases are kept only as long as this process lives: then opening takes over every lease it finds,
    /// and none expires in between.
    fn is_exclusive(&self) -> bool;

    /// `memory`, `sqlite` or `postgres`.
    fn name(&self) -> &'static str;
}
