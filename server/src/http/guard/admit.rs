//! The checks, in their order.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::rules::Rules;
use super::{body, host, origin};

/// Lets a request pass to its route, or answers why not.
pub(in crate::http) async fn admit(
    State(rules): State<Arc<Rules>>,
    request: Request,
    next: Next,
) -> Response {
    let foreign = host::check(&rules, &request).and_then(|host| origin::check(&rules, &host, &request));
    let foreign = match foreign {
        Ok(foreign) => foreign,
        Err(error) => return error.into_response(),
    };
    let preflight = if foreign.is_some() { origin::preflight(&request) } else { None };
    let mut response = match preflight {
        Some(response) => response,
        None => match body::bound(&rules, request).await {
            Ok(request) => next.run(request).await,
            Err(error) => error.into_response(),
        },
    };
    if let Some(foreign) = foreign {
        origin::allow(&mut response, foreign);
    }
    response
}
