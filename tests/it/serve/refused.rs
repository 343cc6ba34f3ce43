//! What the server refuses, and that it is as well afterwards as before.

use std::time::Duration;

use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::place;
use crate::support::{Client, Server, sample};

const UNKNOWN: &str = "019a0000-0000-7000-8000-000000000000";

fn json_body(request: RequestBuilder, body: &str) -> RequestBuilder {
    request.header("Content-Type", "application/json").body(body.to_owned())
}

fn file(request: RequestBuilder, bytes: Vec<u8>) -> RequestBuilder {
    let part = reqwest::multipart::Part::bytes(bytes).file_name("note.txt");
    request.multipart(reqwest::multipart::Form::new().part("note", part))
}

/// Each request with the status and the code it is answered with.
fn cases(client: &Client) -> Vec<(&'static str, RequestBuilder, u16, &'static str)> {
    let post = |path: &str| client.request(Method::POST, path);
    let get = |path: &str| client.request(Method::GET, path);
    let large = "word ".repeat(2 << 20);
    vec![
        ("an empty note", json_body(post("/encounters"), r#"{"note":""}"#), 422, "note-empty"),
        ("white space", json_body(post("/encounters"), r#"{"note":" \n\t"}"#), 422, "note-empty"),
        ("10 MB", post("/encounters").json(&json!({ "note": large })), 413, "body-too-large"),
        ("10 MB as a file", file(post("/encounters"), large.into_bytes()), 413, "body-too-large"),
        ("a wrong encoding", file(post("/encounters"), b"Fi\xe8vre".to_vec()), 422, "note-not-utf8"),
        ("a binary file", file(post("/encounters"), b"\x7fELF\0\0".to_vec()), 422, "note-not-text"),
        ("no JSON", json_body(post("/encounters"), "{\"note\":"), 400, "json-syntax"),
        ("an unknown field", json_body(post("/encounters"), r#"{"note":"a","colour":1}"#), 422, "json-field"),
        ("no content type", post("/encounters").body("Fever."), 415, "content-type"),
        ("an unknown encounter", get(&format!("/encounters/{UNKNOWN}")), 404, "encounter-unknown"),
        ("an id that is none", get("/encounters/17"), 404, "encounter-unknown"),
        ("an unknown report", get(&format!("/reports/{UNKNOWN}/status")), 404, "report-unknown"),
        ("events of none", get(&format!("/reports/{UNKNOWN}/events")), 404, "report-unknown"),
        ("cancel of none", post(&format!("/reports/{UNKNOWN}/cancel")), 404, "report-unknown"),
        (
            "a start for none",
            post(&format!("/reports/encounters/{UNKNOWN}/reports")),
            404,
            "encounter-unknown",
        ),
        ("a made-up cursor", get("/encounters?cursor=zzz"), 400, "cursor-invalid"),
        ("a limit of 0", get("/encounters?limit=0"), 400, "query-field"),
        ("an unknown route", get("/nowhere"), 404, "route-unknown"),
        ("a wrong method", client.request(Method::PUT, "/encounters"), 405, "method-not-allowed"),
        (
            "another origin",
            post("/encounters").header("Origin", "http://evil.example"),
            403,
            "origin-not-allowed",
        ),
        ("another host", get("/encounters").header("Host", "evil.example"), 421, "host-unknown"),
        (
            "a packed body",
            post("/encounters").header("Content-Encoding", "gzip").body("x"),
            415,
            "content-encoding",
        ),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_requests_get_a_problem_that_names_the_cause_and_the_server_is_well() {
    let place = place();
    let server = Server::start(&place, &[]);
    let client = server.client();
    for (name, request, status, code) in cases(&client) {
        let answer = request.send().await.unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(answer.status().as_u16(), status, "{name}");
        assert_eq!(answer.headers()["content-type"], "application/problem+json", "{name}");
        assert!(answer.headers().contains_key("content-security-policy"), "{name}");
        let problem: Value = answer.json().await.unwrap();
        assert_eq!(problem["code"], code, "{name}: {problem}");
        assert!(problem["detail"].as_str().is_some_and(|detail| detail.len() > 10), "{name}: {problem}");
    }
    let page: Value = client.get("/encounters").await.json().await.unwrap();
    assert_eq!(page["total"], 0, "nothing was made of any of it");
    let report = client.start(&client.encounter(&sample("paediatrics-otitis.txt")).await).await;
    client.ended(&report).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_socket_from_another_page_is_refused() {
    let place = place();
    let server = Server::start(&place, &[]);
    for (name, value, status) in
        [("Origin", "http://evil.example", "403"), ("Origin", "null", "403"), ("Host", "evil.example", "421")]
    {
        let host = if name == "Host" { value } else { server.address() };
        let origin = if name == "Origin" { format!("Origin: {value}\r\n") } else { String::new() };
        let request = format!(
            "GET /api/v1/ws/reports HTTP/1.1\r\nHost: {host}\r\n{origin}Connection: Upgrade\r\nUpgrade: websocket\r\n\
             Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        );
        let answer = raw(server.address(), request.as_bytes()).await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{name}: {value}: {answer}");
    }
}

/// A body that breaks off leaves nothing behind, and neither do connections that send nothing.
#[tokio::test(flavor = "multi_thread")]
async fn what_breaks_off_harms_nobody() {
    let place = place();
    let server = Server::start(&place, &[]);
    let mut silent = Vec::new();
    for _ in 0..20 {
        silent.push(TcpStream::connect(server.address()).await.unwrap());
    }
    let head = format!(
        "POST /api/v1/encounters HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n{{\"note\":",
        server.address()
    );
    for _ in 0..5 {
        let mut broken = TcpStream::connect(server.address()).await.unwrap();
        broken.write_all(head.as_bytes()).await.unwrap();
        drop(broken);
    }
    let client = server.client();
    let page =
        tokio::time::timeout(Duration::from_secs(5), client.get("/encounters")).await.expect("in time");
    assert_eq!(page.json::<Value>().await.unwrap()["total"], 0);
    drop(silent);
}

async fn raw(address: &str, request: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request).await.unwrap();
    let mut answer = vec![0; 4096];
    let read = stream.read(&mut answer).await.unwrap();
    String::from_utf8_lossy(&answer[..read]).into_owned()
}
