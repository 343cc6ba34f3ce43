//! Live updates without a socket.

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use http_body_util::BodyExt;
use revrx_api::{Frame, ReportId};
use tower::ServiceExt;

use super::wire::Known;
use crate::http::{Rules, router};
use crate::reports::tests::bench::Bench;

async fn ask(router: &Router, report: &ReportId, query: &str) -> (StatusCode, Vec<Frame>) {
    let uri = format!("/api/v1/reports/{report}/events{query}");
    let request = Request::builder().uri(uri).header(header::HOST, "localhost").body(Body::empty()).unwrap();
    let response = router.clone().oneshot(request).await.unwrap();
    let status = response.status();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    (status, serde_json::from_slice(&body).unwrap_or_default())
}

#[tokio::test]
async fn polling_tells_what_a_socket_tells() {
    let bench = Bench::new().await;
    let router = router(bench.app.clone(), Rules::new(&[], &[], 1 << 20).unwrap());
    let report = bench.start().await;
    let mut known = Known::default();
    let mut query = String::new();
    bench.open(2);
    while !known.has_ended {
        let (status, frames) = ask(&router, &report.id, &query).await;
        assert_eq!(status, StatusCode::OK);
        assert!(!frames.is_empty(), "it waits for the first");
        frames.into_iter().for_each(|frame| known.fold(frame));
        query = format!("?after={}", known.progress.as_ref().unwrap().view.seq);
    }
    let (_, state) = report.run.progress().await.unwrap();
    assert_eq!(known.progress.as_ref(), Some(&state));
    let seq = state.view.seq;
    for (query, shape) in [
        (String::new(), vec!["snapshot", "end"]),
        (format!("?after={}", seq + 1), vec!["snapshot", "end"]),
        (format!("?after={seq}"), vec!["end"]),
        (format!("?after={}", seq - 1), vec!["event", "end"]),
        (format!("?after={}&wait=0", seq - 2), vec!["event", "event", "end"]),
    ] {
        let (_, frames) = ask(&router, &report.id, &query).await;
        let shapes: Vec<&str> = frames.iter().map(shape_of).collect();
        assert_eq!(shapes, shape, "{query}");
    }
}

fn shape_of(frame: &Frame) -> &'static str {
    match frame {
        Frame::Snapshot(_) => "snapshot",
        Frame::Event(_) => "event",
        Frame::End(_) => "end",
        Frame::Error(_) => "error",
    }
}

#[tokio::test(start_paused = true)]
async fn a_poll_waits_as_long_as_it_is_told_and_ends_with_the_server() {
    let bench = Bench::waiting().await;
    let router = router(bench.app.clone(), Rules::new(&[], &[], 1 << 20).unwrap());
    let report = bench.start().await;
    for (query, seconds) in [("?after=1&wait=0", 0), ("?after=1&wait=7", 7), ("?after=1", 25)] {
        let before = tokio::time::Instant::now();
        let (status, frames) = ask(&router, &report.id, query).await;
        assert_eq!((status, frames.len()), (StatusCode::OK, 0));
        assert_eq!(before.elapsed().as_secs(), seconds, "{query}");
    }
    for query in ["?wait=26", "?after=-1", "?after=x", "?from=1"] {
        assert_eq!(ask(&router, &report.id, query).await.0, StatusCode::BAD_REQUEST, "{query}");
    }
    let held = ask(&router, &report.id, "?after=1");
    let (held, ()) = tokio::join!(held, async { bench.app.closing.cancel() });
    assert_eq!((held.0, held.1.len()), (StatusCode::OK, 0));
}
