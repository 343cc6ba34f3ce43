//! Routes of reports: starting, reading, cancelling and trying again.

mod act;
mod read;
mod start;

#[cfg(test)]
mod tests;

use axum::http::StatusCode;
use axum::http::header::{LOCATION, RETRY_AFTER};
use axum::response::{IntoResponse, Response};
use revrx_api::ReportStatus;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{App, Json};

/// Name of the group of routes.
const TAG: &str = "reports";
/// Seconds after which to ask again for a report that is being made.
const ASK_AGAIN_AFTER: &str = "1";

/// All routes of reports.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(start::start))
        .routes(routes!(read::newest))
        .routes(routes!(read::report))
        .routes(routes!(read::status))
        .routes(routes!(act::cancel))
        .routes(routes!(act::retry))
}

/// 202: where it stands, and where to ask again.
fn accepted(status: ReportStatus) -> Response {
    let location = format!("/api/v1/reports/{}/status", status.id);
    let headers = [(LOCATION, location), (RETRY_AFTER, ASK_AGAIN_AFTER.to_owned())];
    (StatusCode::ACCEPTED, headers, Json(status)).into_response()
}
