//! Starting a report.

use axum::extract::State;
use axum::response::Response;
use revrx_api::{Problem, ReportStatus, StartReport};

use super::{TAG, accepted};
use crate::encounters::EncounterId;
use crate::http::{ApiError, ApiResult, App, IdempotencyKey, Json, Kind, Path, Principal};
use crate::reports;

/// Start a report of an encounter.
///
/// It is durable when this is answered. While another report of the encounter is pending or being made, that one is
/// the answer, unless `again` is true.
#[utoipa::path(
    post,
    path = "/reports/encounters/{id}/reports",
    tag = TAG,
    params(
        ("id" = String, Path, description = "The encounter"),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key with the same body gives the same report"),
    ),
    request_body = Option<StartReport>,
    responses(
        (status = 202, description = "Accepted", body = ReportStatus,
            headers(("Location" = String, description = "Where to ask how it goes"), ("Retry-After" = u32, description = "Seconds"))),
        (status = 400, description = "The key or the body cannot be read", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "There is no such encounter", body = Problem, content_type = "application/problem+json"),
        (status = 410, description = "The encounter was deleted", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The workflow is unknown or does not take the note, or the key was used for another request", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "The store does not work, or the server is shutting down", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn start(
    State(app): State<App>,
    principal: Principal,
    Path(id): Path<String>,
    IdempotencyKey(key): IdempotencyKey,
    how: Option<Json<StartReport>>,
) -> ApiResult<Response> {
    let encounter = encounter_id(&id)?;
    let how = how.map(|Json(how)| how).unwrap_or_default();
    let request = reports::Request { encounter, how, key };
    // Who goes away after this does not stop it halfway.
    let tracker = app.tracker.clone();
    let started = tracker.spawn(async move {
        let report = reports::start(&app, &principal, request).await?;
        reports::status(&app, &report).await
    });
    let status = started.await.map_err(|error| ApiError::internal(&error))??;
    Ok(accepted(status))
}

/// The id of an encounter; what has another form does not exist.
pub(super) fn encounter_id(text: &str) -> ApiResult<EncounterId> {
    text.parse().map_err(|_| ApiError::new(Kind::EncounterUnknown, "there is no encounter of that id"))
}
