//! What a socket may cost, and when it is given up.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::extract::ws::WebSocketUpgrade;
use axum::routing::get;
use futures_util::SinkExt;
use revrx_api::Frame;
use tokio::io::AsyncReadExt;
use tokio::net::TcpSocket;
use tokio::sync::Notify;
use tokio_tungstenite::client_async;
use tokio_tungstenite::tungstenite::Message;

use super::wire::{Client, Said, serve, serve_router};
use crate::http::live::line::{Bounds, Line, bounded};
use crate::http::live::many::{Talk, serve as serve_many};
use crate::http::{App, Principal};
use crate::reports::tests::bench::Bench;

const SHORT: Bounds = Bounds {
    ping: Duration::from_millis(50),
    idle: Duration::from_millis(150),
    write: Duration::from_millis(200),
};

/// A server with other bounds, that tells when a socket has ended.
async fn serve_short(app: &App, bounds: Bounds) -> (SocketAddr, Arc<Notify>) {
    let ended = Arc::new(Notify::new());
    let told = Arc::clone(&ended);
    let socket = async move |State(app): State<App>, upgrade: WebSocketUpgrade| {
        bounded(upgrade).on_upgrade(async move |socket| {
            let talk = Talk::new(app.clone(), Principal::local());
            serve_many(Line::new(socket, app.closing.clone(), bounds), talk).await;
            told.notify_one();
        })
    };
    let router = Router::new().route("/api/v1/ws/reports", get(socket)).with_state(app.clone());
    (serve_router(app, router).await, ended)
}

#[tokio::test]
async fn a_frame_of_16_kib_is_read_and_a_longer_one_closes_the_socket() {
    let bench = Bench::waiting().await;
    let address = serve(&bench.app).await;
    let padded = |length: usize| {
        let ask = r#"{"subscribe":["none"]}"#;
        Message::Text(format!("{ask}{}", " ".repeat(length - ask.len())).into())
    };
    let mut client = Client::to(address, "/ws/reports").await;
    client.says(padded(16 << 10)).await;
    assert!(matches!(client.frame().await, Frame::Error(error) if error.code == "report-unknown"));
    for length in [(16 << 10) + 1, 160 << 10] {
        let mut client = Client::to(address, "/ws/reports").await;
        client.says(padded(length)).await;
        assert!(matches!(client.hears().await, Said::Closed(1008) | Said::Broken), "{length}");
    }
    client.says(padded(100)).await;
    assert!(matches!(client.frame().await, Frame::Error(_)), "others go on");
}

#[tokio::test]
async fn a_server_that_stops_says_so_and_waits_for_its_sockets() {
    let bench = Bench::waiting().await;
    let address = serve(&bench.app).await;
    let report = bench.start().await;
    let mut one = Client::to(address, &format!("/ws/reports/{}", report.id)).await;
    let mut many = Client::to(address, "/ws/reports").await;
    many.subscribes(&[&report.id]).await;
    assert!(matches!((one.frame().await, many.frame().await), (Frame::Snapshot(_), Frame::Snapshot(_))));
    bench.app.closing.cancel();
    assert_eq!((one.hears().await, many.hears().await), (Said::Closed(1001), Said::Closed(1001)));
    bench.app.tracker.close();
    bench.app.tracker.wait().await;
}

#[tokio::test]
async fn a_client_that_says_nothing_is_given_up_and_one_that_answers_pings_is_kept() {
    let bench = Bench::waiting().await;
    let (address, ended) = serve_short(&bench.app, SHORT).await;
    let silent = tokio::net::TcpStream::connect(address).await.unwrap();
    let url = format!("ws://{address}/api/v1/ws/reports");
    let (mut silent, _) = client_async(&url, silent).await.unwrap();
    // This one is not read from, so it answers no ping.
    ended.notified().await;
    let mut said = Vec::new();
    silent.get_mut().read_to_end(&mut said).await.unwrap();
    // Pings without content, and a close with its number (RFC 6455, section 5.5).
    let (pings, close) = said.split_at(said.len() - 4);
    assert!(!pings.is_empty() && pings.chunks(2).all(|ping| ping == [0x89, 0]), "{said:x?}");
    assert_eq!(close, [0x88, 2, 0x03, 0xe9], "1001");

    let mut answering = Client::to(address, "/ws/reports").await;
    let quiet = tokio::time::timeout(SHORT.idle * 4, answering.hears()).await;
    assert!(quiet.is_err(), "{quiet:?}");
}

#[tokio::test]
async fn a_reader_that_stops_is_dropped_while_others_go_on() {
    let bench = Bench::waiting().await;
    let patient = Bounds { idle: Duration::from_secs(60), ..SHORT };
    let (address, ended) = serve_short(&bench.app, patient).await;
    let report = bench.start().await;
    let mut other = Client::to(address, "/ws/reports").await;

    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(4 << 10).unwrap();
    let stream = socket.connect(address).await.unwrap();
    let (mut stopped, _) = client_async(format!("ws://{address}/api/v1/ws/reports"), stream).await.unwrap();
    // Each of these is answered by 3,000 errors, so that soon nothing more can be written.
    let ask = serde_json::json!({ "subscribe": vec!["x"; 3_000] }).to_string();
    let sending = async {
        while stopped.send(Message::Text(ask.as_str().into())).await.is_ok() {}
        std::future::pending::<()>().await;
    };
    let before = tokio::time::Instant::now();
    tokio::select! {
        () = sending => {}
        () = ended.notified() => {}
    }
    assert!(before.elapsed() < patient.idle, "it was too slow, not idle");
    other.subscribes(&[&report.id]).await;
    assert!(matches!(other.frame().await, Frame::Snapshot(_)));
    report.run.cancel().await.unwrap();
    assert!(matches!(other.frame().await, Frame::Event(_)));
}
