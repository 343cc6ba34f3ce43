//! Why a value does not open.

/// An error of sealing. It never carries anything of the value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SealError {
    /// Changed, moved to another place, or cut off.
    #[error("a stored value was changed or stands in another place than it was written to")]
    Tampered,
    /// Sealed under another key.
    #[error("a stored value is sealed with the key {found}, not with {expected}")]
    OtherKey {
        /// Id of the key it names.
        found: String,
        /// Id of the key at hand.
        expected: String,
    },
    /// Sealed in a way this build does not know.
    #[error("a stored value has the sealing version {0}, which this build does not know")]
    Version(u8),
    /// The owner's data key was forgotten.
    #[error("the content was erased")]
    Erased,
    /// The system gave no random bytes.
    #[error("the system gave no random bytes")]
    Random,
}
