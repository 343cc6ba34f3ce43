//! A socket for one report.

use revrx_api::Frame;
use revrx_engine_core::failure::FailureClass;

use super::wire::{Client, Known, Said, serve};
use crate::http::live::follow::text;
use crate::reports::tests::bench::Bench;

/// What frames one after the other come to, and with which number the server closes.
async fn all(client: &mut Client) -> (Known, u16) {
    let mut known = Known::default();
    loop {
        match client.hears().await {
            Said::Frame(frame) => known.fold(*frame),
            Said::Closed(code) => return (known, code),
            Said::Broken => panic!("no close"),
        }
    }
}

#[tokio::test]
async fn a_listener_hears_a_snapshot_every_event_and_the_end() {
    let bench = Bench::new().await;
    let address = serve(&bench.app).await;
    let report = bench.start().await;
    let path = format!("/ws/reports/{}", report.id);
    let mut early = Client::to(address, &path).await;
    bench.open(1);
    bench.until(&report, |view| view.percent == 50).await;
    // Whoever connects again begins with what it missed.
    let mut late = Client::to(address, &path).await;
    let Frame::Snapshot(snapshot) = late.frame().await else { panic!("a snapshot first") };
    assert!(snapshot.progress.view.percent >= 50);
    assert_eq!((&snapshot.report, &snapshot.encounter), (&report.id, &report.encounter.into()));
    bench.open(1);
    let mut told = Known::default();
    told.fold(Frame::Snapshot(snapshot));
    while let Said::Frame(frame) = late.hears().await {
        told.fold(*frame);
    }
    let (known, code) = all(&mut early).await;
    let (_, state) = report.run.progress().await.unwrap();
    for heard in [&known, &told] {
        assert!(heard.has_ended);
        assert_eq!(heard.progress.as_ref(), Some(&state), "the fold of what was heard is the state itself");
    }
    assert_eq!(code, 1000);
    let (known, code) = all(&mut Client::to(address, &path).await).await;
    assert_eq!((known.progress, known.has_ended, code), (Some(state), true, 1000), "after the end");
}

#[tokio::test]
async fn after_a_retry_a_new_listener_hears_it_to_the_end() {
    let bench = Bench::new().await;
    let address = serve(&bench.app).await;
    bench.fails(Some(FailureClass::Denied));
    bench.open(1);
    let report = bench.start().await;
    let path = format!("/ws/reports/{}", report.id);
    let (known, code) = all(&mut Client::to(address, &path).await).await;
    assert_eq!((known.has_ended, code), (true, 1000));
    bench.fails(None);
    bench.app.engine.reopen(report.run.id(), "someone").await.unwrap();
    let mut again = Client::to(address, &path).await;
    bench.open(2);
    let (known, code) = all(&mut again).await;
    assert_eq!((known.progress.unwrap().view.percent, known.has_ended, code), (100, true, 1000));
}

#[tokio::test]
async fn a_listener_of_a_report_that_waits_hears_its_cancellation_at_once() {
    let bench = Bench::waiting().await;
    let address = serve(&bench.app).await;
    let report = bench.start().await;
    let mut client = Client::to(address, &format!("/ws/reports/{}", report.id)).await;
    let Frame::Snapshot(snapshot) = client.frame().await else { panic!("a snapshot first") };
    let size = text(Frame::Snapshot(snapshot)).len();
    assert!(size < 4_096, "a snapshot of a waiting report has {size} bytes");
    let before = tokio::time::Instant::now();
    report.run.cancel().await.unwrap();
    assert!(matches!(client.frame().await, Frame::Event(_)));
    assert!(matches!(client.frame().await, Frame::End(_)));
    assert_eq!(client.hears().await, Said::Closed(1000));
    assert!(before.elapsed() < std::time::Duration::from_secs(3), "it was told, it did not have to look");
}

#[tokio::test]
async fn a_report_that_cannot_be_listened_to_opens_no_socket() {
    let bench = Bench::waiting().await;
    let address = serve(&bench.app).await;
    for id in [revrx_engine::RunId::new().to_string(), "none".to_owned()] {
        let refused =
            tokio_tungstenite::connect_async(format!("ws://{address}/api/v1/ws/reports/{id}")).await;
        let Err(tokio_tungstenite::tungstenite::Error::Http(answer)) = refused else { panic!("an answer") };
        assert_eq!(answer.status(), 404);
    }
}
