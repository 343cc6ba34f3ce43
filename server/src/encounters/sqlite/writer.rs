//! The one connection that writes.

use std::path::PathBuf;
use std::pin::Pin;

use sqlx::Connection as _;
use sqlx::sqlite::SqliteConnection;
use tokio::sync::Mutex;

use super::connect;
use super::errors::{store_error, unavailable};
use crate::encounters::EncounterError;

/// Work within one transaction.
pub(super) type Work<'c, T> = Pin<Box<dyn Future<Output = Result<T, EncounterError>> + Send + 'c>>;

/// The writing connection. Writes take turns in the order in which they come.
#[derive(Debug)]
pub(super) struct Writer {
    folder: PathBuf,
    connection: Mutex<Connection>,
}

#[derive(Debug)]
enum Connection {
    Open(Box<SqliteConnection>),
    /// Ended by an error; the next write opens it anew.
    Lost,
    Closed,
}

impl Writer {
    /// Over an open connection.
    pub(super) fn new(folder: PathBuf, connection: SqliteConnection) -> Self {
        Self { folder, connection: Mutex::new(Connection::Open(Box::new(connection))) }
    }

    /// One transaction: all of it or nothing.
    pub(super) async fn transact<T, F>(&self, work: F) -> Result<T, EncounterError>
    where
        F: for<'c> FnOnce(&'c mut SqliteConnection) -> Work<'c, T>,
    {
        let mut held = self.connection.lock().await;
        let connection = match std::mem::replace(&mut *held, Connection::Lost) {
            Connection::Open(connection) => connection,
            Connection::Lost => Box::new(connect::writer(&self.folder).await?),
            Connection::Closed => {
                *held = Connection::Closed;
                return Err(unavailable("it is closed"));
            }
        };
        // Only a connection whose transaction ended as it should is kept: a full disk ends one inside SQLite, and the
        // driver then counts one too many.
        let (done, connection) = attempt(connection, work).await;
        if let Some(connection) = connection {
            *held = Connection::Open(connection);
        }
        done
    }

    /// Moves the write-ahead log into the file and cuts it off, so that what was deleted is in neither. Where a reader
    /// is in the way, a later one does it.
    pub(super) async fn overwrite_log(&self) {
        let mut held = self.connection.lock().await;
        if let Connection::Open(connection) = &mut *held {
            let done = sqlx::raw_sql("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut **connection).await;
            if let Err(error) = done {
                tracing::debug!(%error, "the log of the encounters is cut off later");
            }
        }
    }

    /// Closes the connection, with a last checkpoint.
    pub(super) async fn close(&self) -> Result<(), EncounterError> {
        match std::mem::replace(&mut *self.connection.lock().await, Connection::Closed) {
            Connection::Open(connection) => connection.close().await.map_err(store_error),
            Connection::Lost | Connection::Closed => Ok(()),
        }
    }
}

async fn attempt<T, F>(
    mut connection: Box<SqliteConnection>,
    work: F,
) -> (Result<T, EncounterError>, Option<Box<SqliteConnection>>)
where
    F: for<'c> FnOnce(&'c mut SqliteConnection) -> Work<'c, T>,
{
    let mut tx = match connection.begin_with("BEGIN IMMEDIATE").await {
        Ok(tx) => tx,
        Err(error) => return (Err(store_error(error)), None),
    };
    match work(&mut tx).await {
        Ok(done) => match tx.commit().await {
            Ok(()) => (Ok(done), Some(connection)),
            Err(error) => (Err(store_error(error)), None),
        },
        Err(error) => match tx.rollback().await {
            Ok(()) => (Err(error), Some(connection)),
            Err(_) => (Err(error), None),
        },
    }
}
