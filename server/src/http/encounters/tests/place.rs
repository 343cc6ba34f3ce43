//! A server in this process, and requests to it.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, HOST};
use axum::http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt;
use revrx_api::Problem;
use revrx_engine::{Engine, Registry, WorkerOptions};
use serde::de::DeserializeOwned;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt;

use crate::encounters::MemoryEncounters;
use crate::http::{App, Offer, Rules, router};

/// Largest note of this server.
pub(super) const NOTE_BYTES_MAX: u64 = 1 << 20;
/// A workflow that takes a text and works on nothing by itself.
const WORKFLOW: &str = include_str!("../../../../../workflows/document-digest.toml");
/// Its name.
pub(super) const WORKFLOW_NAME: &str = "document-digest";

/// A server.
pub(super) struct Place {
    pub(super) app: App,
    router: Router,
}

/// An answer.
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
}

impl Place {
    /// A server that keeps encounters in memory; runs wait, since nobody works on them.
    pub(super) async fn new() -> Self {
        let waits = WorkerOptions { enabled: false, ..WorkerOptions::default() };
        let engine = Engine::builder().registry(kinds()).workflow("document-digest.toml", WORKFLOW);
        let engine = engine.options(waits).start().await.unwrap();
        let offer = Offer {
            workflow: WORKFLOW_NAME.to_owned(),
            workflows: vec![WORKFLOW_NAME.to_owned()],
            note_bytes_max: NOTE_BYTES_MAX,
        };
        let rules = Rules::new(&[], &[], offer.body_bytes_max()).unwrap();
        let app = App {
            engine: Arc::new(engine),
            encounters: Arc::new(MemoryEncounters::new()),
            kept: Arc::default(),
            offer: Arc::new(offer),
            closing: CancellationToken::new(),
            tracker: TaskTracker::new(),
        };
        Self { router: router(app.clone(), rules), app }
    }

    pub(super) async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes().to_vec();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    pub(super) async fn get(&self, path: &str) -> Answer {
        self.send(request("GET", path, "", Body::empty())).await
    }

    pub(super) async fn delete(&self, path: &str) -> Answer {
        self.send(request("DELETE", path, "", Body::empty())).await
    }

    pub(super) async fn post(&self, content_type: &str, body: impl Into<Body>) -> Answer {
        self.send(request("POST", "/encounters", content_type, body.into())).await
    }

    /// Makes an encounter and gives its id.
    pub(super) async fn make(&self, note: &str) -> String {
        let body = serde_json::json!({ "note": note }).to_string();
        let answer = self.post("application/json", body).await;
        answer.read::<revrx_api::Encounter>().row.id.to_string()
    }
}

impl Answer {
    #[track_caller]
    pub(super) fn read<T: DeserializeOwned>(&self) -> T {
        let text = String::from_utf8_lossy(&self.body);
        assert!(self.status.is_success(), "{}: {text}", self.status);
        serde_json::from_slice(&self.body).unwrap()
    }

    #[track_caller]
    pub(super) fn problem(&self) -> Problem {
        let problem: Problem = serde_json::from_slice(&self.body).unwrap();
        assert_eq!(self.headers[CONTENT_TYPE], "application/problem+json");
        assert_eq!(problem.status, self.status.as_u16());
        problem
    }
}

/// A request to a path below `/api/v1`.
pub(super) fn request(method: &str, path: &str, content_type: &str, body: Body) -> Request<Body> {
    let request = Request::builder().method(method).uri(format!("/api/v1{path}")).header(HOST, "localhost");
    request.header(CONTENT_TYPE, content_type).body(body).unwrap()
}

fn kinds() -> Registry {
    revrx_stages::registry()
}
