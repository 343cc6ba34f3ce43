//! The measurement itself.

use std::error::Error;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::Arguments;
use super::listener::{Heard, listen};
use super::server::Server;

const NOTE: &str = "Chief complaint: cough for three weeks.\n\nAssessment: acute bronchitis.\n";

/// Starts a server, reports and listeners, and sums up.
///
/// # Errors
/// The server does not start or does not answer as it should.
pub(crate) async fn measure(arguments: &Arguments) -> Result<Value, Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let server = Server::start(&arguments.binary, folder.path(), arguments.stages)?;
    let http = reqwest::Client::builder().no_proxy().build()?;
    let base = format!("http://{}/api/v1", server.address);
    let mut encounters = Vec::new();
    for _ in 0..arguments.reports + arguments.starts {
        let made: Value = http
            .post(format!("{base}/encounters"))
            .json(&json!({ "note": NOTE }))
            .send()
            .await?
            .json()
            .await?;
        encounters.push(made["id"].as_str().ok_or("no encounter")?.to_owned());
    }
    let mut reports = Vec::new();
    for encounter in &encounters[..arguments.reports] {
        reports.push(start(&http, &base, encounter).await?.1);
    }
    let before = server.memory_kib();
    let (over, is_over) = watch::channel(false);
    let mut listeners = JoinSet::new();
    let address = server.address.parse()?;
    for number in 0..arguments.listeners {
        let stopped = (number < arguments.stopped).then(|| is_over.clone());
        listeners.spawn(listen(address, number, reports[number % reports.len()].clone(), stopped));
    }
    tokio::time::sleep(Duration::from_secs(5)).await;
    let listening = server.memory_kib();
    let mut accepted = Vec::new();
    for encounter in &encounters[arguments.reports..] {
        accepted.push(start(&http, &base, encounter).await?.0);
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let mut heard = Vec::new();
    while heard.len() < arguments.listeners - arguments.stopped {
        let one = listeners.join_next().await.ok_or("a listener is missing")??;
        heard.push(one.map_err(|error| error.to_string())?);
    }
    let at_the_end = server.memory_kib();
    over.send(true)?;
    Ok(summary(arguments, heard, accepted, [before, listening, at_the_end]))
}

/// Starts a report; gives how long that took, and its id.
async fn start(
    http: &reqwest::Client,
    base: &str,
    encounter: &str,
) -> Result<(Duration, String), Box<dyn Error>> {
    let began = Instant::now();
    let answer =
        http.post(format!("{base}/reports/encounters/{encounter}/reports")).json(&json!({})).send().await?;
    let took = began.elapsed();
    if answer.status() != 202 {
        return Err(format!("a start was answered {}", answer.status()).into());
    }
    let answer: Value = answer.json().await?;
    Ok((took, answer["id"].as_str().ok_or("no report")?.to_owned()))
}

fn summary(
    arguments: &Arguments,
    heard: Vec<Heard>,
    mut accepted: Vec<Duration>,
    memory_kib: [Option<u64>; 3],
) -> Value {
    let ended = heard.iter().filter(|one| one.ended).count();
    let mut delays: Vec<i64> = heard.into_iter().flat_map(|one| one.delays).collect();
    delays.sort_unstable();
    accepted.sort_unstable();
    let millis =
        |share: usize| delays.get(delays.len() * share / 1_000).map(|micros| *micros as f64 / 1_000.0);
    let start =
        |share: usize| accepted.get(accepted.len() * share / 1_000).map(|took| took.as_secs_f64() * 1_000.0);
    let [before, listening, at_the_end] = memory_kib;
    let growth = listening.zip(before).map(|(after, before)| after.saturating_sub(before));
    json!({
        "peer": "revrx",
        "measure": "live",
        "listeners": arguments.listeners,
        "stopped": arguments.stopped,
        "reports": arguments.reports,
        "frames": delays.len(),
        "listeners_to_the_end": ended,
        "event_to_frame_ms": { "p50": millis(500), "p99": millis(990), "max": delays.last().map(|d| *d as f64 / 1_000.0) },
        "accept_ms": { "starts": accepted.len(), "p50": start(500), "p99": start(990) },
        "memory_kib": { "before": before, "listening": listening, "at_the_end": at_the_end },
        "kib_per_listener": growth.map(|kib| kib as f64 / arguments.listeners as f64),
    })
}
