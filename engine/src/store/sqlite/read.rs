//! Reading, on connections beside the writer.

use sqlx::sqlite::{SqlitePool, SqliteRow};
use sqlx::{AssertSqlSafe, QueryBuilder, Sqlite};

use super::errors::store_error;
use super::rows::{count, get, head, number, state};
use super::statements::{SELECT_HEAD, SELECT_LOG};
use crate::id::{RunId, WorkflowHash};
use crate::store::{EventRow, Filter, Head, Log, StoreError, StoredValue};

/// One head.
pub(super) async fn one_head(pool: &SqlitePool, run: RunId) -> Result<Option<Head>, StoreError> {
    let select = sqlx::query(AssertSqlSafe(format!("{SELECT_HEAD} WHERE run.uuid = ?")));
    let row = select.bind(&run.as_bytes()[..]).fetch_optional(pool).await.map_err(store_error)?;
    row.as_ref().map(head).transpose()
}

/// The whole of a run, as of one moment: one statement, as each one more costs a hop to the connection's thread.
pub(super) async fn log(pool: &SqlitePool, run: RunId) -> Result<Option<Log>, StoreError> {
    let select = sqlx::query(SELECT_LOG).bind(&run.as_bytes()[..]);
    let found = select.fetch_all(pool).await.map_err(store_error)?;
    let mut log = None;
    let mut rows = Vec::with_capacity(found.len().saturating_sub(1));
    for row in &found {
        // The head has an outside id, event rows have none.
        match get::<Option<&[u8]>>(row, 1)? {
            None => rows.push(event_row(row, [0, 26, 27])?),
            Some(_) => log = Some((head(row)?, value(row, 26)?, value(row, 27)?)),
        }
    }
    rows.sort_by_key(|row| row.seq);
    Ok(log.map(|(head, wrapped_key, input)| Log { head, wrapped_key, input, rows }))
}

/// Heads that fit, newest first.
pub(super) async fn list(pool: &SqlitePool, filter: &Filter) -> Result<Vec<Head>, StoreError> {
    let mut query: QueryBuilder<Sqlite> = QueryBuilder::new(SELECT_HEAD);
    query.push("WHERE TRUE");
    if let Some(run) = &filter.before {
        query
            .push(" AND run.id < (SELECT id FROM run WHERE uuid = ")
            .push_bind(run.as_bytes().to_vec())
            .push(")");
    }
    if !filter.status.is_empty() {
        query.push(" AND run.state IN (");
        let mut states = query.separated(", ");
        for status in &filter.status {
            states.push_bind(state(*status));
        }
        query.push(")");
    }
    if let Some(tenant) = &filter.tenant {
        query.push(" AND run.tenant = ").push_bind(tenant.clone());
    }
    if let Some(name) = &filter.workflow_name {
        query.push(" AND run.workflow_name = ").push_bind(name.clone());
    }
    if let Some((name, wanted)) = &filter.attribute {
        query
            .push(" AND EXISTS (SELECT 1 FROM json_each(run.attributes) AS attribute WHERE attribute.key = ");
        query.push_bind(name.clone()).push(" AND attribute.type = 'text' AND attribute.value = ");
        query.push_bind(wanted.clone()).push(")");
    }
    let limit = if filter.limit == 0 { 1_000 } else { filter.limit };
    query.push(" ORDER BY run.id DESC LIMIT ").push_bind(i64::from(limit));
    let rows = query.build().fetch_all(pool).await.map_err(store_error)?;
    rows.iter().map(head).collect()
}

/// Event rows after a number, without payloads.
pub(super) async fn events(
    pool: &SqlitePool,
    run: RunId,
    after: u64,
    limit: u32,
) -> Result<Vec<EventRow>, StoreError> {
    let select = sqlx::query(
        "SELECT event.seq, event.body, NULL FROM run JOIN event ON event.run = run.id \
         WHERE run.uuid = ? AND event.seq > ? ORDER BY event.seq LIMIT ?",
    );
    let select = select.bind(&run.as_bytes()[..]).bind(number(after)).bind(i64::from(limit));
    select.fetch_all(pool).await.map_err(store_error)?.iter().map(|row| event_row(row, [0, 1, 2])).collect()
}

/// One large output.
pub(super) async fn artifact(
    pool: &SqlitePool,
    run: RunId,
    seq: u64,
    port: &str,
) -> Result<Option<Vec<u8>>, StoreError> {
    let select = sqlx::query_scalar(
        "SELECT artifact.value FROM run JOIN artifact ON artifact.run = run.id \
         WHERE run.uuid = ? AND artifact.seq = ? AND artifact.port = ?",
    );
    let select = select.bind(&run.as_bytes()[..]).bind(number(seq)).bind(port);
    select.fetch_optional(pool).await.map_err(store_error)
}

/// The text of a workflow.
pub(super) async fn workflow(pool: &SqlitePool, hash: WorkflowHash) -> Result<Option<String>, StoreError> {
    let select = sqlx::query_scalar("SELECT text FROM workflow WHERE hash = ?").bind(&hash[..]);
    select.fetch_optional(pool).await.map_err(store_error)
}

/// An event row from the columns of its number, body and payload.
fn event_row(row: &SqliteRow, [seq, body, payload]: [usize; 3]) -> Result<EventRow, StoreError> {
    let payload: Option<&[u8]> = get(row, payload)?;
    Ok(EventRow { seq: count(row, seq)?, body: get(row, body)?, payload: payload.map(Into::into) })
}

/// A value; empty when it was forgotten.
fn value(row: &SqliteRow, column: usize) -> Result<StoredValue, StoreError> {
    let bytes: Option<&[u8]> = get(row, column)?;
    Ok(bytes.unwrap_or_default().into())
}
