//! What can go wrong with encounters.

use revrx_engine::seal::SealError;
use revrx_engine::store::StoreError;

use super::EncounterId;

/// An error of the encounter store. No variant carries a word of a note or a name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum EncounterError {
    /// There is none, or it is another tenant's.
    #[error("there is no encounter {0}")]
    Unknown(EncounterId),
    /// It was deleted.
    #[error("encounter {0} was deleted")]
    Deleted(EncounterId),
    /// The idempotency key came with another body before.
    #[error("the idempotency key was used for another request")]
    KeyReused,
    /// The cursor names no encounter of the tenant.
    #[error("the cursor is not one that this list gave")]
    Cursor,
    /// The file was sealed under another master key than the runs.
    #[error(
        "the encounters are sealed with the master key {found}, the runs with {expected}; put the files back together"
    )]
    OtherKey {
        /// Id of the key of the encounters.
        found: String,
        /// Id of the key of the runs.
        expected: String,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A value cannot be sealed or opened.
    #[error(transparent)]
    Seal(#[from] SealError),
}
