//! Bodies: no compression, bounded length, bounded time.

use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, EXPECT};

use super::rules::Rules;
use crate::http::body::{BodyError, BoundedBody, DISCARDED_TIMES_MAX, body_error, read_body};
use crate::http::kind::Kind;
use crate::http::problem::{ApiError, ApiResult};

/// The request with a bounded body.
///
/// # Errors
/// The body is compressed, or it is announced as longer than allowed.
pub(super) async fn bound(rules: &Rules, request: Request) -> ApiResult<Request> {
    let headers = request.headers();
    if headers.get_all(CONTENT_ENCODING).iter().any(|coding| coding != "identity") {
        let error =
            ApiError::new(Kind::ContentEncoding, "a body must be sent as it is, without `Content-Encoding`");
        return Err(error);
    }
    let limit = rules.body_bytes_max;
    let announced = headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    let waits = headers.contains_key(EXPECT);
    let request = request.map(|body| Body::new(BoundedBody::new(body, limit, rules.body_within)));
    match announced {
        Some(length) if length > limit as u64 => {
            // A client that is cut off while it sends does not read the answer. One that asked first has sent nothing,
            // and one that sends much more than allowed is cut off.
            if !waits && length <= limit.saturating_mul(DISCARDED_TIMES_MAX) as u64 {
                let _too_large = read_body(request).await;
            }
            Err(body_error(&BodyError::TooLarge { limit }))
        }
        _ => Ok(request),
    }
}
