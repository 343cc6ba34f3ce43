//! What can go wrong while the ICD-10-CM tables are built.

use std::path::PathBuf;

/// Why the tables could not be built.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// A source file is missing or a table cannot be written.
    #[error("{path}: {source}")]
    File {
        /// The file in question.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A source file does not have the shape it had when the builder was written.
    #[error("{path}: {problem}; compare the file with the release named in docs/data-sources.md")]
    Shape {
        /// The file in question.
        path: PathBuf,
        /// What was met.
        problem: String,
    },
}

impl BuildError {
    /// A function that turns an I/O error on `path` into a `BuildError`.
    pub fn file(path: &std::path::Path) -> impl Fn(std::io::Error) -> Self + use<> {
        let path = path.to_owned();
        move |source| Self::File { path: path.clone(), source }
    }

    /// The source `path` is not as expected.
    pub fn shape(path: &std::path::Path, problem: impl Into<String>) -> Self {
        Self::Shape { path: path.to_owned(), problem: problem.into() }
    }
}
