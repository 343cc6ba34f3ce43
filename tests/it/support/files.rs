//! Files of this repository.

use std::path::{Path, PathBuf};

/// The folder of the workspace.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().unwrap()
}

/// A file of `workflows/samples`.
pub(crate) fn sample_file(name: &str) -> PathBuf {
    root().join("workflows/samples").join(name)
}

/// The text of a file of `workflows/samples`.
pub(crate) fn sample(name: &str) -> String {
    std::fs::read_to_string(sample_file(name)).unwrap()
}
