//! Every error leaves as a problem document, whoever made it.

use std::any::Any;

use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::http::kind::Kind;
use crate::http::problem::{ApiError, PROBLEM_JSON};

/// Turns an error of the framework into a problem document; its headers, such as `Allow`, stay.
pub(in crate::http) async fn problems(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let is_error = response.status().is_client_error() || response.status().is_server_error();
    if !is_error || is_problem(response.headers()) {
        return response;
    }
    let (parts, _) = response.into_parts();
    let mut problem = of_status(parts.status).into_response();
    for (name, value) in &parts.headers {
        if name != CONTENT_TYPE && name != CONTENT_LENGTH {
            problem.headers_mut().append(name.clone(), value.clone());
        }
    }
    *problem.extensions_mut() = parts.extensions;
    problem
}

/// The answer when a route panics. What it panicked with is not looked at: it may quote what it worked on.
pub(in crate::http) fn panicked(_: Box<dyn Any + Send + 'static>) -> axum::http::Response<Body> {
    tracing::error!("a request panicked");
    ApiError::new(Kind::Internal, "the server could not answer; this is a fault of the program")
        .into_response()
}

fn is_problem(headers: &HeaderMap) -> bool {
    headers.get(CONTENT_TYPE).is_some_and(|value| value == PROBLEM_JSON)
}

fn of_status(status: StatusCode) -> ApiError {
    let (kind, detail) = match status {
        StatusCode::NOT_FOUND => (Kind::RouteUnknown, "the address has no route"),
        StatusCode::METHOD_NOT_ALLOWED => {
            (Kind::MethodNotAllowed, "`Allow` names the methods of this address")
        }
        StatusCode::REQUEST_TIMEOUT => (Kind::BodyTimeout, "the request did not arrive in time"),
        StatusCode::PAYLOAD_TOO_LARGE => (Kind::BodyTooLarge, "the body is longer than allowed"),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => (Kind::ContentType, "this content type is not taken here"),
        StatusCode::UPGRADE_REQUIRED => (Kind::UpgradeRequired, "the request asks for no WebSocket"),
        _ if status.is_client_error() => (Kind::RequestInvalid, "the request is not what this address takes"),
        _ => (Kind::Internal, "the server could not answer; its log says more"),
    };
    ApiError::new(kind, detail)
}
