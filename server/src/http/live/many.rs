//! A socket for many reports: the client says which.

use std::collections::HashMap;

use axum::extract::State;
use axum::extract::ws::Utf8Bytes;
use axum::response::Response;
use futures_util::StreamExt;
use futures_util::future::{AbortHandle, Abortable, BoxFuture};
use futures_util::stream::FuturesUnordered;
use revrx_api::{Ask, ErrorFrame, Frame, Problem, ReportId};
use revrx_engine::EngineError;

use super::follow::Follower;
use super::line::{Close, Line};
use super::{TAG, Upgrade, open, upgrade};
use crate::http::{ApiResult, App, Kind, Principal};
use crate::reports;

/// Reports that one socket follows at a time.
const SUBSCRIPTIONS_MAX: usize = 100;
/// Longest id that is said back to whoever asked for it.
const ID_CHARACTERS_MAX: usize = 64;

/// Follow many reports over one WebSocket.
///
/// The client sends `Ask` frames to subscribe and unsubscribe, with up to 100 reports at a time; frames name their
/// report. Whoever subscribes again to a report gets a new snapshot of it.
#[utoipa::path(
    get,
    path = "/ws/reports",
    tag = TAG,
    responses(
        (status = 101, description = "The frames follow", body = Frame),
        (status = 426, description = "This is no request to open a WebSocket", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "The server is shutting down", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn socket(
    State(app): State<App>,
    principal: Principal,
    request: Upgrade,
) -> ApiResult<Response> {
    let request = upgrade(&app, request)?;
    let talk = Talk::new(app.clone(), principal);
    Ok(open(&app, request, |line| serve(line, talk)))
}

/// Serves a socket until either side goes.
pub(super) async fn serve(mut line: Line, mut talk: Talk) {
    let why = loop {
        let done = tokio::select! {
            heard = line.heard() => match heard {
                Ok(text) => talk.asked(&mut line, &text).await,
                Err(why) => Err(why),
            },
            Some(told) = talk.telling.next(), if !talk.telling.is_empty() => talk.told(&mut line, told).await,
        };
        if let Err(why) = done {
            break why;
        }
    };
    line.close(why).await;
}

/// What a follower told, and the follower itself.
type Told = (Follower, Result<Option<Frame>, EngineError>);

/// A client's subscriptions.
pub(super) struct Talk {
    app: App,
    principal: Principal,
    /// One for each subscription. Nothing is asked of a follower before the socket has taken what it told last.
    telling: FuturesUnordered<Abortable<BoxFuture<'static, Told>>>,
    subscribed: HashMap<ReportId, AbortHandle>,
}

impl Talk {
    /// Without subscriptions.
    pub(super) fn new(app: App, principal: Principal) -> Self {
        Self { app, principal, telling: FuturesUnordered::new(), subscribed: HashMap::new() }
    }

    async fn asked(&mut self, line: &mut Line, text: &Utf8Bytes) -> Result<(), Close> {
        match serde_json::from_str(text.as_str()) {
            Ok(Ask::Subscribe(reports)) => {
                for report in reports {
                    if let Err(code) = self.subscribe(&report).await {
                        line.send(refusal(report, code)).await?;
                    }
                }
                Ok(())
            }
            Ok(Ask::Unsubscribe(reports)) => {
                reports.iter().for_each(|report| self.unsubscribe(report));
                Ok(())
            }
            Err(_) => {
                let error = ErrorFrame { report: None, code: "frame-invalid".to_owned() };
                line.send(Frame::Error(error)).await?;
                Err(Close::Refused)
            }
        }
    }

    async fn subscribe(&mut self, report: &ReportId) -> Result<(), &'static str> {
        self.unsubscribe(report);
        if self.subscribed.len() >= SUBSCRIPTIONS_MAX {
            return Err("subscriptions-full");
        }
        let located = reports::locate(&self.app, &self.principal, report.as_str()).await;
        let located = located.map_err(|error| match error.kind() {
            Kind::ReportUnknown => Kind::ReportUnknown.code(),
            _ => "store-away",
        })?;
        let follower = Follower::begin(&located, true).await.map_err(|_| "store-away")?;
        self.listen(follower);
        Ok(())
    }

    fn unsubscribe(&mut self, report: &ReportId) {
        if let Some(handle) = self.subscribed.remove(report) {
            handle.abort();
        }
    }

    fn listen(&mut self, mut follower: Follower) {
        let (handle, registration) = AbortHandle::new_pair();
        let report = follower.report().clone();
        let next: BoxFuture<'static, Told> = Box::pin(async move {
            let frame = follower.next().await;
            (follower, frame)
        });
        self.telling.push(Abortable::new(next, registration));
        self.subscribed.insert(report, handle);
    }

    async fn told(
        &mut self,
        line: &mut Line,
        told: Result<Told, futures_util::future::Aborted>,
    ) -> Result<(), Close> {
        let Ok((follower, frame)) = told else { return Ok(()) };
        match frame {
            Ok(Some(end @ Frame::End(_))) => {
                self.subscribed.remove(follower.report());
                line.send(end).await
            }
            Ok(Some(frame)) => {
                line.send(frame).await?;
                self.listen(follower);
                Ok(())
            }
            Ok(None) => Err(Close::Away),
            Err(error) => {
                tracing::warn!(%error, "a report could not be followed");
                self.subscribed.remove(follower.report());
                line.send(refusal(follower.report().clone(), "store-away")).await
            }
        }
    }
}

/// Why a report is not followed. An id that cannot be one is not said back.
fn refusal(report: ReportId, code: &str) -> Frame {
    let could_be = |id: &str| id.len() <= ID_CHARACTERS_MAX && id.bytes().all(|byte| byte.is_ascii_graphic());
    let report = could_be(report.as_str()).then_some(report);
    Frame::Error(ErrorFrame { report, code: code.to_owned() })
}
