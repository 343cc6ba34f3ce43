//! The one connection that writes.

use std::path::PathBuf;

use sqlx::Connection as _;
use sqlx::sqlite::SqliteConnection;

use super::cache::Cache;
use super::connect;
use super::errors::store_error;
use super::work::Work;
use crate::id::WorkflowHash;
use crate::store::{Op, Reply, StoreError};

/// The writing connection and what it remembers.
#[derive(Debug)]
pub(super) struct Writer {
    folder: PathBuf,
    connection: Option<SqliteConnection>,
    cache: Cache,
    /// Pages of a disk that a test makes small.
    #[cfg(feature = "faults")]
    pages: Option<u32>,
}

impl Writer {
    /// Over an open connection.
    pub(super) async fn new(folder: PathBuf, mut connection: SqliteConnection) -> Result<Self, StoreError> {
        let newest = sqlx::query_scalar("SELECT IFNULL(MAX(id), 0) FROM run");
        let newest: i64 = newest.fetch_one(&mut connection).await.map_err(store_error)?;
        let cache = Cache { newest, ..Cache::default() };
        Ok(Self {
            folder,
            connection: Some(connection),
            cache,
            #[cfg(feature = "faults")]
            pages: None,
        })
    }

    /// One transaction.
    pub(super) async fn transact(&mut self, ops: &[Op]) -> Result<Vec<Reply>, StoreError> {
        let newest = self.cache.newest;
        let done = self.attempt(ops).await;
        if done.is_err() {
            self.cache.forget();
            self.cache.newest = newest;
        }
        done
    }

    /// Keeps a text.
    pub(super) async fn put_workflow(&mut self, hash: WorkflowHash, text: &str) -> Result<(), StoreError> {
        let connection = self.connection().await?;
        let insert = sqlx::query("INSERT INTO workflow (hash, text) VALUES (?, ?) ON CONFLICT DO NOTHING");
        insert.bind(&hash[..]).bind(text).execute(connection).await.map_err(store_error)?;
        Ok(())
    }

    /// Keeps a word about the whole folder.
    pub(super) async fn put_meta(&mut self, name: &str, value: &str) -> Result<(), StoreError> {
        let connection = self.connection().await?;
        let insert = sqlx::query("INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING");
        insert.bind(name).bind(value).execute(connection).await.map_err(store_error)?;
        Ok(())
    }

    /// A word about the whole folder.
    pub(super) async fn meta(&mut self, name: &str) -> Result<Option<String>, StoreError> {
        let connection = self.connection().await?;
        let select = sqlx::query_scalar("SELECT value FROM meta WHERE name = ?");
        select.bind(name).fetch_optional(connection).await.map_err(store_error)
    }

    /// As if the disk had room for so many pages, from here on.
    #[cfg(feature = "faults")]
    pub(super) fn limit_pages(&mut self, pages: u32) {
        self.pages = Some(pages);
    }

    /// Closes the connection, with a last checkpoint.
    pub(super) async fn close(&mut self) -> Result<(), StoreError> {
        match self.connection.take() {
            Some(connection) => connection.close().await.map_err(store_error),
            None => Ok(()),
        }
    }

    /// The connection, opened anew after an error that ended the last one.
    async fn connection(&mut self) -> Result<&mut SqliteConnection, StoreError> {
        #[cfg_attr(not(feature = "faults"), expect(unused_mut, reason = "a test sets its pages"))]
        let mut connection = match self.connection.take() {
            Some(connection) => connection,
            None => connect::writer(&self.folder).await?,
        };
        #[cfg(feature = "faults")]
        if let Some(pages) = self.pages {
            let limit = sqlx::AssertSqlSafe(format!("PRAGMA max_page_count = {pages}"));
            sqlx::raw_sql(limit).execute(&mut connection).await.map_err(store_error)?;
        }
        Ok(self.connection.insert(connection))
    }

    async fn attempt(&mut self, ops: &[Op]) -> Result<Vec<Reply>, StoreError> {
        self.connection().await?;
        let Self { connection: Some(connection), cache, .. } = self else {
            return Err(StoreError::Unavailable("the writing connection is closed".to_owned()));
        };
        let mut tx = connection.begin_with("BEGIN IMMEDIATE").await.map_err(store_error)?;
        let mut work = Work::new(&mut tx, cache);
        let done = match work.carry_out(ops).await {
            Ok(replies) => Ok((replies, work.into_after())),
            Err(error) => Err(error),
        };
        let failure = match done {
            Ok((replies, after)) => match tx.commit().await {
                Ok(()) => {
                    after.keep_in(cache);
                    return Ok(replies);
                }
                Err(error) => store_error(error),
            },
            Err(error) => {
                // A full disk ends the transaction inside SQLite, and the driver then counts one too many: such a
                // connection is of no more use. Any other is as good as before.
                if tx.rollback().await.is_ok() {
                    return Err(error);
                }
                error
            }
        };
        self.connection = None;
        Err(failure)
    }
}
