//! Bodies: their coding, their length, their time.

use axum::body::Body;
use bytes::Bytes;
use futures_util::{StreamExt, stream};

use super::place::{Place, request};

const JSON: (&str, &str) = ("content-type", "application/json");
/// Twice the note.
const LIMIT: usize = 2_000;

/// A string of JSON with so many bytes, quotes included.
fn text(bytes: usize) -> String {
    format!("\"{}\"", "x".repeat(bytes - 2))
}

#[tokio::test]
async fn a_body_is_bounded_whether_or_not_it_says_how_long_it_is() {
    let place = Place::new().await;
    for (bytes, code) in [
        (2, ""),
        (LIMIT, ""),
        (LIMIT + 1, "body-too-large"),
        (LIMIT * 10, "body-too-large"),
        (LIMIT * 100, "body-too-large"),
    ] {
        let length = bytes.to_string();
        let told = [JSON, ("content-length", length.as_str())];
        let expects = [JSON, ("content-length", length.as_str()), ("expect", "100-continue")];
        for headers in [told.as_slice(), expects.as_slice(), &[JSON]] {
            let pieces: Vec<_> = text(bytes).as_bytes().chunks(700).map(Bytes::copy_from_slice).collect();
            let pieces = Body::from_stream(stream::iter(pieces.into_iter().map(Ok::<_, std::io::Error>)));
            let answer = place.send(request("POST", "/test/length", headers, pieces)).await;
            assert_eq!(answer.code(), code, "{bytes}");
            let body = std::str::from_utf8(&answer.body).unwrap();
            match code {
                "" => assert_eq!(body, (bytes - 2).to_string()),
                _ => assert!(answer.status == 413 && body.contains("longer than 2000 bytes"), "{body}"),
            }
        }
    }
}

#[tokio::test]
async fn a_body_comes_as_it_is_and_in_time_and_whole() {
    let place = Place::new().await;
    let broken = Body::from_stream(stream::iter([
        Ok(Bytes::from_static(b"\"x")),
        Err(std::io::Error::from(std::io::ErrorKind::ConnectionReset)),
    ]));
    let first = stream::iter([Ok::<_, std::io::Error>(Bytes::from_static(b"\"x"))]);
    let stuck = Body::from_stream(first.chain(stream::pending()));
    for (coding, body, status, code) in [
        ("identity", Body::from(text(9)), 200, ""),
        ("gzip", Body::from(text(9)), 415, "content-encoding"),
        ("br", Body::empty(), 415, "content-encoding"),
        ("identity, gzip", Body::from(text(9)), 415, "content-encoding"),
        ("identity", broken, 400, "body-incomplete"),
        ("identity", stuck, 408, "body-timeout"),
    ] {
        let headers = [JSON, ("content-encoding", coding)];
        let answer = place.send(request("POST", "/test/length", &headers, body)).await;
        assert_eq!((answer.status, answer.code().as_str()), (status, code), "{coding}");
    }
}
