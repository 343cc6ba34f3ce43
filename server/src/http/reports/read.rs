//! Reading reports.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use revrx_api::{Problem, Report, ReportStatus};

use super::start::encounter_id;
use super::{TAG, accepted};
use crate::http::{ApiError, ApiResult, App, Json, Kind, Path, Principal};
use crate::reports::{self, Located};

/// The newest report of an encounter.
#[utoipa::path(
    get,
    path = "/reports/encounters/{id}",
    tag = TAG,
    params(("id" = String, Path, description = "The encounter")),
    responses(
        (status = 200, description = "It has ended", body = Report),
        (status = 202, description = "It is being made", body = ReportStatus,
            headers(("Location" = String, description = "Where to ask how it goes"), ("Retry-After" = u32, description = "Seconds"))),
        (status = 404, description = "There is no such encounter, or no report of it", body = Problem, content_type = "application/problem+json"),
        (status = 410, description = "The encounter was deleted", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn newest(
    State(app): State<App>,
    principal: Principal,
    Path(id): Path<String>,
) -> ApiResult<Response> {
    let listed = app.encounters.listed(&principal.tenant, encounter_id(&id)?).await?;
    let none = || ApiError::new(Kind::NoReport, "no report of this encounter was started");
    let newest = listed.report.ok_or_else(none)?;
    let report = reports::locate(&app, &principal, &newest.to_string()).await?;
    answer(&app, report).await
}

/// A report: itself once it has ended, else where it stands.
#[utoipa::path(
    get,
    path = "/reports/{id}",
    tag = TAG,
    params(("id" = String, Path, description = "The report")),
    responses(
        (status = 200, description = "It has ended", body = Report),
        (status = 202, description = "It is being made", body = ReportStatus,
            headers(("Location" = String, description = "Where to ask how it goes"), ("Retry-After" = u32, description = "Seconds"))),
        (status = 404, description = "There is no such report", body = Problem, content_type = "application/problem+json"),
        (status = 410, description = "The encounter was deleted, and with it what the report says", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn report(
    State(app): State<App>,
    principal: Principal,
    Path(id): Path<String>,
) -> ApiResult<Response> {
    let report = reports::locate(&app, &principal, &id).await?;
    answer(&app, report).await
}

/// Where a report stands.
///
/// Small and cheap, for clients that poll.
#[utoipa::path(
    get,
    path = "/reports/{id}/status",
    tag = TAG,
    params(("id" = String, Path, description = "The report")),
    responses(
        (status = 200, description = "Where it stands", body = ReportStatus),
        (status = 404, description = "There is no such report", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn status(
    State(app): State<App>,
    principal: Principal,
    Path(id): Path<String>,
) -> ApiResult<Json<ReportStatus>> {
    let report = reports::locate(&app, &principal, &id).await?;
    Ok(Json(reports::status(&app, &report).await?))
}

async fn answer(app: &App, report: Located) -> ApiResult<Response> {
    if report.head.index.status.is_terminal() {
        return Ok(Json(reports::report(app, report).await?).into_response());
    }
    Ok(accepted(reports::status(app, &report).await?))
}
