//! A server with an engine that has nothing to do, and a few routes that misbehave.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request};
use axum::routing::{get, post};
use bytes::Bytes;
use http_body_util::BodyExt;
use revrx_api::Problem;
use revrx_engine::Engine;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt;

use crate::encounters::MemoryEncounters;
use crate::http::page::tests::SITE;
use crate::http::router::assemble;
use crate::http::{App, Json, Offer, Rules};

/// Bytes of a note; a body may have twice as many.
pub(super) const NOTE_BYTES_MAX: u64 = 1_000;
/// The time for a body.
pub(super) const BODY_WITHIN: Duration = Duration::from_millis(100);

/// A server.
pub(super) struct Place {
    pub(super) app: App,
    pub(super) router: Router,
}

/// An answer.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

impl Place {
    pub(super) async fn new() -> Self {
        Self::with(&[], &[]).await
    }

    /// With `server.hosts` and `server.allowed-origins`.
    pub(super) async fn with(hosts: &[&str], origins: &[&str]) -> Self {
        let offer =
            Offer { workflow: "none".to_owned(), workflows: Vec::new(), note_bytes_max: NOTE_BYTES_MAX };
        let list = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        let rules = Rules::new(&list(hosts), &list(origins), offer.body_bytes_max()).unwrap();
        let app = App {
            engine: Arc::new(Engine::builder().start().await.unwrap()),
            encounters: Arc::new(MemoryEncounters::new()),
            kept: Arc::default(),
            offer: Arc::new(offer),
            closing: CancellationToken::new(),
            tracker: TaskTracker::new(),
        };
        let router = assemble(app.clone(), rules.body_within(BODY_WITHIN), SITE, misbehaving());
        Self { app, router }
    }

    pub(super) async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        Answer { status: parts.status.as_u16(), headers: parts.headers, body }
    }

    /// Sends a request with these headers and no body; `localhost` is the host where none is among them.
    pub(super) async fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.send(request(method, path, headers, Body::empty())).await
    }
}

impl Answer {
    /// The code of the problem; empty when the answer is no error.
    #[track_caller]
    pub(super) fn code(&self) -> String {
        if self.status < 400 {
            return String::new();
        }
        assert_eq!(self.headers["content-type"], "application/problem+json");
        let problem: Problem = serde_json::from_slice(&self.body).unwrap();
        assert_eq!(problem.status, self.status);
        assert_eq!(problem.kind, format!("urn:revrx:problem:{}", problem.code));
        problem.code
    }

    pub(super) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

pub(super) fn request(method: &str, path: &str, headers: &[(&str, &str)], body: Body) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(path);
    if !headers.iter().any(|(name, _)| *name == "host") {
        request = request.header("host", "localhost");
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(body).unwrap()
}

fn misbehaving() -> Router<App> {
    Router::new()
        .route("/test/panic", get(|| async { panic!("canary") as () }))
        .route("/test/framework", get(|| async { (axum::http::StatusCode::BAD_REQUEST, "canary") }))
        .route("/test/length", post(|Json(text): Json<String>| async move { text.len().to_string() }))
        .route("/test/slow", get(slow))
}

/// Says that it began, and answers when the server closes.
async fn slow(axum::extract::State(app): axum::extract::State<App>) -> &'static str {
    app.closing.cancelled().await;
    tokio::time::sleep(Duration::from_millis(50)).await;
    "slow"
}
