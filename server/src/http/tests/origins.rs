//! Requests that another page makes.

use super::place::Place;

const OWN: &str = "http://localhost:8080";
const FRIEND: &str = "https://friend.example.org";

#[tokio::test]
async fn another_page_may_do_nothing_unless_it_is_allowed() {
    let place = Place::with(&[], &[FRIEND]).await;
    let host = ("host", "localhost:8080");
    let site = ("sec-fetch-site", "cross-site");
    let navigate = ("sec-fetch-mode", "navigate");
    let origin = |text: &'static str| ("origin", text);
    let same = ("sec-fetch-site", "same-origin");
    let typed = ("sec-fetch-site", "none");
    let socket = ("upgrade", "websocket");
    for (method, headers, is_allowed) in [
        ("GET", vec![], true),
        ("GET", vec![same], true),
        ("GET", vec![typed, navigate], true),
        ("GET", vec![origin(OWN)], true),
        ("GET", vec![origin(OWN), same], true),
        ("POST", vec![origin(OWN), same], true),
        ("GET", vec![origin(FRIEND), site], true),
        ("POST", vec![origin(FRIEND), site], true),
        ("GET", vec![origin("https://FRIEND.example.org:443")], true),
        ("GET", vec![site, navigate], true),
        ("HEAD", vec![site, navigate], true),
        ("GET", vec![site], false),
        ("GET", vec![site, ("sec-fetch-mode", "no-cors")], false),
        ("POST", vec![site, navigate], false),
        ("GET", vec![origin("https://evil.example.org")], false),
        ("POST", vec![origin("https://evil.example.org")], false),
        ("GET", vec![origin("null")], false),
        ("GET", vec![origin("")], false),
        ("GET", vec![origin("http://localhost:3000")], false),
        ("GET", vec![origin("http://127.0.0.1:8080")], false),
        ("GET", vec![origin("http://friend.example.org")], false),
        ("GET", vec![origin(OWN), origin(OWN)], false),
        ("GET", vec![origin(OWN), origin("https://evil.example.org")], false),
        ("GET", vec![socket, origin("https://evil.example.org")], false),
        ("GET", vec![socket, origin(FRIEND)], true),
    ] {
        let headers: Vec<_> = std::iter::once(host).chain(headers).collect();
        for path in ["/livez", "/api/v1/nothing", "/"] {
            let answer = place.ask(method, path, &headers).await;
            let refused = answer.status == 403 && (method == "HEAD" || answer.code() == "origin-not-allowed");
            assert_eq!(refused, !is_allowed, "{method} {path} {headers:?}: {}", answer.status);
        }
    }
}

#[tokio::test]
async fn an_allowed_page_may_read_the_answer_and_no_other() {
    let place = Place::with(&[], &[FRIEND]).await;
    let asks = ("access-control-request-method", "POST");
    for (method, origin, asks, status, readable) in [
        ("GET", FRIEND, None, 200, true),
        ("OPTIONS", FRIEND, Some(asks), 204, true),
        ("OPTIONS", FRIEND, None, 405, true),
        ("GET", "http://localhost", None, 200, false),
        ("OPTIONS", "http://localhost", Some(asks), 405, false),
        ("GET", "https://evil.example.org", None, 403, false),
        ("OPTIONS", "https://evil.example.org", Some(asks), 403, false),
    ] {
        let headers: Vec<_> = std::iter::once(("origin", origin)).chain(asks).collect();
        let answer = place.ask(method, "/livez", &headers).await;
        assert_eq!(answer.status, status, "{method} {origin}");
        assert_eq!(answer.header("access-control-allow-origin"), if readable { origin } else { "" });
        assert_eq!(answer.header("vary"), if readable { "origin" } else { "" });
        assert!(!answer.headers.contains_key("access-control-allow-credentials"));
        if status == 204 {
            assert!(answer.header("access-control-allow-methods").contains("POST"));
            assert_eq!(answer.header("access-control-allow-headers"), "content-type, idempotency-key");
        }
    }
}
