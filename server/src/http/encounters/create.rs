//! Making an encounter.

use axum::extract::{Request, State};
use axum::http::header::LOCATION;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use revrx_api::{Encounter, NewEncounter};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{content, row};
use crate::encounters::{Keyed, NewEncounter as New};
use crate::http::{ApiResult, App, IdempotencyKey, Json, Principal};

/// A new encounter as a form.
#[derive(Deserialize, ToSchema)]
#[expect(dead_code, reason = "it describes the form, which is read part by part")]
struct EncounterForm {
    /// The note: a file of plain text, UTF-8.
    #[schema(value_type = String, format = Binary)]
    note: Vec<u8>,
    /// The visit, as JSON: the content of an encounter file.
    encounter: Option<String>,
    /// Your own reference.
    reference: Option<String>,
}

/// Makes an encounter of a note and what is known of the visit.
///
/// With an `Idempotency-Key` that came within the last 24 hours with the same content nothing is made, and the answer
/// is the encounter of then.
#[utoipa::path(
    post,
    path = "/encounters",
    tag = "encounters",
    params(("Idempotency-Key" = Option<String>, Header, description = "1 to 255 visible ASCII characters")),
    request_body(content((NewEncounter = "application/json"), (EncounterForm = "multipart/form-data"))),
    responses((
        status = 201,
        description = "it is kept",
        body = Encounter,
        headers(("Location" = String, description = "its address"))
    ))
)]
pub(super) async fn create(
    State(app): State<App>,
    principal: Principal,
    key: IdempotencyKey,
    request: Request,
) -> ApiResult<Response> {
    let content = content::read(request, app.offer.note_bytes_max).await?;
    let key = key.0.map(|key| Keyed { key, body_hash: content::hash(&content) });
    let new = New::new(&principal.tenant, revrx_engine::wall(), content);
    let created = app.encounters.create(new, key).await?;
    let id = created.encounter.listed.id;
    tracing::debug!(encounter = %id, existed = created.existed, "encounter kept");
    let location = HeaderValue::from_str(&format!("/api/v1/encounters/{id}")).expect("an id is ASCII");
    let body = Json(row::full(&app, created.encounter).await);
    Ok((StatusCode::CREATED, [(LOCATION, location)], body).into_response())
}
