//! Why a note cannot be processed. No variant carries a word of a note.

use std::io;

/// A note or its encounter that is refused before a run exists.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum NoteError {
    #[error("there is no such file")]
    Missing,
    #[error("it is a folder, not a note")]
    Folder,
    #[error("it cannot be read: {}", words(*.0))]
    Unreadable(io::ErrorKind),
    #[error("it is empty")]
    Empty,
    #[error("it holds only white space")]
    Blank,
    #[error("it is not text: there is a NUL byte at offset {offset}")]
    Binary { offset: usize },
    #[error("it is UTF-16 (byte order mark at offset 0), and only UTF-8 is read")]
    Utf16,
    #[error("it is not UTF-8: byte {offset} (0x{byte:02x}) begins no character")]
    NotUtf8 { offset: usize, byte: u8 },
    #[error("it is larger than {}", size(*.max))]
    TooLarge { max: u64 },
    #[error("its encounter file: {0}")]
    Encounter(EncounterError),
}

/// What is wrong with an encounter file.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum EncounterError {
    #[error("{0}")]
    File(Box<NoteError>),
    #[error("not JSON at line {line}, column {column}: {problem}")]
    Syntax { line: usize, column: usize, problem: String },
    #[error("line {line}, column {column} is not what an encounter holds")]
    Form { line: usize, column: usize },
}

impl NoteError {
    /// The code in a JSON report line.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Missing => "note-missing",
            Self::Folder | Self::Unreadable(_) => "note-unreadable",
            Self::Empty | Self::Blank => "note-empty",
            Self::Binary { .. } | Self::Utf16 | Self::NotUtf8 { .. } => "note-not-text",
            Self::TooLarge { .. } => "note-too-large",
            Self::Encounter(_) => "encounter-invalid",
        }
    }

    /// A way out.
    pub(crate) fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Missing | Self::Unreadable(_) => None,
            Self::Folder => Some("name the notes in it, as in `revrx process notes/*.txt`"),
            Self::Empty | Self::Blank => Some("a note needs at least one word"),
            Self::Binary { .. } => Some("export the document as plain text"),
            Self::Utf16 | Self::NotUtf8 { .. } => {
                Some("save it as UTF-8, for example with `iconv -f WINDOWS-1252 -t UTF-8`")
            }
            Self::TooLarge { .. } => {
                Some("split it, or raise `max-bytes` of the input `note` (at most 10MiB)")
            }
            Self::Encounter(EncounterError::Form { .. }) => Some(
                "an encounter holds `class` (outpatient or inpatient), `date`, `billed`, `sex`, `age`, \
                 `patient-names`, `mrns`, `date-of-birth` and `clinicians`, and nothing else",
            ),
            Self::Encounter(_) => None,
        }
    }
}

impl NoteError {
    /// The same about the encounter of a note.
    pub(crate) fn of_encounter(self) -> Self {
        Self::Encounter(EncounterError::File(Box::new(self)))
    }
}

impl From<io::Error> for NoteError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::Missing,
            io::ErrorKind::IsADirectory => Self::Folder,
            kind => Self::Unreadable(kind),
        }
    }
}

fn words(kind: io::ErrorKind) -> String {
    kind.to_string()
}

/// A bound in the largest unit that is a whole number.
fn size(bytes: u64) -> String {
    match bytes {
        _ if bytes.is_multiple_of(1 << 20) => format!("{} MiB", bytes >> 20),
        _ if bytes.is_multiple_of(1 << 10) => format!("{} KiB", bytes >> 10),
        _ => format!("{bytes} bytes"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bound_is_said_in_its_largest_unit() {
        for (bytes, expected) in [(10 << 20, "10 MiB"), (1536, "1536 bytes"), (2048, "2 KiB")] {
            assert_eq!(size(bytes), expected);
        }
    }
}
