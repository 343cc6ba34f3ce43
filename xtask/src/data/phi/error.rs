//! What can go wrong while the tables are built.

use std::io;
use std::path::PathBuf;

/// Why a table could not be built.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// A source file is not there.
    #[error("source file {} is missing; `docs/data-sources.md` says where it comes from", path.display())]
    Missing {
        /// The file that was looked for.
        path: PathBuf,
    },
    /// A source file is there but cannot be read.
    #[error("cannot read source file {}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// The cause.
        source: io::Error,
    },
    /// A source file does not look as expected.
    #[error("source file {} has an unexpected shape: {what}", path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// What was expected.
        what: String,
    },
    /// A table cannot be written.
    #[error("cannot write table {}", path.display())]
    Write {
        /// The table.
        path: PathBuf,
        /// The cause.
        source: io::Error,
    },
}
