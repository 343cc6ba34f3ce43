//! Every error, as RFC 9457 says it.

use serde::{Deserialize, Serialize};

/// A problem document. Nothing in it repeats what was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// `urn:revrx:problem:` and the code.
    #[serde(rename = "type")]
    pub kind: String,
    /// What it is, in a few words; the same for every problem of that code.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What happened this time: what, where, and the way out.
    pub detail: String,
    /// Our code, such as `note-empty`.
    pub code: String,
}
