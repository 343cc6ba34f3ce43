//! From the database's errors to the store's.

use crate::store::StoreError;

/// The file that holds all runs of a data folder.
pub(super) const FILE: &str = "runs.sqlite";

/// What an error of the database means. The text of SQLite's messages names tables and columns, never values.
/// Codes: <https://www.sqlite.org/rescode.html>; the low byte is the kind.
pub(super) fn store_error(error: sqlx::Error) -> StoreError {
    let sqlx::Error::Database(database) = &error else {
        return match error {
            sqlx::Error::ColumnDecode { index, .. } => StoreError::Corrupt(format!("{FILE}: column {index}")),
            sqlx::Error::Io(error) if error.raw_os_error() == Some(28) => StoreError::Full,
            other => StoreError::Unavailable(other.to_string()),
        };
    };
    let code: u32 = database.code().and_then(|code| code.parse().ok()).unwrap_or(0);
    let message = database.message().to_owned();
    match code & 0xff {
        13 => StoreError::Full,
        11 | 26 => StoreError::Corrupt(format!("{FILE}: {message}")),
        10 if code == IOERR_CORRUPT_FILE_SYSTEM => StoreError::Corrupt(format!("{FILE}: {message}")),
        // internal, perm, abort, busy, locked, nomem, readonly, interrupt, ioerr, cantopen, protocol
        2..=10 | 14 | 15 => StoreError::Unavailable(format!("{FILE}: {message}")),
        _ => StoreError::Rejected(message),
    }
}

/// `SQLITE_IOERR_CORRUPTFS`.
const IOERR_CORRUPT_FILE_SYSTEM: u32 = 10 | (33 << 8);
