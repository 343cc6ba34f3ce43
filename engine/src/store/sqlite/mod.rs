//! Runs in one folder of this machine: SQLite, one writer, each commit on the disk before it is answered.
//!
//! The folder is open in one process at a time, so leases do not expire while it lives, and opening takes over
//! every lease it finds. Measured statements and traps: `docs/decisions/`.

mod cache;
mod connect;
mod errors;
mod find;
mod folder;
#[cfg(all(test, feature = "faults"))]
mod full_disk;
mod read;
mod rows;
mod statements;
mod work;
mod write;
mod writer;

use std::fmt;
use std::path::{Path, PathBuf};

use sqlx::sqlite::SqlitePool;
use tokio::sync::Mutex;

use super::{EventRow, Filter, Head, Log, Op, Reply, Store, StoreError, StoreFuture};
use crate::id::{RunId, WorkflowHash};
use folder::FolderLock;
use writer::Writer;

/// Runs in a data folder.
pub struct SqliteStore {
    folder: PathBuf,
    writer: Mutex<Writer>,
    readers: SqlitePool,
    lock: std::sync::Mutex<Option<FolderLock>>,
}

impl SqliteStore {
    /// Opens a data folder, makes it where there is none (0700, files 0600), and brings its schema up to date.
    /// The second value is the id of the master key its values are sealed with, `None` in a new folder.
    ///
    /// # Errors
    /// [`StoreError::InUse`] when another process has it open, [`StoreError::Newer`] (nothing is touched then),
    /// [`StoreError::Corrupt`] when the file is damaged or no database, [`StoreError::Full`] and
    /// [`StoreError::Unavailable`].
    pub async fn open(folder: &Path) -> Result<(Self, Option<String>), StoreError> {
        let lock = folder::enter(folder)?;
        connect::refuse_foreign(folder).await?;
        let mut connection = connect::writer(folder).await?;
        connect::migrate(&mut connection).await?;
        let mut writer = Writer::new(folder.to_owned(), connection).await?;
        let key = writer.meta(MASTER_KEY).await?;
        let (writer, readers) = (Mutex::new(writer), connect::readers(folder));
        let lock = std::sync::Mutex::new(Some(lock));
        Ok((Self { folder: folder.to_owned(), writer, readers, lock }, key))
    }

    /// Keeps the id of the master key, once and for all. Durable when it returns.
    ///
    /// # Errors
    /// Any [`StoreError`]; [`StoreError::Rejected`] when the store has another.
    pub async fn put_master_key_id(&self, id: &str) -> Result<(), StoreError> {
        let mut writer = self.writer.lock().await;
        writer.put_meta(MASTER_KEY, id).await?;
        match writer.meta(MASTER_KEY).await? {
            Some(kept) if kept == id => Ok(()),
            _ => Err(StoreError::Rejected("the data folder is sealed with another master key".to_owned())),
        }
    }

    /// As if the disk had room for so many pages of 8 KiB, from here on. For tests.
    #[cfg(feature = "faults")]
    pub async fn limit_pages(&self, pages: u32) {
        self.writer.lock().await.limit_pages(pages);
    }

    /// The data folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

/// Where the id of the master key stands in the table `meta`.
const MASTER_KEY: &str = "master-key";

impl fmt::Debug for SqliteStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqliteStore").field("folder", &self.folder).finish_non_exhaustive()
    }
}

impl Store for SqliteStore {
    fn transact<'a>(&'a self, ops: &'a [Op]) -> StoreFuture<'a, Vec<Reply>> {
        Box::pin(async move { self.writer.lock().await.transact(ops).await })
    }

    fn load(&self, run: RunId) -> StoreFuture<'_, Option<Log>> {
        Box::pin(read::log(&self.readers, run))
    }

    fn head(&self, run: RunId) -> StoreFuture<'_, Option<Head>> {
        Box::pin(read::one_head(&self.readers, run))
    }

    fn list<'a>(&'a self, filter: &'a Filter) -> StoreFuture<'a, Vec<Head>> {
        Box::pin(read::list(&self.readers, filter))
    }

    fn events(&self, run: RunId, after: u64, limit: u32) -> StoreFuture<'_, Vec<EventRow>> {
        Box::pin(read::events(&self.readers, run, after, limit))
    }

    fn artifact<'a>(&'a self, run: RunId, seq: u64, port: &'a str) -> StoreFuture<'a, Option<Vec<u8>>> {
        Box::pin(read::artifact(&self.readers, run, seq, port))
    }

    fn workflow(&self, hash: WorkflowHash) -> StoreFuture<'_, Option<String>> {
        Box::pin(read::workflow(&self.readers, hash))
    }

    fn put_workflow<'a>(&'a self, hash: WorkflowHash, text: &'a str) -> StoreFuture<'a, ()> {
        Box::pin(async move { self.writer.lock().await.put_workflow(hash, text).await })
    }

    fn close(&self) -> StoreFuture<'_, ()> {
        Box::pin(async move {
            self.readers.close().await;
            let closed = self.writer.lock().await.close().await;
            // From here on another process may open the folder.
            drop(self.lock.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take());
            closed
        })
    }

    fn is_exclusive(&self) -> bool {
        true
    }

    fn name(&self) -> &'static str {
        "sqlite"
    }
}
