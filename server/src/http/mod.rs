//! The HTTP side: routes, what is checked before them, and the page.

mod body;
mod encounters;
mod extract;
mod guard;
mod health;
mod idempotency;
mod kind;
mod listen;
mod live;
mod openapi;
mod page;
mod principal;
mod problem;
mod reports;
mod router;
mod samples;
mod state;
#[cfg(test)]
mod tests;

pub(crate) use body::{body_error, read_body};
pub(crate) use encounters::row as encounter_row;
pub(crate) use extract::{Json, Path, Query, parse_json};
pub(crate) use guard::Rules;
pub(crate) use idempotency::IdempotencyKey;
pub(crate) use kind::Kind;
pub(crate) use listen::{ListenOptions, Listener};
pub(crate) use openapi::document as openapi_document;
pub(crate) use page::is_embedded as has_page;
pub(crate) use principal::Principal;
pub(crate) use problem::{ApiError, ApiResult};
pub(crate) use router::router;
pub(crate) use state::{App, NOTE_BYTES_HARD_MAX, Offer};
