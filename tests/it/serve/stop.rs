//! SIGTERM with reports in flight: it ends in time, says so to its listeners, and nothing is lost.

use std::time::Duration;

use revrx_api::ReportState;

use super::{SLOW, place, runs};
use crate::support::{Next, OFFLINE, Server, laws, sample};

const REPORTS: usize = 10;
/// `shutdown.grace`.
const GRACE: Duration = Duration::from_secs(10);

#[tokio::test(flavor = "multi_thread")]
async fn a_request_to_stop_ends_in_time_and_loses_nothing() {
    let place = place();
    let server = Server::start(&place, &[("REVRX_FAULTS", SLOW)]);
    let (client, address) = (server.client(), server.address().to_owned());
    let note = sample("paediatrics-otitis.txt");
    let mut reports = Vec::new();
    for _ in 0..REPORTS {
        reports.push(client.start(&client.encounter(&note).await).await);
    }
    let mut listener = client.listen(&reports[0]).await.unwrap();
    assert!(matches!(listener.next().await, Next::Frame(_)));
    let stopping = tokio::task::spawn_blocking(move || server.stop());
    let closed = loop {
        match listener.next().await {
            Next::Frame(_) => {}
            other => break other,
        }
    };
    assert!(matches!(closed, Next::Closed(Some(code)) if u16::from(code) == 1001), "{closed:?}");
    let (code, took, log) = stopping.await.unwrap();
    println!("stopped in {took:?}");
    assert_eq!(code, Some(0), "{log}");
    assert!(took <= GRACE, "{took:?}");
    let given_back = runs(&place);
    assert!(given_back.iter().any(|run| run.events.iter().any(|event| event.name == "given-back")));
    let server = Server::start_at(&place, &address, &[]);
    for report in &reports {
        assert_eq!(server.client().ended(report).await, ReportState::Complete);
    }
    drop(server);
    for run in runs(&place) {
        assert_eq!(laws(&run, OFFLINE), [] as [&str; 0], "{}", run.id);
    }
}
