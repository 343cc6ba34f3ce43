//! All routes, and what stands before them.

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use tower_http::catch_panic::CatchPanicLayer;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;

use super::guard::{Rules, admit, headers, panicked, problems, span};
use super::kind::Kind;
use super::page::{self, Site};
use super::problem::ApiError;
use super::state::App;
use super::{encounters, health, live, openapi, reports, samples};

/// Everything the server answers.
pub(crate) fn router(app: App, rules: Rules) -> Router {
    assemble(app, rules, Site::embedded(), Router::new())
}

/// The description of all routes.
pub(super) fn description() -> OpenApi {
    routes().into_openapi()
}

fn routes() -> OpenApiRouter<App> {
    let api = OpenApiRouter::new()
        .merge(encounters::routes())
        .merge(samples::routes())
        .merge(reports::routes())
        .merge(live::routes());
    OpenApiRouter::with_openapi(openapi::begin()).nest("/api/v1", api).merge(health::routes())
}

/// The outermost layer stands last.
pub(super) fn assemble(app: App, rules: Rules, site: Site, more: Router<App>) -> Router {
    let (routes, _) = routes().split_for_parts();
    routes
        .merge(openapi::routes())
        .merge(more)
        .method_not_allowed_fallback(not_allowed)
        .fallback_service(any(page::serve).with_state(site))
        .with_state(app)
        // The bound is that of the rules.
        .layer(DefaultBodyLimit::disable())
        .layer(from_fn_with_state(Arc::new(rules), admit))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn(problems))
        .layer(from_fn(span))
        .layer(from_fn(headers))
}

/// The router names the methods in `Allow`.
async fn not_allowed() -> Response {
    ApiError::new(Kind::MethodNotAllowed, "`Allow` names the methods of this address").into_response()
}
