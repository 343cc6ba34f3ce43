//! A socket for many reports.

use std::collections::HashMap;

use revrx_api::{Ask, Frame, ReportId};
use tokio_tungstenite::tungstenite::Message;

use super::wire::{Client, Known, Said, serve};
use crate::reports::tests::bench::Bench;

/// Which report a frame is of.
fn of(frame: &Frame) -> Option<&ReportId> {
    match frame {
        Frame::Snapshot(snapshot) => Some(&snapshot.report),
        Frame::Event(event) => event.report.as_ref(),
        Frame::End(end) => end.report.as_ref(),
        Frame::Error(error) => error.report.as_ref(),
    }
}

/// Report and code of an error.
fn error(frame: &Frame) -> (Option<&str>, &str) {
    match frame {
        Frame::Error(error) => (error.report.as_ref().map(ReportId::as_str), &error.code),
        other => panic!("an error, not {other:?}"),
    }
}

#[tokio::test]
async fn one_socket_follows_many_reports_each_in_order() {
    let bench = Bench::new().await;
    let address = serve(&bench.app).await;
    let mut reports = Vec::new();
    for _ in 0..3 {
        reports.push(bench.start().await);
    }
    let mut client = Client::to(address, "/ws/reports").await;
    client.subscribes(&[&reports[0].id, &reports[1].id]).await;
    client.subscribes(&[&reports[2].id]).await;
    let mut known: HashMap<ReportId, Known> = HashMap::new();
    bench.open(6);
    while known.values().filter(|known| known.has_ended).count() < 3 {
        let frame = client.frame().await;
        let report = of(&frame).expect("frames name their report").clone();
        known.entry(report).or_default().fold(frame);
    }
    for report in &reports {
        let (_, state) = report.run.progress().await.unwrap();
        assert_eq!(known[&report.id].progress, Some(state));
    }
}

#[tokio::test]
async fn unknown_reports_are_refused_one_by_one() {
    let bench = Bench::waiting().await;
    let address = serve(&bench.app).await;
    let report = bench.start().await;
    let mut client = Client::to(address, "/ws/reports").await;
    let none = revrx_engine::RunId::new().to_string();
    let long = "x".repeat(65);
    client.asks(Ask::Subscribe(vec![none.as_str().into(), report.id.clone(), long.as_str().into()])).await;
    let mut refused = Vec::new();
    for _ in 0..3 {
        let frame = client.frame().await;
        match &frame {
            Frame::Snapshot(snapshot) => assert_eq!(snapshot.report, report.id),
            frame => refused.push((error(frame).0.map(str::to_owned), error(frame).1.to_owned())),
        }
    }
    let unknown = "report-unknown".to_owned();
    assert_eq!(refused, [(Some(none), unknown.clone()), (None, unknown)]);
    // Whoever asks again gets a new snapshot.
    client.subscribes(&[&report.id]).await;
    assert!(matches!(client.frame().await, Frame::Snapshot(_)));
    // And whoever wants no more hears no more: the answer to a later question comes next.
    client.asks(Ask::Unsubscribe(vec![report.id.clone()])).await;
    client.asks(Ask::Subscribe(vec!["none".into()])).await;
    assert_eq!(error(&client.frame().await), (Some("none"), "report-unknown"));
    report.run.cancel().await.unwrap();
    client.asks(Ask::Subscribe(vec!["none".into()])).await;
    assert_eq!(error(&client.frame().await), (Some("none"), "report-unknown"));
}

#[tokio::test]
async fn a_hundred_are_followed_and_no_more() {
    let bench = Bench::waiting().await;
    let address = serve(&bench.app).await;
    let mut reports = Vec::new();
    for _ in 0..101 {
        reports.push(bench.start().await.id);
    }
    let mut client = Client::to(address, "/ws/reports").await;
    client.asks(Ask::Subscribe(reports.clone())).await;
    let mut followed = 0;
    for _ in 0..101 {
        match client.frame().await {
            Frame::Snapshot(_) => followed += 1,
            frame => assert_eq!(error(&frame), (Some(reports[100].as_str()), "subscriptions-full")),
        }
    }
    assert_eq!(followed, 100);
    client.asks(Ask::Unsubscribe(vec![reports[0].clone()])).await;
    client.subscribes(&[&reports[100]]).await;
    assert_eq!(of(&client.frame().await), Some(&reports[100]));
}

#[tokio::test]
async fn what_is_no_ask_closes_the_socket() {
    let bench = Bench::waiting().await;
    let address = serve(&bench.app).await;
    for garbage in ["", "{", "[]", r#"{"listen":["x"]}"#, r#"{"subscribe":"x"}"#, r#"{"subscribe":[7]}"#] {
        let mut client = Client::to(address, "/ws/reports").await;
        client.says(Message::Text(garbage.into())).await;
        assert_eq!(error(&client.frame().await), (None, "frame-invalid"), "{garbage}");
        assert_eq!(client.hears().await, Said::Closed(1008), "{garbage}");
    }
    let mut client = Client::to(address, "/ws/reports").await;
    client.says(Message::Binary(vec![0; 8].into())).await;
    assert_eq!(client.hears().await, Said::Closed(1008));
}
