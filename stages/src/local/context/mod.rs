//! Whether a sentence affirms what it mentions: negation, relatives, the past, doubt, the hypothetical.
//!
//! In the manner of `ConText` (Harkema et al. 2009): cues with a direction, each with a scope that ends at a word that
//! stops it or at the end of the sentence. Offsets are bytes of the sentence.

mod cues;
mod scopes;

pub use scopes::{Scope, Status, scopes, status_at};
