//! Whether a file can be a note, before anything is sent.

/// Most bytes of a note, as the shipped workflows state it.
pub const NOTE_BYTES_MAX: u64 = 1 << 20;

const BOM: &[u8] = b"\xef\xbb\xbf";
/// How files begin that hold text and more than that, and what a person calls them.
const DOCUMENTS: [(&[u8], &str); 6] = [
    (b"%PDF-", "a PDF"),
    (b"{\\rtf", "a document in rich text format"),
    (b"PK\x03\x04", "a Word document or another packed file"),
    (b"\xd0\xcf\x11\xe0", "an older Word document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
];

/// Why a file is not a note. No variant carries a word of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Not a byte in it.
    Empty,
    /// White space alone.
    Blank,
    /// Longer than [`NOTE_BYTES_MAX`].
    TooLarge {
        /// Its length in bytes.
        bytes: u64,
    },
    /// Text in the wrapping of a word processor, or a picture.
    Document(&'static str),
    /// A NUL byte.
    Binary,
    /// UTF-16, by its byte order mark.
    Utf16,
    /// A byte that begins no character.
    NotUtf8 {
        /// Its place, counted in bytes from 0.
        offset: usize,
    },
    /// The browser could not read it.
    Unreadable,
}

impl Refused {
    /// What is the matter: a sentence about the file.
    pub fn what(self) -> String {
        match self {
            Self::Empty => "It is empty.".to_owned(),
            Self::Blank => "There are only spaces and line breaks in it.".to_owned(),
            Self::TooLarge { bytes } => format!("It is too long: {}, and a note may have 1 MB.", size(bytes)),
            Self::Document(kind) => format!("It is {kind}, not plain text."),
            Self::Binary => "It is not text.".to_owned(),
            Self::Utf16 => "It is saved as UTF-16, and only UTF-8 is read.".to_owned(),
            Self::NotUtf8 { offset } => {
                format!("It is not saved as UTF-8: byte {offset} begins no character.")
            }
            Self::Unreadable => "The browser could not read it.".to_owned(),
        }
    }

    /// The way out: a sentence that says what to do.
    pub fn way_out(self) -> &'static str {
        match self {
            Self::Empty | Self::Blank => "Add a note with at least one word.",
            Self::TooLarge { .. } => "Split it into several notes.",
            Self::Document(_) | Self::Binary => {
                "Save the note as plain text, or copy its words and paste them."
            }
            Self::Utf16 | Self::NotUtf8 { .. } => {
                "Save it again with the encoding UTF-8, or copy its words and paste them."
            }
            Self::Unreadable => "If it is a folder, add the notes in it; else check that it is still there.",
        }
    }
}

/// The text of a note: changed nowhere, only a byte order mark is left out.
///
/// # Errors
/// It is too long, empty, blank, or not text in UTF-8.
pub fn text_of(bytes: &[u8]) -> Result<&str, Refused> {
    check_length(bytes.len() as u64)?;
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Err(Refused::Utf16);
    }
    if let Some((_, kind)) = DOCUMENTS.iter().find(|(begin, _)| bytes.starts_with(begin)) {
        return Err(Refused::Document(kind));
    }
    if bytes.contains(&0) {
        return Err(Refused::Binary);
    }
    let content = bytes.strip_prefix(BOM).unwrap_or(bytes);
    let text = std::str::from_utf8(content)
        .map_err(|error| Refused::NotUtf8 { offset: bytes.len() - content.len() + error.valid_up_to() })?;
    check_words(text)
}

/// Whether a note of that many bytes may be read at all.
///
/// # Errors
/// It is empty or too long.
pub fn check_length(bytes: u64) -> Result<(), Refused> {
    match bytes {
        0 => Err(Refused::Empty),
        _ if bytes > NOTE_BYTES_MAX => Err(Refused::TooLarge { bytes }),
        _ => Ok(()),
    }
}

/// Whether there is a word in `text`; what was pasted is text already.
///
/// # Errors
/// It is too long, empty or blank, or holds a NUL.
pub fn check_text(text: &str) -> Result<&str, Refused> {
    check_length(text.len() as u64)?;
    if text.contains('\0') {
        return Err(Refused::Binary);
    }
    check_words(text)
}

fn check_words(text: &str) -> Result<&str, Refused> {
    if text.is_empty() {
        Err(Refused::Empty)
    } else if text.chars().all(is_blank) {
        Err(Refused::Blank)
    } else {
        Ok(text)
    }
}

/// White space, and characters that show nothing at all.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

fn size(bytes: u64) -> String {
    let tenths = bytes.saturating_mul(10) >> 20;
    format!("{}.{} MB", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_a_note_and_what_cannot() {
        for (bytes, expected) in [
            (b"Fever.\r\n".as_slice(), Ok("Fever.\r\n")),
            (b"\xef\xbb\xbfFever", Ok("Fever")),
            ("Fi\u{e8}vre \u{1f912}".as_bytes(), Ok("Fi\u{e8}vre \u{1f912}")),
            (b"", Err(Refused::Empty)),
            (b"\xef\xbb\xbf", Err(Refused::Empty)),
            (b" \t\r\n\x0c", Err(Refused::Blank)),
            ("\u{a0}\u{2003}\u{200b}\n".as_bytes(), Err(Refused::Blank)),
            (b"\xff\xfeF\0e\0", Err(Refused::Utf16)),
            (b"\xfe\xff\0F", Err(Refused::Utf16)),
            (b"F\0e\0v\0", Err(Refused::Binary)),
            (b"Fever\0", Err(Refused::Binary)),
            (b"%PDF-1.7\n", Err(Refused::Document("a PDF"))),
            (b"{\\rtf1\\ansi Fever}", Err(Refused::Document("a document in rich text format"))),
            (b"PK\x03\x04\0\0", Err(Refused::Document("a Word document or another packed file"))),
            (b"Fi\xe8vre", Err(Refused::NotUtf8 { offset: 2 })),
            (b"\xef\xbb\xbfFi\xe8vre", Err(Refused::NotUtf8 { offset: 5 })),
            (b"cut \xf0\x9f\xa4", Err(Refused::NotUtf8 { offset: 4 })),
        ] {
            assert_eq!(text_of(bytes), expected, "{bytes:?}");
        }
    }

    #[test]
    fn a_note_may_have_one_mebibyte_and_no_byte_more() {
        let longest = vec![b'a'; 1 << 20];
        assert_eq!(text_of(&longest).map(str::len), Ok(1 << 20));
        let longer = vec![b'a'; (1 << 20) + 1];
        let refused = Refused::TooLarge { bytes: (1 << 20) + 1 };
        assert_eq!(text_of(&longer), Err(refused));
        assert_eq!(check_text(std::str::from_utf8(&longer).unwrap()), Err(refused));
        let what = Refused::TooLarge { bytes: 2_600_000 }.what();
        assert_eq!(what, "It is too long: 2.4 MB, and a note may have 1 MB.");
    }

    #[test]
    fn what_was_pasted_needs_a_word_too() {
        for (text, expected) in [
            ("Fever", Ok("Fever")),
            ("", Err(Refused::Empty)),
            (" \n\u{2003}", Err(Refused::Blank)),
            ("Fe\0ver", Err(Refused::Binary)),
        ] {
            assert_eq!(check_text(text), expected, "{text:?}");
        }
    }
}
