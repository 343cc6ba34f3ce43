//! The files of the workspace.

use std::collections::BTreeSet;
use std::fs;
use std::io::Read;
use std::path::Path;

use flate2::read::MultiGzDecoder;

use crate::error::Error;

/// How much of a compressed table is looked at: its header.
const HEAD_BYTES: u64 = 4096;

/// A text file, or the head of a compressed one.
#[derive(Debug)]
pub(super) struct File {
    /// Relative to the workspace, with slashes.
    pub(super) path: String,
    pub(super) text: String,
}

/// All files that could be committed.
#[derive(Debug, Default)]
pub(super) struct Tree {
    pub(super) files: Vec<File>,
    /// Every file and folder, those without text included; the workspace itself is the empty path.
    pub(super) paths: BTreeSet<String>,
}

impl Tree {
    /// Reads everything under `root` but what is built, what is installed, and what belongs to version control.
    ///
    /// # Errors
    /// A folder or file cannot be read.
    pub(super) fn read(root: &Path) -> Result<Self, Error> {
        let mut tree = Self::default();
        tree.folder(root, "")?;
        tree.files.sort_by(|one, other| one.path.cmp(&other.path));
        Ok(tree)
    }

    /// The text of one file.
    pub(super) fn text(&self, path: &str) -> Option<&str> {
        self.files.iter().find(|file| file.path == path).map(|file| file.text.as_str())
    }

    fn folder(&mut self, folder: &Path, path: &str) -> Result<(), Error> {
        self.paths.insert(path.to_owned());
        for entry in fs::read_dir(folder).map_err(Error::file(folder))? {
            let entry = entry.map_err(Error::file(folder))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let full = if path.is_empty() { name.clone() } else { format!("{path}/{name}") };
            if entry.file_type().map_err(Error::file(folder))?.is_dir() {
                let ours = !(name.starts_with("target")
                    || [".git", "dist", "node_modules"].contains(&name.as_str()));
                if ours {
                    self.folder(&entry.path(), &full)?;
                }
                continue;
            }
            if let Some(text) = text(&entry.path())? {
                self.files.push(File { path: full.clone(), text });
            }
            self.paths.insert(full);
        }
        Ok(())
    }

    #[cfg(test)]
    pub(super) fn of(files: &[(&str, &str)]) -> Self {
        let mut tree = Self::default();
        for (path, text) in files {
            let folders = path.match_indices('/').map(|(end, _)| path[..end].to_owned());
            tree.paths.extend(folders.chain([String::new(), (*path).to_owned()]));
            tree.files.push(File::of(path, text));
        }
        tree
    }
}

#[cfg(test)]
impl File {
    pub(super) fn of(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.to_owned() }
    }
}

/// What a file says: all of a text file, the head of a compressed one, nothing of any other.
fn text(path: &Path) -> Result<Option<String>, Error> {
    let bytes = fs::read(path).map_err(Error::file(path))?;
    if path.extension().is_none_or(|extension| extension != "gz") {
        return Ok(String::from_utf8(bytes).ok());
    }
    let mut head = Vec::new();
    let mut reader = MultiGzDecoder::new(bytes.as_slice()).take(HEAD_BYTES);
    reader.read_to_end(&mut head).map_err(Error::file(path))?;
    Ok(Some(String::from_utf8_lossy(&head).into_owned()))
}
