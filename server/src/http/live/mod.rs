//! Live updates: a socket for one report, a socket for many, and the same by polling.
//!
//! `follow` turns what the engine tells of a run into frames, `line` is a socket with its bounds, `one` and `many`
//! are what is said on it, `poll` answers without a socket. Nothing is queued for a listener: it pulls what is next
//! when its socket has taken what was before, and one that falls behind reads what it missed.

mod follow;
mod line;
mod many;
mod one;
mod poll;

#[cfg(test)]
mod tests;

use axum::extract::ws::WebSocketUpgrade;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::response::Response;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::problem::shutting_down;
use super::{ApiError, ApiResult, App, Kind};
use line::{Bounds, Line};

/// Name of the group of routes.
const TAG: &str = "live";

/// All routes of live updates.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(poll::events))
        .routes(routes!(one::socket))
        .routes(routes!(many::socket))
}

/// A request to open a socket, or why it is none.
type Upgrade = Result<WebSocketUpgrade, WebSocketUpgradeRejection>;

/// Opens a socket and serves it. The server waits for its end when it stops.
fn open<F: Future<Output = ()> + Send + 'static>(
    app: &App,
    upgrade: WebSocketUpgrade,
    serve: impl FnOnce(Line) -> F + Send + 'static,
) -> Response {
    let bounds = Bounds::default();
    let (closing, alive) = (app.closing.clone(), app.tracker.token());
    line::bounded(upgrade).on_upgrade(move |socket| async move {
        serve(Line::new(socket, closing, bounds)).await;
        drop(alive);
    })
}

/// The request, when it is one for a socket and the server is not about to stop.
fn upgrade(app: &App, upgrade: Upgrade) -> ApiResult<WebSocketUpgrade> {
    if app.closing.is_cancelled() {
        return Err(shutting_down());
    }
    let none = |_| ApiError::new(Kind::UpgradeRequired, "this is no request to open a WebSocket");
    upgrade.map_err(none)
}
