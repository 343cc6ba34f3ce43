//! What can go wrong in a store.

/// An error of a store. No variant carries a value of a run.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The disk or the quota is full. Nothing was written; the same call may succeed later.
    #[error("the disk of the data folder is full; free some space")]
    Full,
    /// The database is locked, away or refuses for now. Nothing was written; the same call may succeed later.
    #[error("the database is not available: {0}")]
    Unavailable(String),
    /// The connection was lost while committing: whether it took effect is not known.
    #[error("the connection was lost while committing: {0}")]
    UnknownCommit(String),
    /// The data is not what it should be.
    #[error("the database is damaged: {0}")]
    Corrupt(String),
    /// The data was written by a newer version.
    #[error(
        "the data folder was written by a newer version (schema {found}, this one knows {known}); use that version or a newer one"
    )]
    Newer {
        /// Schema version found.
        found: u32,
        /// Newest schema version this build knows.
        known: u32,
    },
    /// Another process has the data folder open.
    #[error("the data folder is in use by process {pid}; stop it or use another folder")]
    InUse {
        /// That process.
        pid: u32,
    },
    /// The statement itself was refused: a bug, or a row the database cannot hold.
    #[error("the database refused: {0}")]
    Rejected(String),
}

impl StoreError {
    /// Whether the same call may succeed later.
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::Full | Self::Unavailable(_) | Self::UnknownCommit(_))
    }
}
