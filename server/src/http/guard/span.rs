//! The span of a request: method, route and a number. Never the address itself, nor a header, nor the body.

use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderName, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument as _;
use uuid::Uuid;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Gives the request its span and the answer the request's number.
pub(in crate::http) async fn span(request: Request, next: Next) -> Response {
    let id = Uuid::now_v7().simple().to_string();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let route = route.as_ref().map_or("(none)", MatchedPath::as_str);
    let span = tracing::info_span!("request", method = method(request.method()), route, id);
    async move {
        let began = Instant::now();
        let mut response = next.run(request).await;
        let ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        tracing::debug!(status = response.status().as_u16(), ms, "answered");
        let id = HeaderValue::from_str(&id).expect("hexadecimal digits");
        response.headers_mut().insert(REQUEST_ID, id);
        response
    }
    .instrument(span)
    .await
}

/// Methods are free text on the wire.
fn method(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        _ => "(other)",
    }
}
