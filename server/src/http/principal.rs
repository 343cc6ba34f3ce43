//! On whose behalf a request acts.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

/// Who asks. Every query filters by the tenant; what belongs to another tenant does not exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Principal {
    /// Whose acts are recorded under this name.
    pub(crate) name: String,
    /// Whose data it is.
    pub(crate) tenant: String,
}

impl Principal {
    /// The person at this machine, who is the only one while the server listens on the loopback alone.
    pub(crate) fn local() -> Self {
        Self { name: "local".to_owned(), tenant: "local".to_owned() }
    }
}

impl<S: Sync> FromRequestParts<S> for Principal {
    type Rejection = Infallible;

    async fn from_request_parts(_parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        Ok(Self::local())
    }
}
