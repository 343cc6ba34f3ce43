//! The port type `dropped-segments`: what the filter left out, and why.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Segments that later stages do not see.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
#[schemars(title = "dropped-segments")]
pub struct DroppedSegments(pub Vec<DroppedSegment>);

/// A segment that was left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DroppedSegment {
    /// Its id.
    pub segment: u32,
    /// First code point of the note.
    pub begin: u32,
    /// One past the last code point.
    pub end: u32,
    /// Why it carries nothing to code.
    pub reason: DropReason,
}

/// Why a segment was left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DropReason {
    /// Who signed, dictated or gets a copy.
    Signature,
    /// Names, numbers, dates and places of the form.
    Administrative,
    /// The same words in every note: disclaimers, courtesies.
    Boilerplate,
    /// Conversation without clinical content.
    Social,
    /// The filter did not say.
    NotStated,
}
