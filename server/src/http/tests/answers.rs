//! What every answer carries, and how every error looks.

use axum::body::Body;

use super::place::{Place, request};
use crate::http::guard::SECURITY;

const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; \
     font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

#[tokio::test]
async fn every_answer_protects_the_browser_and_every_error_is_a_problem() {
    let place = Place::new().await;
    let wasm = "/revrx-0123456789ab_bg.wasm";
    let forever = "public, max-age=31536000, immutable";
    for (method, path, headers, status, code, cache) in [
        ("GET", "/livez", vec![], 200, "", "no-store"),
        ("GET", "/readyz", vec![], 200, "", "no-store"),
        ("GET", "/api/v1/openapi.json", vec![], 200, "", "no-store"),
        ("GET", "/api/v1/encounters", vec![], 200, "", "no-store"),
        ("GET", "/", vec![], 200, "", "no-cache"),
        ("GET", "/encounters/1", vec![], 200, "", "no-cache"),
        ("GET", wasm, vec![], 200, "", forever),
        ("GET", wasm, vec![("if-none-match", "*")], 304, "", forever),
        ("GET", "/nothing.js", vec![], 404, "route-unknown", "no-store"),
        ("GET", "/api/v1/nothing", vec![], 404, "route-unknown", "no-store"),
        ("GET", "/api", vec![], 404, "route-unknown", "no-store"),
        ("POST", "/livez", vec![], 405, "method-not-allowed", "no-store"),
        ("PATCH", "/api/v1/encounters", vec![], 405, "method-not-allowed", "no-store"),
        ("POST", "/", vec![], 405, "method-not-allowed", "no-store"),
        ("BREW", "/", vec![], 405, "method-not-allowed", "no-store"),
        ("GET", "/test/panic", vec![], 500, "internal", "no-store"),
        ("GET", "/test/framework", vec![], 400, "request-invalid", "no-store"),
        ("POST", "/test/length", vec![], 415, "content-type", "no-store"),
        ("GET", "/livez", vec![("host", "evil")], 421, "host-unknown", "no-store"),
        ("GET", "/livez", vec![("origin", "null")], 403, "origin-not-allowed", "no-store"),
        ("POST", "/test/length", vec![("content-encoding", "gzip")], 415, "content-encoding", "no-store"),
        ("POST", "/test/length", vec![("content-length", "9999999")], 413, "body-too-large", "no-store"),
    ] {
        let answer = place.ask(method, path, &headers).await;
        assert_eq!((answer.status, answer.code().as_str()), (status, code), "{method} {path}");
        assert_eq!(answer.header("cache-control"), cache, "{method} {path}");
        for (name, value) in SECURITY {
            assert_eq!(answer.header(name.as_str()), value, "{method} {path}");
        }
        assert_eq!(answer.header("content-security-policy"), POLICY);
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("referrer-policy"), "no-referrer");
        assert_eq!(answer.header("x-request-id").len(), 32);
        assert!(!String::from_utf8_lossy(&answer.body).contains("canary"));
        assert_eq!(answer.headers.contains_key("allow"), status == 405, "{method} {path}");
    }
}

#[tokio::test]
async fn a_wrong_method_is_told_the_right_ones() {
    let place = Place::new().await;
    for (path, allow) in [
        ("/livez", "GET,HEAD"),
        ("/api/v1/openapi.json", "GET,HEAD"),
        ("/test/length", "POST"),
        ("/api/v1/encounters", "GET,HEAD,POST"),
        ("/encounters", "GET,HEAD"),
    ] {
        let answer = place.ask("PUT", path, &[]).await;
        let mut methods: Vec<&str> = answer.header("allow").split(',').map(str::trim).collect();
        methods.sort_unstable();
        assert_eq!((answer.status, methods.join(",").as_str()), (405, allow), "{path}");
    }
}

#[tokio::test]
async fn an_answer_to_head_has_the_headers_alone() {
    let place = Place::new().await;
    for (path, status) in [("/livez", 200), ("/", 200), ("/favicon.svg", 200), ("/api/v1/nothing", 404)] {
        let (get, head) = (place.ask("GET", path, &[]).await, place.ask("HEAD", path, &[]).await);
        assert_eq!((get.status, head.status), (status, status), "{path}");
        assert!(head.body.is_empty() && !get.body.is_empty(), "{path}");
        assert_eq!(head.header("content-length"), get.header("content-length"), "{path}");
    }
}

#[tokio::test]
async fn ready_means_that_work_is_accepted() {
    let place = Place::new().await;
    assert_eq!(place.ask("GET", "/readyz", &[]).await.body, r#"{"status":"ok"}"#);
    place.app.closing.cancel();
    let answer = place.ask("GET", "/readyz", &[]).await;
    assert_eq!((answer.status, answer.code().as_str()), (503, "shutting-down"));
    assert!(!answer.header("retry-after").is_empty());
    assert_eq!(place.ask("GET", "/livez", &[]).await.body, r#"{"status":"ok"}"#);
}

#[tokio::test]
async fn the_description_is_served_as_it_is_printed() {
    let place = Place::new().await;
    let answer = place.send(request("GET", "/api/v1/openapi.json", &[], Body::empty())).await;
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.body, crate::http::openapi_document());
}
