//! What can go wrong in a task.

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitStatus;

use crate::data;

/// Why a task failed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// A program could not be started.
    #[error("cannot start `{program}`: {source}")]
    Start {
        /// Its name.
        program: String,
        /// The cause.
        source: io::Error,
    },
    /// A program ended with a failure, which it has explained itself.
    #[error("`{command}` failed ({status})")]
    Failed {
        /// The command line.
        command: String,
        /// How it ended.
        status: ExitStatus,
    },
    /// A program printed something else than its contract says.
    #[error("`{command}` printed what was not expected: {problem}")]
    Output {
        /// The command line.
        command: String,
        /// What is wrong.
        problem: String,
    },
    /// A file could not be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// The cause.
        source: io::Error,
    },
    /// The PHI tables could not be built.
    #[error(transparent)]
    PhiTables(#[from] data::phi::BuildError),
    /// The ICD-10-CM tables could not be built.
    #[error(transparent)]
    Icd10Tables(#[from] data::icd10::BuildError),
    /// A check did not hold; the text says which, and what to do.
    #[error("{0}")]
    Check(String),
}

impl Error {
    /// A function that turns an I/O error on `path` into an `Error`.
    pub(crate) fn file(path: &Path) -> impl FnOnce(io::Error) -> Self + use<> {
        let path = path.to_owned();
        move |source| Self::File { path, source }
    }
}
