//! Bytes of a file or of standard input, never more than allowed.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Read};

use super::NoteError;

/// The argument that stands for standard input.
pub(crate) const STDIN: &str = "-";
/// No note is larger, whatever a workflow says.
const BYTES_HARD_MAX: u64 = 10 << 20;

/// Reads `file` whole, or standard input for `-`. `max` is in bytes.
///
/// # Errors
/// It is not there, cannot be read, or is larger than `max` or 10 MiB; of a larger one no more is read.
pub(crate) fn read(file: &OsStr, max: u64) -> Result<Vec<u8>, NoteError> {
    let max = max.min(BYTES_HARD_MAX);
    if file == STDIN {
        return bounded(io::stdin().lock(), max);
    }
    let open = File::open(file)?;
    if open.metadata()?.is_dir() {
        return Err(NoteError::Folder);
    }
    bounded(open, max)
}

fn bounded(source: impl Read, max: u64) -> Result<Vec<u8>, NoteError> {
    let mut bytes = Vec::new();
    source.take(max + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > max { Err(NoteError::TooLarge { max }) } else { Ok(bytes) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bound_holds_to_the_byte() {
        assert_eq!(bounded([7; 8].as_slice(), 8).unwrap(), [7; 8]);
        assert_eq!(bounded([7; 9].as_slice(), 8), Err(NoteError::TooLarge { max: 8 }));
        assert_eq!(bounded(io::repeat(7), 8), Err(NoteError::TooLarge { max: 8 }));
    }

    #[test]
    fn a_workflow_cannot_raise_the_hard_bound() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("large.txt");
        std::fs::write(&file, vec![b'a'; (BYTES_HARD_MAX + 1) as usize]).unwrap();
        assert_eq!(read(file.as_os_str(), u64::MAX), Err(NoteError::TooLarge { max: BYTES_HARD_MAX }));
        assert_eq!(read(folder.path().as_os_str(), 1), Err(NoteError::Folder));
        assert_eq!(read(folder.path().join("none").as_os_str(), 1), Err(NoteError::Missing));
    }
}
