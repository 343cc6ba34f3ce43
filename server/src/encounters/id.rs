//! The id of an encounter.

use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

/// An encounter: a UUID of version 7. It tells when the encounter was made and nothing else.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct EncounterId(Uuid);

/// A text that is no id of this form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an id such as 0199f0a2-7c1e-7b33-8d1f-5a1c4a0b9e21")]
pub(crate) struct NotAnId;

/// Length of the only form that is read: 32 hex digits in five groups.
const HYPHENATED: usize = 36;

impl EncounterId {
    /// A new id.
    pub(crate) fn new() -> Self {
        Self(Uuid::now_v7())
    }

    /// The id with these bytes.
    pub(crate) fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(Uuid::from_bytes(bytes))
    }

    /// Its bytes.
    pub(crate) fn as_bytes(&self) -> &[u8; 16] {
        self.0.as_bytes()
    }
}

impl From<EncounterId> for Uuid {
    fn from(id: EncounterId) -> Self {
        id.0
    }
}

impl From<EncounterId> for revrx_api::EncounterId {
    fn from(id: EncounterId) -> Self {
        id.to_string().into()
    }
}

impl FromStr for EncounterId {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        let id = (text.len() == HYPHENATED).then(|| Uuid::parse_str(text).ok()).flatten();
        id.map(Self).ok_or(NotAnId)
    }
}

impl fmt::Display for EncounterId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for EncounterId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_read_in_its_usual_form_alone() {
        let id = EncounterId::new();
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!(EncounterId::from_bytes(*id.as_bytes()), id);
        let plain = id.to_string().replace('-', "");
        for text in [
            "",
            "1",
            &plain,
            &format!("{{{plain}}}"),
            &format!("urn:uuid:{id}"),
            "nobody's-id-nobody's-id-nobody's-idxx",
        ] {
            assert_eq!(text.parse::<EncounterId>(), Err(NotAnId), "{text}");
        }
    }
}
