//! What a transaction has decided and not yet written, and its writing in statements of many rows.

use sqlx::sqlite::{SqliteArguments, SqliteConnection};

use super::cache::Cache;
use super::errors::store_error;
use super::find;
use super::rows::{Guard, Known, bind, bind_live, number, state};
use super::statements::{self as sql, Statement};
use crate::id::RunId;
use crate::store::live::Row;
use crate::store::{Accept, Artifact, StoreError, StoredValue};

/// What is to be written.
#[derive(Default)]
pub(super) struct Pending<'a> {
    /// New runs.
    pub(super) accepts: Vec<&'a Accept>,
    /// Runs whose head changed.
    pub(super) heads: Vec<RunId>,
    /// Large outputs.
    pub(super) artifacts: Vec<NewArtifact<'a>>,
    events: Vec<(i64, Row<'a>)>,
}

/// A large output and the number of its run.
pub(super) struct NewArtifact<'a> {
    pub(super) run: i64,
    pub(super) artifact: &'a Artifact,
}

impl<'a> Pending<'a> {
    /// One more event row.
    pub(super) fn event(&mut self, run: i64, row: Row<'a>) {
        self.events.push((run, row));
    }

    /// Writes new runs and heads, then what belongs to them.
    pub(super) async fn write<'k>(
        &mut self,
        tx: &mut SqliteConnection,
        cache: &mut Cache,
        inserts: &[(&'a Accept, i64)],
        guards: &[(RunId, Guard)],
        known: impl Fn(&RunId) -> Option<&'k Known>,
    ) -> Result<(), StoreError> {
        let heads = guards.iter().filter_map(|(run, guard)| known(run).map(|known| (*guard, known)));
        let heads: Vec<(Guard, &Known)> = heads.collect();
        many(tx, &sql::UPDATE_HEADS, &heads, |arguments, (guard, known)| {
            bind(arguments, known.number)?;
            bind(arguments, number(guard.head_seq))?;
            bind(arguments, number(guard.epoch))?;
            bind(arguments, state(guard.status))?;
            bind_live(arguments, &known.live)
        })
        .await?;
        let mut new = Vec::with_capacity(inserts.len());
        for (accept, _) in inserts {
            let workflow = find::workflow(tx, cache, &accept.run.workflow).await?;
            new.extend(known(&accept.run.id).map(|known| (*accept, known, workflow)));
        }
        many(tx, &sql::INSERT_RUNS, &new, |arguments, (accept, known, workflow)| {
            bind(arguments, known.number)?;
            bind_live(arguments, &known.live)?;
            bind_new(arguments, accept, *workflow)
        })
        .await?;
        let value = |arguments: &mut SqliteArguments, run: i64, value: &StoredValue| {
            bind(arguments, run)?;
            bind(arguments, &value[..])
        };
        many(tx, &sql::INSERT_INPUTS, inserts, |arguments, (accept, run)| {
            value(arguments, *run, &accept.run.input)
        })
        .await?;
        many(tx, &sql::INSERT_KEYS, inserts, |arguments, (accept, run)| {
            value(arguments, *run, &accept.run.wrapped_key)
        })
        .await?;
        self.write_rows(tx).await
    }

    async fn write_rows(&mut self, tx: &mut SqliteConnection) -> Result<(), StoreError> {
        many(tx, &sql::INSERT_EVENTS, &self.events, |arguments, (run, row)| {
            bind(arguments, *run)?;
            bind(arguments, number(row.seq))?;
            bind(arguments, row.body)?;
            bind(arguments, row.payload.map(|payload| &payload[..]))
        })
        .await?;
        self.events.clear();
        many(tx, &sql::INSERT_ARTIFACTS, &self.artifacts, |arguments, NewArtifact { run, artifact }| {
            bind(arguments, *run)?;
            bind(arguments, number(artifact.seq))?;
            bind(arguments, artifact.port.as_str())?;
            bind(arguments, &artifact.value[..])
        })
        .await?;
        self.artifacts.clear();
        Ok(())
    }
}

fn bind_new(arguments: &mut SqliteArguments, accept: &Accept, workflow: i64) -> Result<(), StoreError> {
    let new = &accept.run;
    bind(arguments, &new.id.as_bytes()[..])?;
    bind(arguments, new.queue.as_str())?;
    bind(arguments, i64::from(new.priority))?;
    bind(arguments, new.concurrency_key.as_deref())?;
    bind(arguments, new.tenant.as_str())?;
    bind(arguments, new.idempotency_key.as_deref())?;
    bind(arguments, &new.body_hash[..])?;
    bind(arguments, workflow)?;
    bind(arguments, new.workflow_name.as_str())?;
    bind(arguments, new.attributes.as_str())?;
    bind(arguments, accept.at.as_micros())
}

/// Writes rows, and makes sure that as many were written as sent: the guards were looked at before, in the same
/// transaction, so another number means that the database is not what it was.
async fn many<T>(
    tx: &mut SqliteConnection,
    statement: &'static Statement,
    rows: &[T],
    bind_row: impl Fn(&mut SqliteArguments, &T) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    for (text, chunk) in statement.chunks(rows) {
        let mut arguments = SqliteArguments::default();
        for row in chunk {
            bind_row(&mut arguments, row)?;
        }
        let done = sqlx::query_with(text, arguments).execute(&mut *tx).await.map_err(store_error)?;
        if done.rows_affected() != chunk.len() as u64 {
            return Err(StoreError::Unavailable("another program changed the data folder".to_owned()));
        }
    }
    Ok(())
}
