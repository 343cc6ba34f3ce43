//! Reading, beside the writer.

use revrx_engine::seal::Sealer;
use sqlx::SqliteConnection;
use sqlx::sqlite::{SqlitePool, SqliteRow};

use super::errors::store_error;
use super::rows::{self, LISTED, LISTED_COLUMNS, get};
use crate::encounters::{Encounter, EncounterError, EncounterId, Listed, Page};

/// Some encounters of a tenant, newest first.
pub(super) async fn page(
    readers: &SqlitePool,
    sealer: &Sealer,
    tenant: &str,
    after: Option<EncounterId>,
    limit: u32,
) -> Result<Page, EncounterError> {
    // One transaction, so that the rows and their number fit together.
    let mut tx = readers.begin().await.map_err(store_error)?;
    let before = match after {
        None => i64::MAX,
        Some(id) => number(&mut tx, tenant, id).await?.ok_or(EncounterError::Cursor)?,
    };
    let sql = format!(
        "SELECT {LISTED} FROM encounter AS e JOIN key AS k ON k.encounter = e.number \
         WHERE e.tenant = ? AND e.deleted_at IS NULL AND e.number < ? ORDER BY e.number DESC LIMIT ?"
    );
    let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(tenant).bind(before).bind(i64::from(limit) + 1);
    let rows = rows.fetch_all(&mut *tx).await.map_err(store_error)?;
    let total = sqlx::query_scalar("SELECT count(*) FROM encounter WHERE tenant = ? AND deleted_at IS NULL");
    let total: i64 = total.bind(tenant).fetch_one(&mut *tx).await.map_err(store_error)?;
    tx.rollback().await.map_err(store_error)?;
    let shown = rows.iter().take(limit as usize);
    let items: Vec<Listed> =
        shown.map(|row| rows::listed(row, sealer).map(|(listed, _)| listed)).collect::<Result<_, _>>()?;
    let next = if rows.len() > limit as usize { items.last().map(|last| last.id) } else { None };
    Ok(Page { items, next, total: total.unsigned_abs() })
}

/// One encounter without its note.
pub(super) async fn listed(
    readers: &SqlitePool,
    sealer: &Sealer,
    tenant: &str,
    id: EncounterId,
) -> Result<Listed, EncounterError> {
    let sql = format!(
        "SELECT {LISTED} FROM encounter AS e JOIN key AS k ON k.encounter = e.number \
         WHERE e.tenant = ? AND e.uuid = ? AND e.deleted_at IS NULL"
    );
    let row = one(readers, sql, tenant, id).await?;
    rows::listed(&row, sealer).map(|(listed, _)| listed)
}

/// One encounter with its note.
pub(super) async fn encounter(
    readers: &SqlitePool,
    sealer: &Sealer,
    tenant: &str,
    id: EncounterId,
) -> Result<Encounter, EncounterError> {
    let sql = format!(
        "SELECT {LISTED}, c.visit, c.note FROM encounter AS e JOIN key AS k ON k.encounter = e.number \
         JOIN content AS c ON c.encounter = e.number \
         WHERE e.tenant = ? AND e.uuid = ? AND e.deleted_at IS NULL"
    );
    let row = one(readers, sql, tenant, id).await?;
    let (listed, opener) = rows::listed(&row, sealer)?;
    let visit = opener.visit(get(&row, LISTED_COLUMNS)?)?;
    let note = opener.note(get(&row, LISTED_COLUMNS + 1)?)?;
    Ok(Encounter { listed, visit, note: note.into() })
}

/// The number of an encounter of a tenant, deleted or not.
pub(super) async fn number(
    connection: &mut SqliteConnection,
    tenant: &str,
    id: EncounterId,
) -> Result<Option<i64>, EncounterError> {
    let select = sqlx::query_scalar("SELECT number FROM encounter WHERE tenant = ? AND uuid = ?");
    select.bind(tenant).bind(&id.as_bytes()[..]).fetch_optional(connection).await.map_err(store_error)
}

/// Why a statement found no encounter of that id that is not deleted.
pub(super) async fn absent(
    connection: &mut SqliteConnection,
    tenant: &str,
    id: EncounterId,
) -> EncounterError {
    match number(connection, tenant, id).await {
        Ok(Some(_)) => EncounterError::Deleted(id),
        Ok(None) => EncounterError::Unknown(id),
        Err(error) => error,
    }
}

async fn one(
    readers: &SqlitePool,
    sql: String,
    tenant: &str,
    id: EncounterId,
) -> Result<SqliteRow, EncounterError> {
    let mut connection = readers.acquire().await.map_err(store_error)?;
    let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(tenant).bind(&id.as_bytes()[..]);
    match query.fetch_optional(&mut *connection).await.map_err(store_error)? {
        Some(row) => Ok(row),
        None => Err(absent(&mut connection, tenant, id).await),
    }
}
