//! A string that may say something about a patient.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Clinical content. It serialises like a string, but `Debug` shows only its length, so it cannot reach a log,
/// an error or a span by accident.
#[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
#[schemars(transparent)]
pub struct Clinical(String);

impl Clinical {
    /// Wraps a string.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The content. Whoever calls this answers for where it goes.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The content, owned.
    pub fn into_inner(self) -> String {
        self.0
    }
}

impl fmt::Debug for Clinical {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Clinical({} bytes)", self.0.len())
    }
}

impl From<&str> for Clinical {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<String> for Clinical {
    fn from(text: String) -> Self {
        Self(text)
    }
}

#[cfg(test)]
mod tests {
    use super::Clinical;

    #[test]
    fn debug_never_shows_the_content() {
        assert_eq!(format!("{:?}", Clinical::from("Jane")), "Clinical(4 bytes)");
    }
}
