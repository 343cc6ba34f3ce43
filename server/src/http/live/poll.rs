//! What sockets say, without a socket.

use std::time::Duration;

use axum::extract::State;
use revrx_api::{Frame, Problem};
use serde::Deserialize;
use utoipa::IntoParams;

use super::TAG;
use super::follow::Follower;
use crate::http::{ApiError, ApiResult, App, Json, Kind, Path, Principal, Query};
use crate::reports;

/// Longest wait for the first event, in seconds.
const WAIT_SECONDS_MAX: u64 = 25;
/// Most frames of one answer.
const FRAMES_MAX: usize = 512;

/// From where on, and for how long to wait.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Since {
    /// The last event that is known. Left out, or when the report has no such event: a snapshot.
    after: Option<u64>,
    /// Seconds to wait for the first event: 0 to 25, 25 when left out.
    #[param(maximum = 25)]
    wait: Option<u64>,
}

/// Follow a report by polling.
///
/// A snapshot, or the events after one that is known: at once those that are there, else the first that comes within
/// the wait, else none. The end stands last once the report has ended.
#[utoipa::path(
    get,
    path = "/reports/{id}/events",
    tag = TAG,
    params(("id" = String, Path, description = "The report"), Since),
    responses(
        (status = 200, description = "What there is", body = Vec<Frame>),
        (status = 400, description = "A parameter is not what is expected", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "There is no such report", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn events(
    State(app): State<App>,
    principal: Principal,
    Path(id): Path<String>,
    Query(since): Query<Since>,
) -> ApiResult<Json<Vec<Frame>>> {
    let wait = since.wait.unwrap_or(WAIT_SECONDS_MAX);
    if wait > WAIT_SECONDS_MAX {
        let detail = format!("`wait` is at most {WAIT_SECONDS_MAX} seconds");
        return Err(ApiError::new(Kind::QueryField, detail));
    }
    let report = reports::locate(&app, &principal, &id).await?;
    let mut follower = match since.after {
        Some(seq) => Follower::after(&report, seq).await?,
        None => Follower::begin(&report, false).await?,
    };
    let first = tokio::select! {
        biased;
        frame = follower.next() => frame?,
        () = tokio::time::sleep(Duration::from_secs(wait)) => None,
        () = app.closing.cancelled() => None,
    };
    let mut frames: Vec<Frame> = first.into_iter().collect();
    while !frames.is_empty() && frames.len() < FRAMES_MAX {
        match follower.at_hand()? {
            Some(frame) => frames.push(frame),
            None => break,
        }
    }
    Ok(Json(frames))
}
