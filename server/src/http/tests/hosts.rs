//! The host that is asked for.

use super::place::Place;

#[tokio::test]
async fn only_this_machine_and_allowed_hosts_are_answered_to() {
    let place = Place::with(&["notes.example.org", "other.example.org:8443"], &[]).await;
    for (uri, host, status) in [
        ("/livez", "localhost", 200),
        ("/livez", "LOCALHOST:8080", 200),
        ("/livez", "127.0.0.1:8080", 200),
        ("/livez", "127.3.2.1", 200),
        ("/livez", "[::1]:8080", 200),
        ("/livez", "notes.example.org", 200),
        ("/livez", "Notes.Example.org:9", 200),
        ("/livez", "other.example.org:8443", 200),
        ("/livez", "other.example.org", 421),
        ("/livez", "other.example.org:80", 421),
        ("/livez", "evil.example.org", 421),
        ("/livez", "localhost.evil.example.org", 421),
        ("/livez", "127.0.0.1.evil.example.org", 421),
        ("/livez", "192.168.1.1", 421),
        ("/livez", "0.0.0.0:8080", 421),
        ("/livez", "", 421),
        ("/livez", "user@localhost", 421),
        ("http://localhost/livez", "localhost", 200),
        ("http://evil.example.org/livez", "localhost", 421),
        ("http://localhost/livez", "evil.example.org", 421),
        ("/", "evil.example.org", 421),
        ("/favicon.svg", "evil.example.org", 421),
        ("/api/v1/nothing", "evil.example.org", 421),
    ] {
        let answer = place.ask("GET", uri, &[("host", host)]).await;
        assert_eq!(answer.status, status, "{uri} at {host:?}");
        assert_eq!(answer.code(), if status == 421 { "host-unknown" } else { "" });
    }
}

#[tokio::test]
async fn exactly_one_host_is_needed() {
    let place = Place::new().await;
    let twice = place.ask("GET", "/livez", &[("host", "localhost"), ("host", "localhost")]).await;
    let mut none = super::place::request("GET", "/livez", &[], axum::body::Body::empty());
    none.headers_mut().remove("host");
    for answer in [twice, place.send(none).await] {
        assert_eq!((answer.status, answer.code().as_str()), (421, "host-unknown"));
    }
}
