//! Connections: their settings, read back on each, and the schema.

use std::fs::{OpenOptions, Permissions};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;
use std::time::Duration;

use revrx_engine::seal::Sealer;
use revrx_engine::store::StoreError;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePool, SqlitePoolOptions,
    SqliteSynchronous,
};
use sqlx::{ConnectOptions as _, Connection as _};

use super::errors::{FILE, corrupt, store_error, unavailable};
use crate::encounters::EncounterError;

/// How to get from each schema to the next; the last one is the newest this build knows.
const MIGRATIONS: [&str; 1] = [include_str!("../../../migrations/sqlite/0001_encounters.sql")];

/// What every connection must answer; a setting that silently did not take is an error, not a surprise later.
/// `synchronous` 2 is FULL: each commit is on the disk before it is answered. `secure_delete` 1 overwrites what is
/// deleted with zeros, so that a forgotten data key is not left on a free page.
const READ_BACK: [(&str, &str); 5] = [
    ("PRAGMA journal_mode", "wal"),
    ("PRAGMA synchronous", "2"),
    ("PRAGMA secure_delete", "1"),
    ("PRAGMA journal_size_limit", "67108864"),
    ("PRAGMA busy_timeout", "5000"),
];

/// Where the id of the master key stands in the table `meta`.
const MASTER_KEY: &str = "master-key";

/// Makes the file for its owner alone where there is none; what SQLite puts beside it gets the same mode.
pub(super) fn make_private(folder: &Path) -> Result<(), EncounterError> {
    let mut options = OpenOptions::new();
    let file =
        options.read(true).write(true).create(true).truncate(false).mode(0o600).open(folder.join(FILE));
    let made = file.and_then(|file| match file.metadata()?.permissions().mode() & 0o077 {
        0 => Ok(()),
        _ => file.set_permissions(Permissions::from_mode(0o600)),
    });
    made.map_err(|error| store_error(error.into()))
}

/// The one connection that writes.
pub(super) async fn writer(folder: &Path) -> Result<SqliteConnection, EncounterError> {
    let mut connection = options(folder).connect().await.map_err(store_error)?;
    check(&mut connection).await?;
    Ok(connection)
}

/// A few connections that only read.
pub(super) fn readers(folder: &Path) -> SqlitePool {
    let checked = |error: EncounterError| sqlx::Error::Configuration(error.into());
    SqlitePoolOptions::new()
        .max_connections(4)
        .min_connections(0)
        .test_before_acquire(false)
        .acquire_timeout(Duration::from_secs(10))
        .after_connect(move |connection, _| Box::pin(async move { check(connection).await.map_err(checked) }))
        .connect_lazy_with(options(folder).pragma("query_only", "ON"))
}

/// Brings the schema up to date.
pub(super) async fn migrate(connection: &mut SqliteConnection) -> Result<(), EncounterError> {
    let mut tx = connection.begin_with("BEGIN IMMEDIATE").await.map_err(store_error)?;
    let found = version(&mut tx).await? as usize;
    for (number, migration) in MIGRATIONS.iter().enumerate().skip(found) {
        sqlx::raw_sql(*migration).execute(&mut *tx).await.map_err(store_error)?;
        let set = format!("PRAGMA user_version = {}", number + 1);
        sqlx::raw_sql(sqlx::AssertSqlSafe(set)).execute(&mut *tx).await.map_err(store_error)?;
    }
    tx.commit().await.map_err(store_error)
}

/// Looks at the schema without changing a byte.
///
/// # Errors
/// [`StoreError::Newer`], or [`StoreError::Corrupt`] when the file is no database or another program's.
pub(super) async fn refuse_foreign(folder: &Path) -> Result<(), EncounterError> {
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
        0 if tables != "0" => Err(corrupt("it belongs to another program")),
        _ if found > known => Err(StoreError::Newer { found, known }.into()),
        _ => Ok(()),
    }
}

/// Makes sure that the encounters are sealed under the master key of the runs, and notes it in a new file.
pub(super) async fn check_master_key(
    connection: &mut SqliteConnection,
    sealer: &Sealer,
) -> Result<(), EncounterError> {
    let expected =
        sealer.master_key_id().ok_or_else(|| unavailable("nothing is written without a master key"))?;
    let insert = sqlx::query("INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING");
    insert.bind(MASTER_KEY).bind(&expected).execute(&mut *connection).await.map_err(store_error)?;
    let select = sqlx::query_scalar("SELECT value FROM meta WHERE name = ?").bind(MASTER_KEY);
    let found: String = select.fetch_one(connection).await.map_err(store_error)?;
    if found == expected { Ok(()) } else { Err(EncounterError::OtherKey { found, expected }) }
}

fn options(folder: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(folder.join(FILE))
        .page_size(8_192)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(false)
        .busy_timeout(Duration::from_secs(5))
        .pragma("secure_delete", "ON")
        .pragma("journal_size_limit", "67108864")
        .disable_statement_logging()
}

async fn check(connection: &mut SqliteConnection) -> Result<(), EncounterError> {
    for (pragma, expected) in READ_BACK {
        let found = text(connection, pragma).await?;
        if found != expected {
            return Err(unavailable(&format!("`{pragma}` is {found}, not {expected}")));
        }
    }
    Ok(())
}

async fn version(connection: &mut SqliteConnection) -> Result<u32, EncounterError> {
    let version = sqlx::query_scalar("PRAGMA user_version").fetch_one(connection).await;
    let version: i64 = version.map_err(store_error)?;
    u32::try_from(version).map_err(|_| corrupt(format_args!("schema version {version}")))
}

async fn text(connection: &mut SqliteConnection, sql: &'static str) -> Result<String, EncounterError> {
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
        make_private(folder.path()).unwrap();
        let mut writer = writer(folder.path()).await.unwrap();
        migrate(&mut writer).await.unwrap();
        for (pragma, expected) in READ_BACK {
            assert_eq!(text(&mut writer, pragma).await.unwrap(), expected, "{pragma}");
        }
        let readers = readers(folder.path());
        let refused = sqlx::query("INSERT INTO meta VALUES ('a', 'b')").execute(&readers).await.unwrap_err();
        assert!(refused.to_string().contains("readonly"), "{refused}");
    }
}
