//! Cancelling a report, and trying a failed one again.

use axum::extract::State;
use axum::response::Response;
use revrx_api::{Problem, ReportStatus};

use super::{TAG, accepted};
use crate::http::{ApiResult, App, Path, Principal};
use crate::reports;

/// Cancel a report.
///
/// A report that waits is cancelled when this is answered; one that is being made ends soon after.
#[utoipa::path(
    post,
    path = "/reports/{id}/cancel",
    tag = TAG,
    params(("id" = String, Path, description = "The report")),
    responses(
        (status = 202, description = "It ends", body = ReportStatus,
            headers(("Location" = String, description = "Where to ask how it goes"), ("Retry-After" = u32, description = "Seconds"))),
        (status = 404, description = "There is no such report", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "It has ended", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "The store does not work", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn cancel(
    State(app): State<App>,
    principal: Principal,
    Path(id): Path<String>,
) -> ApiResult<Response> {
    let report = reports::locate(&app, &principal, &id).await?;
    report.run.cancel().await?;
    Ok(accepted(reports::status(&app, &report).await?))
}

/// Try a failed report again: what was done stays done.
#[utoipa::path(
    post,
    path = "/reports/{id}/retry",
    tag = TAG,
    params(("id" = String, Path, description = "The report")),
    responses(
        (status = 202, description = "It goes on", body = ReportStatus,
            headers(("Location" = String, description = "Where to ask how it goes"), ("Retry-After" = u32, description = "Seconds"))),
        (status = 404, description = "There is no such report", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "It has not failed", body = Problem, content_type = "application/problem+json"),
        (status = 410, description = "The encounter was deleted", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "The store does not work", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn retry(
    State(app): State<App>,
    principal: Principal,
    Path(id): Path<String>,
) -> ApiResult<Response> {
    let report = reports::locate(&app, &principal, &id).await?;
    // Of a deleted encounter nothing is made any more.
    app.encounters.listed(&principal.tenant, report.encounter).await?;
    app.engine.reopen(report.run.id(), &principal.name).await?;
    Ok(accepted(reports::status(&app, &report).await?))
}
