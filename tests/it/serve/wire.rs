//! What a report costs on the wire: listened to, and asked for once a second.

use std::time::Duration;

use super::place;
use crate::support::{Client, Meter, Next, Server, sample};

/// Every stage takes 6.7 s: with six of them one behind the other a report takes 40 s.
const STRETCHED: &str = "stage.after-run=delay(6700ms)";
/// Of the bytes of polling, so much is saved.
const SAVED_MIN: f64 = 0.87;
/// The promise for `GET /reports/{id}/status`.
const STATUS_BYTES_MAX: usize = 600;

#[tokio::test(flavor = "multi_thread")]
async fn listening_takes_an_eighth_of_the_bytes_of_asking_once_a_second() {
    let place = place();
    let snomed = crate::support::sample_file("snomed-invented.tsv").display().to_string();
    let variables = [("REVRX_FAULTS", STRETCHED), ("REVRX_SNOMED_RELEASE", snomed.as_str())];
    let server = Server::start(&place, &variables);
    let client = server.client();
    let report = client.start(&client.encounter(&sample("paediatrics-otitis.txt")).await).await;
    let (listening, asking) = (Meter::before(server.address()).await, Meter::before(server.address()).await);
    let began = tokio::time::Instant::now();
    let listen = async {
        let mut listener = Client::new(listening.address()).listen(&report).await.unwrap();
        while let Next::Frame(_) = listener.next().await {}
    };
    let ask = async {
        let client = Client::new(asking.address());
        let mut second = tokio::time::interval(Duration::from_secs(1));
        let mut largest = 0;
        loop {
            second.tick().await;
            let body = client.get(&format!("/reports/{report}/status")).await.text().await.unwrap();
            largest = largest.max(body.len());
            if serde_json::from_str::<revrx_api::ReportStatus>(&body).unwrap().status.is_terminal() {
                return largest;
            }
        }
    };
    let ((), largest) = tokio::join!(listen, ask);
    let (live, polled) = (listening.bytes(), asking.bytes());
    let saved = 1.0 - live as f64 / polled as f64;
    println!(
        "a report of {:.0} s: WebSocket {live} bytes, once a second {polled} bytes, {:.1} % less; largest status {largest} bytes",
        began.elapsed().as_secs_f64(),
        saved * 100.0
    );
    assert!(largest <= STATUS_BYTES_MAX, "a status of {largest} bytes");
    assert!(saved >= SAVED_MIN, "{live} of {polled} bytes");
}
