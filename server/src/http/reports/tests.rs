//! The routes of reports, as a client meets them.

use axum::Router;
use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, HOST, LOCATION, RETRY_AFTER};
use axum::http::{Method, Request, StatusCode};
use http_body_util::BodyExt;
use revrx_api::{Report, ReportState, ReportStatus};
use revrx_engine_core::failure::FailureClass;
use revrx_engine_core::view::StageStatus;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::http::{Rules, router};
use crate::reports::tests::bench::Bench;

/// What the server said.
struct Answer {
    status: StatusCode,
    location: Option<String>,
    retry_after: Option<String>,
    body: Value,
}

impl Answer {
    fn read<T: DeserializeOwned>(&self) -> T {
        serde_json::from_value(self.body.clone()).unwrap()
    }

    /// Status and code of a problem.
    fn problem(&self) -> (u16, &str) {
        (self.status.as_u16(), self.body["code"].as_str().unwrap_or_default())
    }
}

fn served(bench: &Bench) -> Router {
    router(bench.app.clone(), Rules::new(&[], &[], 1 << 20).unwrap())
}

async fn ask(router: &Router, method: Method, path: &str, key: Option<&str>, body: Option<&Value>) -> Answer {
    let mut request =
        Request::builder().method(method).uri(format!("/api/v1{path}")).header(HOST, "localhost");
    if let Some(key) = key {
        request = request.header("idempotency-key", key);
    }
    let body = match body {
        Some(body) => {
            request = request.header(CONTENT_TYPE, "application/json");
            Body::from(body.to_string())
        }
        None => Body::empty(),
    };
    let response = router.clone().oneshot(request.body(body).unwrap()).await.unwrap();
    let header = |name| response.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
    let (status, location, retry_after) = (response.status(), header(LOCATION), header(RETRY_AFTER));
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    Answer { status, location, retry_after, body: serde_json::from_slice(&bytes).unwrap() }
}

async fn get(router: &Router, path: &str) -> Answer {
    ask(router, Method::GET, path, None, None).await
}

async fn post(router: &Router, path: &str) -> Answer {
    ask(router, Method::POST, path, None, None).await
}

#[tokio::test]
async fn a_report_from_the_start_to_the_end() {
    let bench = Bench::new().await;
    let router = served(&bench);
    let encounter = bench.encounter().await;
    let newest = format!("/reports/encounters/{encounter}");
    assert_eq!(get(&router, &newest).await.problem(), (404, "no-report"));

    let started = post(&router, &format!("{newest}/reports")).await;
    assert_eq!((started.status, started.retry_after.as_deref()), (StatusCode::ACCEPTED, Some("1")));
    let status: ReportStatus = started.read();
    let path = format!("/reports/{}", status.id);
    assert_eq!(started.location, Some(format!("/api/v1{path}/status")));
    for made in [get(&router, &path).await, get(&router, &newest).await] {
        assert_eq!((made.status, made.retry_after.as_deref()), (StatusCode::ACCEPTED, Some("1")));
        assert_eq!(made.read::<ReportStatus>().id, status.id);
    }
    let now = get(&router, &format!("{path}/status")).await;
    assert_eq!((now.status, now.read::<ReportStatus>().encounter), (StatusCode::OK, status.encounter));
    assert_eq!(post(&router, &format!("{path}/retry")).await.problem(), (409, "report-state"));

    bench.open(2);
    let run = crate::reports::locate(&bench.app, &bench.principal, status.id.as_str()).await.unwrap();
    bench.ended(&run).await;
    for ready in [get(&router, &path).await, get(&router, &newest).await] {
        let report: Report = ready.read();
        assert_eq!((ready.status, report.status), (StatusCode::OK, ReportState::Complete));
    }
    for act in ["cancel", "retry"] {
        assert_eq!(post(&router, &format!("{path}/{act}")).await.problem(), (409, "report-state"));
    }
}

