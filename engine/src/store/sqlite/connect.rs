//! Connections: their settings, read back on each, and the schema.

use std::path::Path;
use std::time::Duration;

use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePool, SqlitePoolOptions,
    SqliteSynchronous,
};
use sqlx::{ConnectOptions as _, Connection as _};

use super::errors::{FILE, store_error};
use crate::store::StoreError;

/// The newest schema this build knows, and how to get there from each one before it.
const MIGRATIONS: [&str; 1] = [include_str!("../../../migrations/sqlite/0001_runs.sql")];

/// What every connection must answer; a setting that silently did not take is an error, not a surprise after a
/// power cut. `synchronous` 2 is FULL: each commit is on the disk before it is answered.
const READ_BACK: [(&str, &str); 5] = [
    ("PRAGMA journal_mode", "wal"),
    ("PRAGMA synchronous", "2"),
    ("PRAGMA wal_autocheckpoint", "4000"),
    ("PRAGMA journal_size_limit", "67108864"),
    ("PRAGMA busy_timeout", "5000"),
];

/// The one connection that writes.
pub(super) async fn writer(folder: &Path) -> Result<SqliteConnection, StoreError> {
    let mut connection = options(folder).connect().await.map_err(store_error)?;
    check(&mut connection).await?;
    Ok(connection)
}

/// A few connections that only read.
pub(super) fn readers(folder: &Path) -> SqlitePool {
    SqlitePoolOptions::new()
        .max_connections(4)
        .min_connections(0)
        .test_before_acquire(false)
        .acquire_timeout(Duration::from_secs(10))
        .after_connect(move |connection, _| Box::pin(check_query_only(connection)))
        .connect_lazy_with(options(folder).pragma("query_only", "ON"))
}

/// Brings the schema up to date. A newer one is left exactly as it is.
pub(super) async fn migrate(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    let known = MIGRATIONS.len();
    let mut tx = connection.begin_with("BEGIN IMMEDIATE").await.map_err(store_error)?;
    let found = version(&mut tx).await?;
    for (number, migration) in MIGRATIONS.iter().enumerate().skip(found as usize) {
        sqlx::raw_sql(*migration).execute(&mut *tx).await.map_err(store_error)?;
        let set = format!("PRAGMA user_version = {}", number + 1);
        sqlx::raw_sql(sqlx::AssertSqlSafe(set)).execute(&mut *tx).await.map_err(store_error)?;
    }
    if (found as usize) < known { tx.commit().await } else { tx.rollback().await }.map_err(store_error)
}

/// Looks at the schema without changing a byte.
///
/// # Errors
/// [`StoreError::Newer`], or [`StoreError::Corrupt`] when the file is no database or another program's.
pub(super) async fn refuse_foreign(folder: &Path) -> Result<(), StoreError> {
    let file = folder.join(FILE);
    if file.metadata().map_or(0, |file| file.len()) == 0 {
        return Ok(());
    }
    let options = SqliteConnectOptions::new().filename(file).read_only(true);
    let mut connection = options.connect().await.map_err(store_error)?;
    let found = version(&mut connection).await?;
    let tables = text(&mut connection, "SELECT count(*) FROM sqlite_schema").await?;
    connection.close().await.map_err(store_error)?;
    let known = u32::try_from(MIGRATIONS.len()).unwrap_or(u32::MAX);
    match found {
        0 if tables != "0" => Err(StoreError::Corrupt(format!("{FILE}: it belongs to another program"))),
        _ if found > known => Err(StoreError::Newer { found, known }),
        _ => Ok(()),
    }
}

/// Settings, measured: a page of 8 KiB holds two sealed notes; a checkpoint every 4,000 pages instead of 1,000.
fn options(folder: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(folder.join(FILE))
        .page_size(8_192)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(if is_sync_off() { SqliteSynchronous::Off } else { SqliteSynchronous::Full })
        .foreign_keys(false)
        .busy_timeout(Duration::from_secs(5))
        .pragma("wal_autocheckpoint", "4000")
        .pragma("journal_size_limit", "67108864")
        .disable_statement_logging()
}

/// Whether a test asks for commits that do not reach the disk, to see that its check notices.
fn is_sync_off() -> bool {
    cfg!(feature = "faults") && std::env::var_os("REVRX_TEST_SYNC_OFF").is_some()
}

async fn check(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    for (pragma, expected) in READ_BACK {
        let found = text(connection, pragma).await?;
        let asked_for = is_sync_off() && pragma == "PRAGMA synchronous";
        if found != expected && !asked_for {
            return Err(StoreError::Unavailable(format!("{FILE}: `{pragma}` is {found}, not {expected}")));
        }
    }
    Ok(())
}

async fn check_query_only(connection: &mut SqliteConnection) -> Result<(), sqlx::Error> {
    check(connection).await.map_err(|error| sqlx::Error::Configuration(error.into()))
}

async fn version(connection: &mut SqliteConnection) -> Result<u32, StoreError> {
    let version: i64 =
        sqlx::query_scalar("PRAGMA user_version").fetch_one(connection).await.map_err(store_error)?;
    u32::try_from(version).map_err(|_| StoreError::Corrupt(format!("{FILE}: schema version {version}")))
}

async fn text(connection: &mut SqliteConnection, sql: &'static str) -> Result<String, StoreError> {
    let row = sqlx::raw_sql(sql).fetch_one(connection).await.map_err(store_error)?;
    let number = sqlx::Row::try_get::<i64, _>(&row, 0).map(|number| number.to_string());
    number.or_else(|_| sqlx::Row::try_get::<String, _>(&row, 0)).map_err(store_error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_writer_has_its_settings_and_a_reader_cannot_write() {
        let folder = tempfile::tempdir().unwrap();
        let _lock = crate::store::sqlite::folder::enter(folder.path()).unwrap();
        let mut writer = writer(folder.path()).await.unwrap();
        migrate(&mut writer).await.unwrap();
        for (pragma, expected) in READ_BACK.into_iter().chain([("PRAGMA page_size", "8192")]) {
            assert_eq!(text(&mut writer, pragma).await.unwrap(), expected, "{pragma}");
        }
        let readers = readers(folder.path());
        let refused = sqlx::query("INSERT INTO meta VALUES ('a', 'b')").execute(&readers).await.unwrap_err();
        assert!(refused.to_string().contains("readonly"), "{refused}");
    }
}
