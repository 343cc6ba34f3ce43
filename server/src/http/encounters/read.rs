//! Encounters, listed or alone.

use axum::extract::State;
use futures_util::{StreamExt, stream};
use revrx_api::{Encounter, EncounterPage};
use serde::Deserialize;
use utoipa::IntoParams;

use super::row;
use crate::encounters::{EncounterError, EncounterId};
use crate::http::{ApiError, ApiResult, App, Json, Kind, Path, Principal, Query};

/// Encounters of a page when none are asked for.
const LIMIT_DEFAULT: u32 = 50;
/// Most encounters of a page.
const LIMIT_MAX: u32 = 100;
/// Rows whose report is looked up at a time.
const ROWS_AT_ONCE: usize = 8;

/// Which part of the list.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Paging {
    /// The `next` of the page before; the newest come first without it.
    cursor: Option<String>,
    /// 1 to 100; 50 when left out.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// Lists encounters, newest first.
#[utoipa::path(
    get,
    path = "/encounters",
    tag = "encounters",
    params(Paging),
    responses((status = 200, description = "some of them", body = EncounterPage))
)]
pub(super) async fn list(
    State(app): State<App>,
    principal: Principal,
    Query(paging): Query<Paging>,
) -> ApiResult<Json<EncounterPage>> {
    let limit = paging.limit.unwrap_or(LIMIT_DEFAULT);
    if !(1..=LIMIT_MAX).contains(&limit) {
        return Err(ApiError::new(Kind::QueryField, format!("`limit` must be from 1 to {LIMIT_MAX}")));
    }
    let cursor: Option<EncounterId> = match paging.cursor {
        Some(cursor) => Some(cursor.parse().map_err(|_| EncounterError::Cursor)?),
        None => None,
    };
    let page = app.encounters.page(&principal.tenant, cursor, limit).await?;
    let rows = stream::iter(page.items).map(|listed| row::with_report(&app, listed)).buffered(ROWS_AT_ONCE);
    let items = rows.collect().await;
    Ok(Json(EncounterPage { items, next: page.next.map(|id| id.to_string()), total: page.total }))
}

/// An encounter with its note.
#[utoipa::path(
    get,
    path = "/encounters/{id}",
    tag = "encounters",
    params(("id" = revrx_api::EncounterId, Path, description = "its id")),
    responses((status = 200, description = "the encounter", body = Encounter))
)]
pub(super) async fn one(
    State(app): State<App>,
    principal: Principal,
    Path(id): Path<String>,
) -> ApiResult<Json<Encounter>> {
    let encounter = app.encounters.get(&principal.tenant, known(&id)?).await?;
    Ok(Json(row::full(&app, encounter).await))
}

/// The id in an address. What has not the form of one is the id of nothing.
pub(super) fn known(id: &str) -> ApiResult<EncounterId> {
    id.parse().map_err(|_| {
        ApiError::new(Kind::EncounterUnknown, "the address does not name an encounter by its id")
    })
}
