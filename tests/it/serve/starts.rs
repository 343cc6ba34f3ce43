//! One report for one wish: however often the same request arrives.

use futures_util::future::join_all;
use reqwest::{Method, StatusCode};
use revrx_api::{EncounterId, ReportStatus};
use serde_json::{Value, json};

use super::{SLOW, place, runs};
use crate::support::{Client, Server, sample};

async fn start(
    client: &Client,
    encounter: &EncounterId,
    key: Option<&str>,
    body: &Value,
) -> (StatusCode, Value) {
    let mut request = client.request(Method::POST, &format!("/reports/encounters/{encounter}/reports"));
    if let Some(key) = key {
        request = request.header("Idempotency-Key", key);
    }
    let answer = request.json(body).send().await.unwrap();
    (answer.status(), answer.json().await.unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wish_that_is_sent_again_gives_the_same_report() {
    let place = place();
    let server = Server::start(&place, &[("REVRX_FAULTS", SLOW)]);
    let client = server.client();
    let encounter = client.encounter(&sample("paediatrics-otitis.txt")).await;
    let (status, first) = start(&client, &encounter, Some("wish-1"), &json!({})).await;
    assert_eq!(status, 202);
    for (key, body, expected) in [
        // The same key and body, now and later.
        (Some("wish-1"), json!({}), Some(202)),
        // Another body under the same key.
        (Some("wish-1"), json!({ "again": true }), Some(422)),
        // Another wish while the report is made: there is one already.
        (Some("wish-2"), json!({}), Some(202)),
        (None, json!({}), Some(202)),
    ] {
        let (status, answer) = start(&client, &encounter, key, &body).await;
        assert_eq!(Some(status.as_u16()), expected, "{key:?} {body}: {answer}");
        match status.as_u16() {
            202 => assert_eq!(answer["id"], first["id"], "{key:?} {body}"),
            _ => assert_eq!(answer["code"], "idempotency-key-reused"),
        }
    }
    let (status, again) = start(&client, &encounter, Some("wish-3"), &json!({ "again": true })).await;
    assert_eq!(status, 202);
    assert_ne!(again["id"], first["id"]);
    let (_, repeated) = start(&client, &encounter, Some("wish-3"), &json!({ "again": true })).await;
    assert_eq!(repeated["id"], again["id"]);
    // After the end as well: the key still names its report.
    let report = serde_json::from_value::<ReportStatus>(first.clone()).unwrap().id;
    client.ended(&report).await;
    let (_, later) = start(&client, &encounter, Some("wish-1"), &json!({})).await;
    assert_eq!(later["id"], first["id"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_double_click_makes_one_report() {
    let place = place();
    let server = Server::start(&place, &[("REVRX_FAULTS", SLOW)]);
    let client = server.client();
    let encounter = client.encounter(&sample("paediatrics-otitis.txt")).await;
    let clicks = (0..16).map(|click| {
        let (client, encounter) = (client.clone(), encounter.clone());
        async move { start(&client, &encounter, Some(&format!("click-{click}")), &json!({})).await }
    });
    let answers = join_all(clicks).await;
    let first = &answers[0].1["id"];
    assert!(answers.iter().all(|(status, answer)| *status == 202 && answer["id"] == *first), "{answers:?}");
    drop(server);
    assert_eq!(runs(&place).len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_encounter_sent_again_with_its_key_is_made_once() {
    let place = place();
    let server = Server::start(&place, &[]);
    let client = server.client();
    let send = async |note: &str| {
        let request = client.request(Method::POST, "/encounters").header("Idempotency-Key", "upload-1");
        request.json(&json!({ "note": note })).send().await.unwrap()
    };
    let first: Value = send("Fever.").await.json().await.unwrap();
    let again: Value = send("Fever.").await.json().await.unwrap();
    assert_eq!(first["id"], again["id"]);
    assert_eq!(send("Cough.").await.status(), 422);
    let page: Value = client.get("/encounters").await.json().await.unwrap();
    assert_eq!(page["total"], 1);
}
