//! What the writer reads within its transaction.

use std::collections::HashMap;

use revrx_engine_core::time::Timestamp;
use sqlx::sqlite::{SqliteArguments, SqliteConnection, SqliteRow};

use super::cache::Cache;
use super::errors::store_error;
use super::rows::{Known, bind, bytes, get, known, run_id};
use super::statements as sql;
use crate::id::{RunId, WorkflowHash};
use crate::store::turns::{self, Candidate};
use crate::store::{Claim, StoreError};

/// By tenant and idempotency key: the run that used it, and what was asked for.
pub(super) type UsedKeys = HashMap<(String, String), (RunId, [u8; 32])>;

/// The number of a workflow, which must have been put before.
pub(super) async fn workflow(
    tx: &mut SqliteConnection,
    cache: &mut Cache,
    hash: &WorkflowHash,
) -> Result<i64, StoreError> {
    if let Some(number) = cache.workflows.get(hash) {
        return Ok(*number);
    }
    let select = sqlx::query_scalar("SELECT id FROM workflow WHERE hash = ?").bind(&hash[..]);
    let number: Option<i64> = select.fetch_optional(tx).await.map_err(store_error)?;
    let missing = || StoreError::Rejected("the text of the run's workflow is not in the store".to_owned());
    let number = number.ok_or_else(missing)?;
    cache.workflows.insert(*hash, number);
    Ok(number)
}

/// The runs with these ids, as far as there are such.
pub(super) async fn runs(tx: &mut SqliteConnection, ids: &[RunId]) -> Result<Vec<Known>, StoreError> {
    let mut found = Vec::with_capacity(ids.len());
    for (text, chunk) in sql::SELECT_LIVE.chunks(ids) {
        let mut arguments = SqliteArguments::default();
        for id in chunk {
            bind(&mut arguments, &id.as_bytes()[..])?;
        }
        let rows = sqlx::query_with(text, arguments).fetch_all(&mut *tx).await.map_err(store_error)?;
        for row in &rows {
            found.push(known(row)?);
        }
    }
    Ok(found)
}

/// Who used these keys.
pub(super) async fn keys(tx: &mut SqliteConnection, keys: &[(&str, &str)]) -> Result<UsedKeys, StoreError> {
    let mut used = UsedKeys::new();
    for (text, chunk) in sql::SELECT_KEYS.chunks(keys) {
        let mut arguments = SqliteArguments::default();
        for (tenant, key) in chunk {
            bind(&mut arguments, *tenant)?;
            bind(&mut arguments, *key)?;
        }
        let rows = sqlx::query_with(text, arguments).fetch_all(&mut *tx).await.map_err(store_error)?;
        for row in &rows {
            used.insert((get(row, 0)?, get(row, 1)?), (run_id(row, 2)?, bytes(row, 3)?));
        }
    }
    Ok(used)
}

/// What was asked for with this run.
pub(super) async fn body_hash(tx: &mut SqliteConnection, run: RunId) -> Result<Option<[u8; 32]>, StoreError> {
    let select = sqlx::query("SELECT body_hash FROM run WHERE uuid = ?").bind(&run.as_bytes()[..]);
    let row = select.fetch_optional(tx).await.map_err(store_error)?;
    row.map(|row| bytes(&row, 0)).transpose()
}

/// Runs that may be claimed, other than suspects, in the order in which keys take turns, at most `claim.limit`.
pub(super) async fn due(tx: &mut SqliteConnection, claim: &Claim) -> Result<Vec<Known>, StoreError> {
    let select = sqlx::query(sql::SELECT_DUE).bind(&claim.queue).bind(claim.now.as_micros());
    let select = select.bind(i64::from(claim.suspect_from)).bind(i64::from(turns::window(claim.limit)));
    let rows = select.fetch_all(&mut *tx).await.map_err(store_error)?;
    let mut candidates = Vec::with_capacity(rows.len());
    for row in &rows {
        let (priority, concurrency_key) = (get(row, 1)?, get(row, 2)?);
        candidates.push(Candidate { priority, concurrency_key, run: run_id(row, 0)? });
    }
    let chosen = turns::take_turns(candidates, claim.limit);
    let known = runs(tx, &chosen).await?;
    let mut known: HashMap<RunId, Known> = known.into_iter().map(|known| (known.id, known)).collect();
    Ok(chosen.iter().filter_map(|run| known.remove(run)).collect())
}

/// The first suspect that may be claimed.
pub(super) async fn suspect(tx: &mut SqliteConnection, claim: &Claim) -> Result<Option<Known>, StoreError> {
    let select = sqlx::query(sql::SELECT_SUSPECT).bind(&claim.queue).bind(claim.now.as_micros());
    let row = select.bind(i64::from(claim.suspect_from)).fetch_optional(tx).await.map_err(store_error)?;
    row.as_ref().map(known).transpose()
}

/// Runs that are held by whomever.
pub(super) async fn running(tx: &mut SqliteConnection) -> Result<Vec<Known>, StoreError> {
    all(sqlx::query(sql::SELECT_RUNNING).fetch_all(tx).await)
}

/// Runs whose waiting is over.
pub(super) async fn over(tx: &mut SqliteConnection, now: Timestamp) -> Result<Vec<Known>, StoreError> {
    all(sqlx::query(sql::SELECT_OVER).bind(now.as_micros()).fetch_all(tx).await)
}

/// When some run of a queue that is due was due, in microseconds.
pub(super) async fn one_due(
    tx: &mut SqliteConnection,
    queue: &str,
    at: i64,
) -> Result<Option<i64>, StoreError> {
    sqlx::query_scalar(sql::ONE_DUE).bind(queue).bind(at).fetch_optional(tx).await.map_err(store_error)
}

/// When the next run of a queue will be due, in microseconds; `None` when none waits.
pub(super) async fn earliest(tx: &mut SqliteConnection, queue: &str) -> Result<Option<i64>, StoreError> {
    sqlx::query_scalar(sql::EARLIEST_DUE).bind(queue).fetch_one(tx).await.map_err(store_error)
}

fn all(rows: Result<Vec<SqliteRow>, sqlx::Error>) -> Result<Vec<Known>, StoreError> {
    rows.map_err(store_error)?.iter().map(known).collect()
}