#[tokio::test]
async fn a_failed_report_is_tried_again_and_a_running_one_cancelled() {
    let bench = Bench::new().await;
    let router = served(&bench);
    bench.fails(Some(FailureClass::Denied));
    bench.open(1);
    let report = bench.start().await;
    bench.ended(&report).await;
    let path = format!("/reports/{}", report.id);
    assert_eq!(get(&router, &path).await.read::<Report>().status, ReportState::Failed);
    bench.fails(None);
    let again = post(&router, &format!("{path}/retry")).await;
    assert_eq!((again.status, again.location), (StatusCode::ACCEPTED, Some(format!("/api/v1{path}/status"))));
    assert_eq!(post(&router, &format!("{path}/retry")).await.problem(), (409, "report-state"));
    bench.until(&report, |view| view.stages[0].status == StageStatus::Running).await;
    assert_eq!(post(&router, &format!("{path}/cancel")).await.status, StatusCode::ACCEPTED);
    bench.ended(&report).await;
    assert_eq!(get(&router, &path).await.read::<Report>().status, ReportState::Cancelled);
}

#[tokio::test]
async fn starting_reads_its_body_and_its_key() {
    let bench = Bench::waiting().await;
    let router = served(&bench);
    let path = format!("/reports/encounters/{}/reports", bench.encounter().await);
    let start =
        async |key: Option<&str>, body: Value| ask(&router, Method::POST, &path, key, Some(&body)).await;
    let first: ReportStatus = start(Some("k"), json!({ "again": true })).await.read();
    assert_eq!(start(Some("k"), json!({ "again": true })).await.read::<ReportStatus>().id, first.id);
    assert_ne!(start(Some("l"), json!({ "again": true })).await.read::<ReportStatus>().id, first.id);
    for (key, body, expected) in [
        (Some("k"), json!({}), (422, "idempotency-key-reused")),
        (Some("two words"), json!({}), (400, "idempotency-key")),
        (None, json!({ "workflow": "none" }), (422, "workflow-unknown")),
        (None, json!({ "again": 1 }), (422, "json-field")),
        (None, json!({ "more": 1 }), (422, "json-field")),
    ] {
        assert_eq!(start(key, body).await.problem(), expected);
    }
}

#[tokio::test]
async fn what_is_not_there_is_a_problem_of_its_own() {
    let bench = Bench::waiting().await;
    let router = served(&bench);
    let gone = bench.start().await;
    bench.app.encounters.delete("local", gone.encounter, revrx_engine::wall()).await.unwrap();
    let (none, deleted) = (revrx_engine::RunId::new(), gone.encounter);
    for (method, path, expected) in [
        (Method::GET, format!("/reports/{none}"), (404, "report-unknown")),
        (Method::GET, "/reports/none".to_owned(), (404, "report-unknown")),
        (Method::GET, format!("/reports/{none}/status"), (404, "report-unknown")),
        (Method::GET, format!("/reports/{none}/events"), (404, "report-unknown")),
        (Method::POST, format!("/reports/{none}/cancel"), (404, "report-unknown")),
        (Method::POST, format!("/reports/{none}/retry"), (404, "report-unknown")),
        (Method::GET, format!("/ws/reports/{none}"), (426, "upgrade-required")),
        (Method::GET, "/ws/reports".to_owned(), (426, "upgrade-required")),
        (Method::GET, format!("/reports/encounters/{none}"), (404, "encounter-unknown")),
        (Method::GET, "/reports/encounters/none".to_owned(), (404, "encounter-unknown")),
        (Method::POST, format!("/reports/encounters/{none}/reports"), (404, "encounter-unknown")),
        (Method::GET, format!("/reports/encounters/{deleted}"), (410, "encounter-deleted")),
        (Method::POST, format!("/reports/encounters/{deleted}/reports"), (410, "encounter-deleted")),
        (Method::POST, format!("/reports/{}/retry", gone.id), (410, "encounter-deleted")),
        (Method::DELETE, format!("/reports/{}", gone.id), (405, "method-not-allowed")),
    ] {
        let answer = ask(&router, method.clone(), &path, None, None).await;
        assert_eq!(answer.problem(), expected, "{method} {path}");
    }
}
