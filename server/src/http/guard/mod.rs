//! What every request must pass before a route sees it, and what every answer carries.

mod admit;
mod authority;
mod body;
mod errors;
mod headers;
mod host;
mod origin;
mod rules;
mod span;

pub(super) use admit::admit;
pub(super) use errors::{panicked, problems};
pub(super) use headers::{SECURITY, headers};
pub(crate) use rules::Rules;
pub(super) use span::span;
