//! Whether the process lives, and whether it takes work.

use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::extract::Json;
use super::kind::Kind;
use super::problem::{ApiError, ApiResult, shutting_down};
use super::state::App;

/// The answer when all is well.
#[derive(Serialize, ToSchema)]
struct Health {
    /// `ok`.
    status: &'static str,
}

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(live)).routes(routes!(ready))
}

/// Whether the process answers.
#[utoipa::path(get, path = "/livez", tag = "health", responses((status = 200, description = "it answers", body = Health)))]
async fn live() -> Json<Health> {
    Json(Health { status: "ok" })
}

/// Whether new work is accepted.
#[utoipa::path(
    get,
    path = "/readyz",
    tag = "health",
    responses(
        (status = 200, description = "work is accepted", body = Health),
        (status = 503, description = "not just now; the problem says why")
    )
)]
async fn ready(State(app): State<App>) -> ApiResult<Json<Health>> {
    if app.closing.is_cancelled() {
        return Err(shutting_down());
    }
    match app.engine.not_ready() {
        Some(reason) => Err(ApiError::new(Kind::NotReady, reason).retry_after(1)),
        None => Ok(Json(Health { status: "ok" })),
    }
}
