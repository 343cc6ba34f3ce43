//! Statements of the writer, each function within one transaction.

use revrx_engine::RunId;
use revrx_engine_core::time::Timestamp;
use sqlx::SqliteConnection;

use super::errors::store_error;
use super::keys;
use super::read::{absent, number};
use super::sealed::SealedNew;
use crate::encounters::{EncounterError, EncounterId, Keyed};

/// Inserts an encounter, or gives the one that an earlier request with the same key made.
pub(super) async fn create(
    tx: &mut SqliteConnection,
    new: SealedNew,
    key: Option<Keyed>,
) -> Result<Option<EncounterId>, EncounterError> {
    if let Some(key) = key
        && let Some(earlier) = keys::remember_create(tx, &new, &key).await?
    {
        return Ok(Some(earlier));
    }
    let insert = sqlx::query(
        "INSERT INTO encounter (uuid, tenant, version, created_at, changed_at, shown) VALUES (?, ?, 1, ?, ?, ?)",
    );
    let insert = insert.bind(&new.id.as_bytes()[..]).bind(&new.tenant);
    let insert = insert.bind(new.at.as_micros()).bind(new.at.as_micros()).bind(&new.shown[..]);
    let number = insert.execute(&mut *tx).await.map_err(store_error)?.last_insert_rowid();
    let insert = sqlx::query("INSERT INTO content (encounter, visit, note) VALUES (?, ?, ?)");
    let insert = insert.bind(number).bind(&new.visit[..]).bind(&new.note[..]);
    insert.execute(&mut *tx).await.map_err(store_error)?;
    let insert = sqlx::query("INSERT INTO key (encounter, wrapped) VALUES (?, ?)");
    insert.bind(number).bind(&new.wrapped_key[..]).execute(tx).await.map_err(store_error)?;
    Ok(None)
}

/// Forgets the data key, and deletes everything but id, tenant and when it was deleted.
pub(super) async fn delete(
    tx: &mut SqliteConnection,
    tenant: String,
    id: EncounterId,
    at: Timestamp,
) -> Result<(), EncounterError> {
    let update = sqlx::query(
        "UPDATE encounter SET deleted_at = ?, shown = NULL, report = NULL \
         WHERE tenant = ? AND uuid = ? AND deleted_at IS NULL",
    );
    let update = update.bind(at.as_micros()).bind(&tenant).bind(&id.as_bytes()[..]);
    if update.execute(&mut *tx).await.map_err(store_error)?.rows_affected() == 0 {
        return Err(absent(tx, &tenant, id).await);
    }
    let number = number(tx, &tenant, id).await?;
    for sql in ["DELETE FROM key WHERE encounter = ?", "DELETE FROM content WHERE encounter = ?"] {
        sqlx::query(sql).bind(number).execute(&mut *tx).await.map_err(store_error)?;
    }
    keys::forget_bodies_of(tx, id).await
}

/// Notes a report where none or an older one is known.
pub(super) async fn link_report(
    tx: &mut SqliteConnection,
    tenant: String,
    id: EncounterId,
    report: RunId,
    at: Timestamp,
) -> Result<(), EncounterError> {
    let known = sqlx::query_scalar(
        "SELECT report IS NOT NULL AND report >= ? FROM encounter WHERE tenant = ? AND uuid = ? AND deleted_at IS NULL",
    );
    let known = known.bind(&report.as_bytes()[..]).bind(&tenant).bind(&id.as_bytes()[..]);
    let known: Option<bool> = known.fetch_optional(&mut *tx).await.map_err(store_error)?;
    match known {
        None => return Err(absent(tx, &tenant, id).await),
        Some(true) => return Ok(()),
        Some(false) => {}
    }
    let update = sqlx::query("UPDATE encounter SET report = ?, changed_at = ? WHERE tenant = ? AND uuid = ?");
    let update = update.bind(&report.as_bytes()[..]).bind(at.as_micros());
    update.bind(&tenant).bind(&id.as_bytes()[..]).execute(tx).await.map_err(store_error)?;
    Ok(())
}
