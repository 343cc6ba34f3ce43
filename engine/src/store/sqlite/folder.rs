//! The data folder: readable by its owner alone, and open in one process at a time.

use std::fs::{DirBuilder, File, OpenOptions, Permissions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;

use rustix::fs::{FlockOperation, flock};

use super::errors::FILE;
use crate::store::StoreError;

/// The exclusive lock on a data folder. The kernel gives it back when the process ends, however it ends.
#[derive(Debug)]
pub(super) struct FolderLock {
    _file: File,
}

/// Makes the folder where there is none (0700), locks it, and makes the database file (0600) where there is none.
///
/// # Errors
/// [`StoreError::InUse`] with the process that has it open, or [`StoreError::Unavailable`].
pub(super) fn enter(folder: &Path) -> Result<FolderLock, StoreError> {
    let made = DirBuilder::new().recursive(true).mode(0o700).create(folder);
    made.map_err(|error| unavailable(folder, &error))?;
    let lock = lock(folder)?;
    let file = folder.join(FILE);
    private(&file).map_err(|error| unavailable(&file, &error))?;
    Ok(lock)
}

fn lock(folder: &Path) -> Result<FolderLock, StoreError> {
    let path = folder.join("lock");
    let mut file = private(&path).map_err(|error| unavailable(&path, &error))?;
    match flock(&file, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => {}
        Err(rustix::io::Errno::WOULDBLOCK) => {
            let mut text = String::new();
            let holder = file.read_to_string(&mut text).ok().and_then(|_| text.trim().parse().ok());
            return Err(StoreError::InUse { pid: holder.unwrap_or(0) });
        }
        Err(error) => return Err(unavailable(&path, &error.into())),
    }
    let written = file.set_len(0).and_then(|()| writeln!(file, "{}", std::process::id()));
    written.map_err(|error| unavailable(&path, &error))?;
    Ok(FolderLock { _file: file })
}

/// Opens a file for its owner alone, making it where there is none.
fn private(path: &Path) -> io::Result<File> {
    let file =
        OpenOptions::new().read(true).write(true).create(true).truncate(false).mode(0o600).open(path)?;
    if file.metadata()?.permissions().mode() & 0o077 != 0 {
        file.set_permissions(Permissions::from_mode(0o600))?;
    }
    Ok(file)
}

fn unavailable(path: &Path, error: &io::Error) -> StoreError {
    match error.raw_os_error() {
        Some(28) => StoreError::Full,
        _ => StoreError::Unavailable(format!("{}: {error}", path.display())),
    }
}
