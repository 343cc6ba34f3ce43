//! Encounters in the data folder: a SQLite file of their own beside the runs, one writer, each commit on the disk
//! before it is answered.
//!
//! The folder is locked by whoever opened the runs in it, so one process has it at a time.

mod connect;
mod errors;
mod keys;
mod read;
mod rows;
mod sealed;
#[cfg(test)]
mod tests;
mod write;
mod writer;

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use revrx_engine::RunId;
use revrx_engine::seal::Sealer;
use revrx_engine_core::time::Timestamp;
use sqlx::sqlite::SqlitePool;
use tokio_util::task::TaskTracker;

use super::{
    Created, Encounter, EncounterError, EncounterFuture, EncounterId, EncounterStore, Keyed, Listed,
    NewEncounter, Page, Start,
};
use sealed::SealedNew;
use writer::Writer;

/// Encounters in a data folder.
pub(crate) struct SqliteEncounters {
    writer: Arc<Writer>,
    readers: SqlitePool,
    sealer: Sealer,
    /// Writes in progress: they end even when nobody waits for them any more.
    writes: TaskTracker,
}

impl SqliteEncounters {
    /// Opens the encounters of a data folder that this process has open, makes their file where there is none (0600),
    /// and brings its schema up to date.
    ///
    /// # Errors
    /// [`EncounterError::OtherKey`] when they are sealed under another master key, and [`EncounterError::Store`] when
    /// the file is damaged, newer, another program's or cannot be opened.
    pub(crate) async fn open(folder: &Path, sealer: Sealer) -> Result<Self, EncounterError> {
        connect::make_private(folder)?;
        connect::refuse_foreign(folder).await?;
        let mut connection = connect::writer(folder).await?;
        connect::migrate(&mut connection).await?;
        connect::check_master_key(&mut connection, &sealer).await?;
        let writer = Arc::new(Writer::new(folder.to_owned(), connection));
        Ok(Self { writer, readers: connect::readers(folder), sealer, writes: TaskTracker::new() })
    }

    /// Carries out a write to its end, whether or not the caller waits for it.
    fn write<T: Send + 'static>(
        &self,
        work: impl Future<Output = Result<T, EncounterError>> + Send + 'static,
    ) -> EncounterFuture<'static, T> {
        let written = self.writes.spawn(work);
        Box::pin(
            async move { written.await.unwrap_or_else(|_| Err(errors::unavailable("a write was cut off"))) },
        )
    }
}

impl EncounterStore for SqliteEncounters {
    fn create(&self, new: NewEncounter, key: Option<Keyed>) -> EncounterFuture<'_, Created> {
        Box::pin(async move {
            let tenant = new.tenant.clone();
            let sealed = SealedNew::new(&self.sealer, &new)?;
            let writer = Arc::clone(&self.writer);
            let earlier = self.write(async move {
                writer.transact(move |tx| Box::pin(write::create(tx, sealed, key))).await
            });
            match earlier.await? {
                None => Ok(Created { encounter: new.made(), existed: false }),
                Some(id) => Ok(Created { encounter: self.get(&tenant, id).await?, existed: true }),
            }
        })
    }

    fn page<'a>(
        &'a self,
        tenant: &'a str,
        after: Option<EncounterId>,
        limit: u32,
    ) -> EncounterFuture<'a, Page> {
        Box::pin(read::page(&self.readers, &self.sealer, tenant, after, limit))
    }

    fn listed<'a>(&'a self, tenant: &'a str, id: EncounterId) -> EncounterFuture<'a, Listed> {
        Box::pin(read::listed(&self.readers, &self.sealer, tenant, id))
    }

    fn get<'a>(&'a self, tenant: &'a str, id: EncounterId) -> EncounterFuture<'a, Encounter> {
        Box::pin(read::encounter(&self.readers, &self.sealer, tenant, id))
    }

    fn delete(&self, tenant: &str, id: EncounterId, at: Timestamp) -> EncounterFuture<'static, ()> {
        let (writer, tenant) = (Arc::clone(&self.writer), tenant.to_owned());
        self.write(async move {
            writer.transact(move |tx| Box::pin(write::delete(tx, tenant, id, at))).await?;
            writer.overwrite_log().await;
            Ok(())
        })
    }

    fn link_report(
        &self,
        tenant: &str,
        id: EncounterId,
        report: RunId,
        at: Timestamp,
    ) -> EncounterFuture<'static, ()> {
        let (writer, tenant) = (Arc::clone(&self.writer), tenant.to_owned());
        self.write(async move {
            writer.transact(move |tx| Box::pin(write::link_report(tx, tenant, id, report, at))).await
        })
    }

    fn remember_start(&self, tenant: &str, key: Keyed, at: Timestamp) -> EncounterFuture<'static, Start> {
        let (writer, tenant) = (Arc::clone(&self.writer), tenant.to_owned());
        self.write(async move {
            writer.transact(move |tx| Box::pin(keys::remember_start(tx, tenant, key, at))).await
        })
    }

    fn answer_start(&self, tenant: &str, key: &str, report: RunId) -> EncounterFuture<'static, ()> {
        let (writer, tenant, key) = (Arc::clone(&self.writer), tenant.to_owned(), key.to_owned());
        self.write(async move {
            writer.transact(move |tx| Box::pin(keys::answer_start(tx, tenant, key, report))).await
        })
    }

    fn close(&self) -> EncounterFuture<'_, ()> {
        Box::pin(async move {
            self.writes.close();
            self.writes.wait().await;
            self.readers.close().await;
            self.writer.close().await
        })
    }
}

impl fmt::Debug for SqliteEncounters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqliteEncounters").field("writer", &self.writer).finish_non_exhaustive()
    }
}
