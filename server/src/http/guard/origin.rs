//! Requests that another page makes: `Origin`, `Sec-Fetch-Site`, and cross-origin answers where they are allowed.

use axum::extract::Request;
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_METHOD, ORIGIN, VARY,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};

use super::authority::{Authority, Origin};
use super::rules::Rules;
use crate::http::kind::Kind;
use crate::http::problem::{ApiError, ApiResult};

/// The foreign origin that may read the answer, if the request comes from one.
///
/// # Errors
/// The request comes from a page that may not make it.
pub(super) fn check(rules: &Rules, host: &Authority, request: &Request) -> ApiResult<Option<HeaderValue>> {
    let headers = request.headers();
    let mut given = headers.get_all(ORIGIN).into_iter();
    let foreign = match (given.next(), given.next()) {
        (None, _) => None,
        (Some(value), None) => {
            let origin = value.to_str().ok().and_then(Origin::read).ok_or_else(refused)?;
            if origin.authority.is_same(host, origin.scheme) {
                return Ok(None);
            }
            rules.origins.iter().find(|allowed| allowed.is(&origin)).ok_or_else(refused)?;
            Some(value.clone())
        }
        _ => return Err(refused()),
    };
    let is_foreign = headers.get("sec-fetch-site").is_some_and(|site| site == "cross-site");
    if is_foreign && foreign.is_none() && !is_navigation(request.method(), headers) {
        return Err(refused());
    }
    Ok(foreign)
}

/// The answer to a browser that asks what an allowed origin may do; `None` for every other request.
pub(super) fn preflight(request: &Request) -> Option<Response> {
    let asks =
        *request.method() == Method::OPTIONS && request.headers().contains_key(ACCESS_CONTROL_REQUEST_METHOD);
    let headers = [
        (ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, HEAD, POST, PUT, DELETE")),
        (ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static("content-type, idempotency-key")),
        (ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600")),
    ];
    asks.then(|| (StatusCode::NO_CONTENT, headers).into_response())
}

/// Lets `origin` read the answer.
pub(super) fn allow(response: &mut Response, origin: HeaderValue) {
    let headers = response.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    headers.insert(
        ACCESS_CONTROL_EXPOSE_HEADERS,
        HeaderValue::from_static("location, retry-after, x-request-id"),
    );
    headers.append(VARY, HeaderValue::from_static("origin"));
}

/// A link that was followed or an address that was typed.
fn is_navigation(method: &Method, headers: &HeaderMap) -> bool {
    let mode = headers.get("sec-fetch-mode");
    (*method == Method::GET || *method == Method::HEAD) && mode.is_some_and(|mode| mode == "navigate")
}

fn refused() -> ApiError {
    ApiError::new(Kind::OriginNotAllowed, "the request comes from a page of another origin")
        .hint("`server.allowed-origins` names those that are allowed")
}
