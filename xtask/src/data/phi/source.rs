//! Reads source files, plain or gzipped.

use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;

use super::BuildError;

/// The folder that holds the sources.
pub(super) struct Source {
    root: PathBuf,
}

impl Source {
    pub(super) fn new(root: &Path) -> Self {
        Self { root: root.to_owned() }
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// The text of a file; a name that ends in `.gz` is decompressed. Bytes that are no UTF-8 are replaced.
    pub(super) fn text(&self, name: &str) -> Result<String, BuildError> {
        let path = self.path(name);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(BuildError::Missing { path });
            }
            Err(source) => return Err(BuildError::Read { path, source }),
        };
        let bytes = if name.ends_with(".gz") {
            let mut plain = Vec::new();
            MultiGzDecoder::new(bytes.as_slice())
                .read_to_end(&mut plain)
                .map_err(|source| BuildError::Read { path, source })?;
            plain
        } else {
            bytes
        };
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// The names of the gzipped XML files of a folder, sorted.
    pub(super) fn xml_files(&self, folder: &str) -> Result<Vec<String>, BuildError> {
        let path = self.path(folder);
        let entries = fs::read_dir(&path).map_err(|_| BuildError::Missing { path: path.clone() })?;
        let mut names: Vec<String> = entries
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .filter(|name| name.ends_with(".xml.gz"))
            .map(|name| format!("{folder}/{name}"))
            .collect();
        if names.is_empty() {
            return Err(BuildError::Missing { path: path.join("*.xml.gz") });
        }
        names.sort();
        Ok(names)
    }

    /// An error about the shape of a file.
    pub(super) fn malformed(&self, name: &str, what: &str) -> BuildError {
        BuildError::Malformed { path: self.path(name), what: what.to_owned() }
    }
}
