//! Between rows of the database and values of the engine.

use revrx_engine_core::time::Timestamp;
use revrx_engine_core::view::RunStatus;
use sqlx::sqlite::{SqliteArguments, SqliteRow};
use sqlx::{Arguments as _, Decode, Row as _, Sqlite, Type};

use super::errors::{FILE, store_error};
use crate::id::RunId;
use crate::store::live::Live;
use crate::store::{Head, HeadUpdate, StoreError};

/// A run as the writer knows it.
#[derive(Clone, Debug)]
pub(super) struct Known {
    /// Its number in the database.
    pub(super) number: i64,
    pub(super) id: RunId,
    pub(super) queue: String,
    pub(super) priority: i32,
    pub(super) concurrency_key: Option<String>,
    pub(super) live: Live,
}

/// What must hold in the database for a head to be written: number of the newest event, epoch, state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Guard {
    pub(super) head_seq: u64,
    pub(super) epoch: u64,
    pub(super) status: RunStatus,
}

impl From<&Live> for Guard {
    fn from(live: &Live) -> Self {
        Self { head_seq: live.head_seq, epoch: live.epoch, status: live.index.status }
    }
}

/// Reads the columns that `statements::LIVE` names.
pub(super) fn known(row: &SqliteRow) -> Result<Known, StoreError> {
    Ok(Known {
        number: get(row, 0)?,
        id: run_id(row, 1)?,
        queue: get(row, 2)?,
        priority: get(row, 3)?,
        concurrency_key: get(row, 4)?,
        live: live(row)?,
    })
}

/// Reads a head from `statements::LIVE` and, behind it, tenant, `idempotency_key`, `body_hash`, hash of the
/// workflow, its name, attributes and when it was accepted.
pub(super) fn head(row: &SqliteRow) -> Result<Head, StoreError> {
    let known = known(row)?;
    Ok(Head {
        id: known.id,
        workflow: bytes(row, 22)?,
        workflow_name: get(row, 23)?,
        tenant: get(row, 19)?,
        queue: known.queue,
        priority: known.priority,
        concurrency_key: known.concurrency_key,
        idempotency_key: get(row, 20)?,
        body_hash: bytes(row, 21)?,
        attributes: get(row, 24)?,
        accepted_at: Timestamp::from_micros(get(row, 25)?),
        index: known.live.index,
        owner: known.live.owner,
        lease_epoch: known.live.epoch,
        lease_until: known.live.lease_until,
        cancel_requested_at: known.live.cancel_requested_at,
        head_seq: known.live.head_seq,
    })
}

/// Binds the changing columns that heads are written with, in the order of the statements.
pub(super) fn bind_live(arguments: &mut SqliteArguments, live: &Live) -> Result<(), StoreError> {
    let micros = |at: Option<Timestamp>| at.map(Timestamp::as_micros);
    bind(arguments, number(live.head_seq))?;
    bind(arguments, number(live.epoch))?;
    bind(arguments, state(live.index.status))?;
    bind(arguments, live.owner.as_deref())?;
    bind(arguments, micros(live.lease_until))?;
    bind(arguments, micros(live.cancel_requested_at))?;
    bind(arguments, i64::from(live.index.degraded))?;
    bind(arguments, i64::from(live.index.percent))?;
    bind(arguments, i64::from(live.index.phase))?;
    bind(arguments, live.index.reason.as_deref())?;
    bind(arguments, micros(live.index.not_before))?;
    bind(arguments, i64::from(live.index.attempts))?;
    bind(arguments, i64::from(live.index.lost_leases))?;
    bind(arguments, live.index.give_up_at.as_micros())
}

/// Binds one value.
pub(super) fn bind<'a, T: sqlx::Encode<'a, Sqlite> + Type<Sqlite>>(
    arguments: &mut SqliteArguments,
    value: T,
) -> Result<(), StoreError> {
    arguments.add(value).map_err(|error| StoreError::Rejected(error.to_string()))
}

/// A state as it is stored.
pub(super) fn state(status: RunStatus) -> i64 {
    match status {
        RunStatus::Queued => 0,
        RunStatus::Running => 1,
        RunStatus::Complete => 2,
        RunStatus::Failed => 3,
        RunStatus::Cancelled => 4,
    }
}

/// A count as it is stored. Counts never come near the largest number SQLite has.
pub(super) fn number(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// One column.
pub(super) fn get<'r, T: Decode<'r, Sqlite> + Type<Sqlite>>(
    row: &'r SqliteRow,
    column: usize,
) -> Result<T, StoreError> {
    row.try_get(column).map_err(store_error)
}

/// A count from a column.
pub(super) fn count<T: TryFrom<i64>>(row: &SqliteRow, column: usize) -> Result<T, StoreError> {
    let number: i64 = get(row, column)?;
    T::try_from(number).map_err(|_| StoreError::Corrupt(format!("{FILE}: column {column} holds {number}")))
}

/// An outside id from a column.
pub(super) fn run_id(row: &SqliteRow, column: usize) -> Result<RunId, StoreError> {
    bytes(row, column).map(RunId::from_bytes)
}

/// A value of a fixed size from a column.
pub(super) fn bytes<const N: usize>(row: &SqliteRow, column: usize) -> Result<[u8; N], StoreError> {
    let bytes: &[u8] = get(row, column)?;
    let length = bytes.len();
    bytes
        .try_into()
        .map_err(|_| StoreError::Corrupt(format!("{FILE}: column {column} has {length} bytes, not {N}")))
}

fn live(row: &SqliteRow) -> Result<Live, StoreError> {
    let at = |column| get::<Option<i64>>(row, column).map(|micros| micros.map(Timestamp::from_micros));
    let index = HeadUpdate {
        status: status(row, 7)?,
        degraded: get::<i64>(row, 11)? != 0,
        percent: count(row, 12)?,
        phase: count(row, 13)?,
        reason: get(row, 14)?,
        not_before: at(15)?,
        attempts: count(row, 16)?,
        lost_leases: count(row, 17)?,
        give_up_at: Timestamp::from_micros(get(row, 18)?),
    };
    Ok(Live {
        index,
        owner: get(row, 8)?,
        epoch: count(row, 6)?,
        lease_until: at(9)?,
        cancel_requested_at: at(10)?,
        head_seq: count(row, 5)?,
    })
}

fn status(row: &SqliteRow, column: usize) -> Result<RunStatus, StoreError> {
    match get::<i64>(row, column)? {
        0 => Ok(RunStatus::Queued),
        1 => Ok(RunStatus::Running),
        2 => Ok(RunStatus::Complete),
        3 => Ok(RunStatus::Failed),
        4 => Ok(RunStatus::Cancelled),
        other => Err(StoreError::Corrupt(format!("{FILE}: run state {other}"))),
    }
}
