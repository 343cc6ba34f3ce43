//! Encounters over HTTP.
//!
//! `content` reads what is sent, as JSON or as a form, and `check` what it may hold; `row` and `visit` say it on the
//! wire.

mod check;
mod content;
mod create;
mod delete;
mod errors;
mod form;
mod read;
mod row;
mod visit;

#[cfg(test)]
mod tests;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::state::App;

pub(crate) use row::row;

/// The routes.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(read::list, create::create))
        .routes(routes!(read::one, delete::delete))
}
