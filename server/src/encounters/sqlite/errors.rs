//! From the database's errors to the store's.

use revrx_engine::store::StoreError;

use crate::encounters::EncounterError;

/// The file that holds all encounters of a data folder.
pub(super) const FILE: &str = "encounters.db";

/// What an error of the database means. The text of SQLite's messages names tables and columns, never values.
/// Codes: <https://www.sqlite.org/rescode.html>; the low byte is the kind.
pub(super) fn store_error(error: sqlx::Error) -> EncounterError {
    let sqlx::Error::Database(database) = &error else {
        return EncounterError::Store(match error {
            sqlx::Error::ColumnDecode { index, .. } => StoreError::Corrupt(format!("{FILE}: column {index}")),
            sqlx::Error::Io(error) if error.raw_os_error() == Some(28) => StoreError::Full,
            other => StoreError::Unavailable(format!("{FILE}: {other}")),
        });
    };
    let code: u32 = database.code().and_then(|code| code.parse().ok()).unwrap_or(0);
    let message = format!("{FILE}: {}", database.message());
    EncounterError::Store(match code & 0xff {
        13 => StoreError::Full,
        11 | 26 => StoreError::Corrupt(message),
        // internal, perm, abort, busy, locked, nomem, readonly, interrupt, ioerr, cantopen, protocol
        2..=10 | 14 | 15 => StoreError::Unavailable(message),
        _ => StoreError::Rejected(message),
    })
}

/// The store does not work just now.
pub(super) fn unavailable(reason: &str) -> EncounterError {
    EncounterError::Store(StoreError::Unavailable(format!("{FILE}: {reason}")))
}

/// What is stored is not what it should be.
pub(super) fn corrupt(what: impl std::fmt::Display) -> EncounterError {
    EncounterError::Store(StoreError::Corrupt(format!("{FILE}: {what}")))
}
