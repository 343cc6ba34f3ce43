//! The `Host` header: a web page must not reach a local server by giving its own name a new address.

use axum::extract::Request;
use axum::http::HeaderValue;
use axum::http::header::HOST;

use super::authority::Authority;
use super::rules::Rules;
use crate::http::kind::Kind;
use crate::http::problem::{ApiError, ApiResult};

/// The host that is asked for: this machine's own, or one that was allowed.
///
/// # Errors
/// It is another one, or there is not exactly one.
pub(super) fn check(rules: &Rules, request: &Request) -> ApiResult<Authority> {
    let mut given = request.headers().get_all(HOST).into_iter();
    let (Some(host), None) = (given.next(), given.next()) else {
        return Err(refused("exactly one `Host` header is needed"));
    };
    let host = read(rules, host)?;
    // An address in full in the request line goes before the header (RFC 9112, 3.2.2), so both must be allowed.
    match request.uri().authority() {
        Some(authority) => allowed(rules, Authority::read(authority.as_str())),
        None => Ok(host),
    }
}

fn read(rules: &Rules, host: &HeaderValue) -> ApiResult<Authority> {
    allowed(rules, host.to_str().ok().and_then(Authority::read))
}

fn allowed(rules: &Rules, authority: Option<Authority>) -> ApiResult<Authority> {
    authority
        .filter(|host| host.is_loopback() || rules.hosts.iter().any(|allowed| host.is(allowed)))
        .ok_or_else(|| refused("the host is neither this machine's own name nor one of `server.hosts`"))
}

fn refused(detail: &str) -> ApiError {
    ApiError::new(Kind::HostUnknown, detail)
}
