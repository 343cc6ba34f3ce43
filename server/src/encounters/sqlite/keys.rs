//! Idempotency keys.

use revrx_engine::RunId;
use revrx_engine_core::time::Timestamp;
use sqlx::SqliteConnection;
use sqlx::sqlite::SqliteRow;

use super::errors::store_error;
use super::rows::{bytes, get, run};
use super::sealed::SealedNew;
use crate::encounters::store::{KEYS_FORGOTTEN_MAX, Purpose, key_hash, known_since};
use crate::encounters::{EncounterError, EncounterId, Keyed, Start};

/// The encounter that an earlier request with this key made; else the key is remembered for this one.
pub(super) async fn remember_create(
    tx: &mut SqliteConnection,
    new: &SealedNew,
    key: &Keyed,
) -> Result<Option<EncounterId>, EncounterError> {
    let Some(row) = known(tx, &new.tenant, Purpose::Create, &key.key, new.at).await? else {
        remember(tx, &new.tenant, Purpose::Create, key, new.at, Some(new.id)).await?;
        return Ok(None);
    };
    let (hash, earlier) = (get::<Option<&[u8]>>(&row, 0)?, get::<Option<&[u8]>>(&row, 1)?);
    if hash.is_some_and(|hash| hash != key.body_hash) {
        return Err(EncounterError::KeyReused);
    }
    earlier.map(|id| bytes(id, "encounter").map(EncounterId::from_bytes)).transpose()
}

/// See [`EncounterStore::remember_start`](crate::encounters::EncounterStore::remember_start).
pub(super) async fn remember_start(
    tx: &mut SqliteConnection,
    tenant: String,
    key: Keyed,
    at: Timestamp,
) -> Result<Start, EncounterError> {
    let Some(row) = known(tx, &tenant, Purpose::Start, &key.key, at).await? else {
        remember(tx, &tenant, Purpose::Start, &key, at, None).await?;
        return Ok(Start::New);
    };
    if get::<Option<&[u8]>>(&row, 0)? != Some(&key.body_hash[..]) {
        return Ok(Start::Other);
    }
    Ok(Start::Same(run(get(&row, 2)?)?))
}

/// Keeps what a remembered request started.
pub(super) async fn answer_start(
    tx: &mut SqliteConnection,
    tenant: String,
    key: String,
    report: RunId,
) -> Result<(), EncounterError> {
    let update =
        sqlx::query("UPDATE answered SET report = ? WHERE tenant = ? AND purpose = ? AND key_hash = ?");
    let update = update.bind(&report.as_bytes()[..]).bind(tenant).bind(Purpose::Start as i64);
    update.bind(&key_hash(&key)[..]).execute(tx).await.map_err(store_error)?;
    Ok(())
}

/// Forgets what was sent to make an encounter. That it was made stays known.
pub(super) async fn forget_bodies_of(
    tx: &mut SqliteConnection,
    id: EncounterId,
) -> Result<(), EncounterError> {
    let update = sqlx::query("UPDATE answered SET body_hash = NULL WHERE encounter = ?");
    update.bind(&id.as_bytes()[..]).execute(tx).await.map_err(store_error)?;
    Ok(())
}

/// Hash of the body, encounter and report of a key that is young enough.
async fn known(
    tx: &mut SqliteConnection,
    tenant: &str,
    purpose: Purpose,
    key: &str,
    at: Timestamp,
) -> Result<Option<SqliteRow>, EncounterError> {
    let select = sqlx::query(
        "SELECT body_hash, encounter, report FROM answered \
         WHERE tenant = ? AND purpose = ? AND key_hash = ? AND at >= ?",
    );
    let select = select.bind(tenant).bind(purpose as i64).bind(key_hash(key).to_vec());
    select.bind(known_since(at).as_micros()).fetch_optional(tx).await.map_err(store_error)
}

async fn remember(
    tx: &mut SqliteConnection,
    tenant: &str,
    purpose: Purpose,
    key: &Keyed,
    at: Timestamp,
    encounter: Option<EncounterId>,
) -> Result<(), EncounterError> {
    let delete = sqlx::query(
        "DELETE FROM answered WHERE (tenant, purpose, key_hash) IN \
         (SELECT tenant, purpose, key_hash FROM answered WHERE at < ? ORDER BY at LIMIT ?)",
    );
    let delete = delete.bind(known_since(at).as_micros()).bind(KEYS_FORGOTTEN_MAX as i64);
    delete.execute(&mut *tx).await.map_err(store_error)?;
    let insert = sqlx::query(
        "INSERT OR REPLACE INTO answered (tenant, purpose, key_hash, body_hash, at, encounter) \
         VALUES (?, ?, ?, ?, ?, ?)",
    );
    let insert = insert.bind(tenant).bind(purpose as i64).bind(key_hash(&key.key).to_vec());
    let insert = insert.bind(&key.body_hash[..]).bind(at.as_micros());
    insert.bind(encounter.map(|id| id.as_bytes().to_vec())).execute(tx).await.map_err(store_error)?;
    Ok(())
}
