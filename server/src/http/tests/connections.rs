//! Connections over real sockets: what each may do, and how many there may be.

use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::place::Place;
use super::stopping::Running;
use crate::http::ListenOptions;

const HEAD_WITHIN: Duration = Duration::from_millis(150);

fn brisk() -> ListenOptions {
    ListenOptions { head_within: HEAD_WITHIN, ..ListenOptions::default() }
}

/// Everything that comes until the server ends the connection.
async fn all(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    // A reset is an end as well.
    let _end = stream.read_to_end(&mut bytes).await;
    String::from_utf8(bytes).unwrap()
}

#[tokio::test]
async fn a_head_is_bounded_in_time_in_bytes_and_in_headers() {
    let running = Running::start(Place::new().await, brisk()).await;
    let begin = "GET /livez HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n";
    let headers = |count: usize| (0..count).map(|n| format!("x-{n}: 1\r\n")).collect::<String>();
    let long = |bytes: usize| format!("x: {}\r\n", "y".repeat(bytes));
    for (what, sent, status) in [
        ("a whole head", format!("{begin}\r\n"), "200"),
        ("64 headers", format!("{begin}{}\r\n", headers(62)), "200"),
        ("65 headers", format!("{begin}{}\r\n", headers(63)), "431"),
        ("6,400 headers", format!("{begin}{}\r\n", headers(6_400)), "431"),
        ("15 KiB", format!("{begin}{}\r\n", long(15 << 10)), "200"),
        ("17 KiB", format!("{begin}{}\r\n", long(17 << 10)), "431"),
        ("no head at all", "hello\r\n\r\n".to_owned(), "400"),
        ("half a head", begin.to_owned(), ""),
        ("nothing", String::new(), ""),
    ] {
        let mut stream = running.connect().await;
        let began = Instant::now();
        let _reset = stream.write_all(sent.as_bytes()).await;
        let answer = all(&mut stream).await;
        let got = answer.strip_prefix("HTTP/1.1 ").map_or("", |rest| &rest[..3]);
        assert_eq!(got, status, "{what}: {answer}");
        if status.is_empty() {
            assert!(began.elapsed() >= HEAD_WITHIN, "{what}: it was cut off too early");
        }
    }
    running.stop().await;
}

#[tokio::test]
async fn a_connection_serves_many_requests_and_ends_when_nothing_more_comes() {
    let running = Running::start(Place::new().await, brisk()).await;
    let mut stream = running.connect().await;
    for _ in 0..3 {
        stream.write_all(b"GET /livez HTTP/1.1\r\nhost: localhost\r\n\r\n").await.unwrap();
        let mut bytes = Vec::new();
        while !bytes.ends_with(br#"{"status":"ok"}"#) {
            assert_ne!(stream.read_buf(&mut bytes).await.unwrap(), 0, "the connection ended early");
        }
    }
    assert_eq!(all(&mut stream).await, "", "an idle connection ends without a word");
    running.stop().await;
}

#[tokio::test]
async fn connections_are_bounded_and_a_place_that_is_free_is_given_again() {
    let options = ListenOptions { connections: 8, connections_per_address: 2, ..ListenOptions::default() };
    let running = Running::start(Place::new().await, options).await;
    let ask = b"GET /livez HTTP/1.1\r\nhost: localhost\r\n\r\n";
    let mut open = Vec::new();
    for _ in 0..2 {
        let mut stream = running.connect().await;
        stream.write_all(ask).await.unwrap();
        assert_ne!(stream.read(&mut [0; 16]).await.unwrap(), 0);
        open.push(stream);
    }
    let answer = all(&mut running.connect().await).await;
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 503 ") && head.contains("connection: close"), "{head}");
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap();
    assert_eq!(length, body.len().to_string());
    let problem: revrx_api::Problem = serde_json::from_str(body).unwrap();
    assert_eq!((problem.status, problem.code.as_str()), (503, "too-many-connections"));

    drop(open.pop());
    let began = Instant::now();
    loop {
        let mut stream = running.connect().await;
        stream
            .write_all(b"GET /livez HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")
            .await
            .unwrap();
        if all(&mut stream).await.starts_with("HTTP/1.1 200 ") {
            break;
        }
        assert!(began.elapsed() < Duration::from_secs(5), "the place never came back");
        tokio::task::yield_now().await;
    }
    running.stop().await;
}

#[tokio::test]
async fn a_body_that_breaks_off_or_stands_still_ends_its_request_alone() {
    let running = Running::start(Place::new().await, ListenOptions::default()).await;
    let head = "POST /test/length HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n";
    let mut breaks = running.connect().await;
    breaks.write_all(format!("{head}content-length: 100\r\n\r\n\"half").as_bytes()).await.unwrap();
    drop(breaks);
    let mut stands = running.connect().await;
    stands.write_all(format!("{head}content-length: 100\r\n\r\n\"half").as_bytes()).await.unwrap();
    let answer = all(&mut stands).await;
    assert!(answer.starts_with("HTTP/1.1 408 ") && answer.contains("body-timeout"), "{answer}");
    let mut chunked = running.connect().await;
    chunked.write_all(format!("{head}transfer-encoding: chunked\r\n\r\nzz\r\n").as_bytes()).await.unwrap();
    let answer = all(&mut chunked).await;
    assert!(answer.starts_with("HTTP/1.1 400 ") && answer.contains("body-incomplete"), "{answer}");
    running.stop().await;
}

#[tokio::test]
async fn a_client_that_sends_too_much_reads_why() {
    let running = Running::start(Place::new().await, ListenOptions::default()).await;
    let mut stream = running.connect().await;
    let body = "x".repeat(30_000);
    let head = "POST /test/length HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\nconnection: close\r\n";
    stream.write_all(format!("{head}content-length: {}\r\n\r\n{body}", body.len()).as_bytes()).await.unwrap();
    let answer = all(&mut stream).await;
    assert!(answer.starts_with("HTTP/1.1 413 ") && answer.contains("longer than 2000 bytes"), "{answer}");
    running.stop().await;
}

#[tokio::test]
async fn a_client_that_reads_nothing_is_cut_off() {
    let options = ListenOptions { write_within: Duration::from_millis(150), ..ListenOptions::default() };
    let running = Running::start(Place::new().await, options).await;
    let mut stream = running.connect().await;
    let ask = "GET /api/v1/openapi.json HTTP/1.1\r\nhost: localhost\r\n\r\n".repeat(100);
    // Answers pile up until the server's side of the connection is full; then writing fails or the end is seen.
    let cut_off = async {
        while stream.write_all(ask.as_bytes()).await.is_ok() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), cut_off).await.expect("it is cut off");
    running.stop().await;
}
