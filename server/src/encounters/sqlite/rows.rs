//! Columns.

use revrx_engine::RunId;
use revrx_engine::seal::Sealer;
use revrx_engine_core::time::Timestamp;
use sqlx::sqlite::SqliteRow;
use sqlx::{Decode, Row as _, Sqlite, Type};

use super::errors::{corrupt, store_error};
use super::sealed::Opener;
use crate::encounters::{EncounterError, EncounterId, Listed};

/// What [`listed`] reads; the table `key` is joined as `k`.
pub(super) const LISTED: &str = "e.uuid, e.version, e.created_at, e.changed_at, e.report, e.shown, k.wrapped";
/// How many columns these are.
pub(super) const LISTED_COLUMNS: usize = 7;

/// Reads the columns of [`LISTED`], which stand first, and gives the key for what stands behind them.
pub(super) fn listed(row: &SqliteRow, sealer: &Sealer) -> Result<(Listed, Opener), EncounterError> {
    let id = EncounterId::from_bytes(bytes(get(row, 0)?, "uuid")?);
    let opener = Opener::new(sealer, id, get(row, 6)?)?;
    let version: i64 = get(row, 1)?;
    let listed = Listed {
        id,
        version: u32::try_from(version).map_err(|_| corrupt(format_args!("version {version}")))?,
        created_at: Timestamp::from_micros(get(row, 2)?),
        changed_at: Timestamp::from_micros(get(row, 3)?),
        report: run(get(row, 4)?)?,
        shown: opener.shown(get(row, 5)?)?,
    };
    Ok((listed, opener))
}

/// A report, where there is one.
pub(super) fn run(column: Option<&[u8]>) -> Result<Option<RunId>, EncounterError> {
    column.map(|id| bytes(id, "report").map(RunId::from_bytes)).transpose()
}

/// A value of a fixed size.
pub(super) fn bytes<const N: usize>(value: &[u8], column: &str) -> Result<[u8; N], EncounterError> {
    let length = value.len();
    value.try_into().map_err(|_| corrupt(format_args!("`{column}` has {length} bytes, not {N}")))
}

/// One column.
pub(super) fn get<'r, T: Decode<'r, Sqlite> + Type<Sqlite>>(
    row: &'r SqliteRow,
    column: usize,
) -> Result<T, EncounterError> {
    row.try_get(column).map_err(store_error)
}
