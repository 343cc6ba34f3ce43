//! A socket for one report.

use axum::extract::State;
use axum::response::Response;
use revrx_api::{ErrorFrame, Frame, Problem};

use super::follow::Follower;
use super::line::{Close, Line};
use super::{TAG, Upgrade, open, upgrade};
use crate::http::{ApiResult, App, Path, Principal};
use crate::reports;

/// Follow a report over a WebSocket.
///
/// A snapshot, then every event after it, then the end, each a frame of JSON text; then the server closes with 1000.
/// What the client sends is ignored.
#[utoipa::path(
    get,
    path = "/ws/reports/{id}",
    tag = TAG,
    params(("id" = String, Path, description = "The report")),
    responses(
        (status = 101, description = "The frames follow", body = Frame),
        (status = 404, description = "There is no such report", body = Problem, content_type = "application/problem+json"),
        (status = 426, description = "This is no request to open a WebSocket", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "The server is shutting down", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn socket(
    State(app): State<App>,
    principal: Principal,
    Path(id): Path<String>,
    request: Upgrade,
) -> ApiResult<Response> {
    let request = upgrade(&app, request)?;
    let report = reports::locate(&app, &principal, &id).await?;
    let follower = Follower::begin(&report, false).await?;
    Ok(open(&app, request, |line| serve(line, follower)))
}

/// Says everything about one report, and closes.
pub(super) async fn serve(mut line: Line, mut follower: Follower) {
    let why = loop {
        tokio::select! {
            heard = line.heard() => if let Err(why) = heard { break why },
            frame = follower.next() => match say(&mut line, frame).await {
                Ok(()) => {}
                Err(why) => break why,
            },
        }
    };
    line.close(why).await;
}

async fn say(line: &mut Line, frame: Result<Option<Frame>, revrx_engine::EngineError>) -> Result<(), Close> {
    match frame {
        Ok(Some(end @ Frame::End(_))) => {
            line.send(end).await?;
            Err(Close::Done)
        }
        Ok(Some(frame)) => line.send(frame).await,
        Ok(None) => Err(Close::Away),
        Err(error) => {
            tracing::warn!(%error, "a report could not be followed");
            line.send(Frame::Error(ErrorFrame { report: None, code: "store-away".to_owned() })).await?;
            Err(Close::Later)
        }
    }
}
