//! Where master keys are kept: a folder of the user, outside every data folder.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::MasterKey;
use super::master::hex;

/// A folder with key files: `ID`, 0600, the key as 64 hex digits.
#[derive(Clone, Debug)]
pub struct KeyStore {
    folder: PathBuf,
}

/// Why a master key is not to be had. Nothing is ever made in place of one that is missing.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// No file for it.
    #[error("the data is sealed with the master key {id}, which is not in {}; put its file there", .folder.display())]
    Missing {
        /// The key.
        id: String,
        /// Where it was looked for.
        folder: PathBuf,
    },
    /// The file holds another key, or none.
    #[error("the file {} does not hold the master key {id}", .file.display())]
    Other {
        /// The key.
        id: String,
        /// The file.
        file: PathBuf,
    },
    /// Keys beside what they protect protect nothing.
    #[error("the key folder {} lies within the data folder; choose one outside of it", .0.display())]
    Inside(PathBuf),
    /// Neither `XDG_CONFIG_HOME` nor `HOME` is set.
    #[error("no place for keys: neither `XDG_CONFIG_HOME` nor `HOME` is set; name a folder")]
    NoHome,
    /// The file system refused.
    #[error("the key folder {}: {error}", .folder.display())]
    Io {
        /// The folder.
        folder: PathBuf,
        /// What it said.
        error: io::Error,
    },
    /// The system gave no random bytes.
    #[error("the system gave no random bytes")]
    Random,
}

impl KeyStore {
    /// Keys in this folder.
    pub fn at(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }

    /// Keys in `revrx/keys` of the user's configuration: `$XDG_CONFIG_HOME`, else `~/.config`.
    ///
    /// # Errors
    /// [`KeyError::NoHome`].
    pub fn of_user() -> Result<Self, KeyError> {
        let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        let config = set("XDG_CONFIG_HOME").or_else(|| set("HOME").map(|home| home.join(".config")));
        Ok(Self::at(config.ok_or(KeyError::NoHome)?.join("revrx/keys")))
    }

    /// The key with that id.
    ///
    /// # Errors
    /// [`KeyError::Missing`], [`KeyError::Other`], [`KeyError::Inside`] and [`KeyError::Io`].
    pub fn load(&self, id: &str, data: &Path) -> Result<MasterKey, KeyError> {
        self.refuse_inside(data)?;
        let file = self.folder.join(id);
        let text = match std::fs::read_to_string(&file) {
            Ok(text) => Zeroizing::new(text),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(KeyError::Missing { id: id.to_owned(), folder: self.folder.clone() });
            }
            Err(error) => return Err(self.io(error)),
        };
        let key = from_hex(text.trim()).map(MasterKey::from_bytes).filter(|key| key.id() == id);
        key.ok_or_else(|| KeyError::Other { id: id.to_owned(), file })
    }

    /// A new key, its file on the disk when this returns. Only for a new and empty data folder.
    ///
    /// # Errors
    /// [`KeyError::Inside`], [`KeyError::Io`] and [`KeyError::Random`].
    pub fn create(&self, data: &Path) -> Result<MasterKey, KeyError> {
        self.refuse_inside(data)?;
        let key = MasterKey::generate().map_err(|_| KeyError::Random)?;
        self.write(&key).map_err(|error| self.io(error))?;
        Ok(key)
    }

    fn write(&self, key: &MasterKey) -> io::Result<()> {
        DirBuilder::new().recursive(true).mode(0o700).create(&self.folder)?;
        let path = self.folder.join(key.id());
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
        let text = Zeroizing::new(hex(key.bytes()));
        writeln!(file, "{}", *text)?;
        file.sync_all()?;
        File::open(&self.folder)?.sync_all()
    }

    fn refuse_inside(&self, data: &Path) -> Result<(), KeyError> {
        let absolute = |path: &Path| std::path::absolute(path).map_err(|error| self.io(error));
        let (keys, data) = (resolved(&absolute(&self.folder)?), resolved(&absolute(data)?));
        if keys.starts_with(data) { Err(KeyError::Inside(self.folder.clone())) } else { Ok(()) }
    }

    fn io(&self, error: io::Error) -> KeyError {
        KeyError::Io { folder: self.folder.clone(), error }
    }
}

/// The path with the links of its existing part followed.
fn resolved(path: &Path) -> PathBuf {
    match (path.canonicalize(), path.parent(), path.file_name()) {
        (Ok(found), _, _) => found,
        (Err(_), Some(parent), Some(name)) => resolved(parent).join(name),
        (Err(_), _, _) => path.to_owned(),
    }
}

fn from_hex(text: &str) -> Option<[u8; 32]> {
    let digits = text.as_bytes();
    if digits.len() != 64 || !digits.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    let mut key = [0; 32];
    for (byte, pair) in key.iter_mut().zip(text.as_bytes().chunks(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(key)
}
