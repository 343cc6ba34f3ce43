//! From bytes to the text of a note.

use super::NoteError;

const BOM: &[u8] = b"\xef\xbb\xbf";

/// The text of a note: decoded once and changed nowhere, only a byte order mark is kept out.
///
/// # Errors
/// It is empty, blank, binary or not UTF-8. Offsets count the bytes of the file, a byte order mark included.
pub(crate) fn decode(bytes: &[u8]) -> Result<&str, NoteError> {
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Err(NoteError::Utf16);
    }
    if let Some(offset) = bytes.iter().position(|byte| *byte == 0) {
        return Err(NoteError::Binary { offset });
    }
    let content = bytes.strip_prefix(BOM).unwrap_or(bytes);
    let text = std::str::from_utf8(content).map_err(|error| {
        let at = error.valid_up_to();
        NoteError::NotUtf8 {
            offset: bytes.len() - content.len() + at,
            byte: content.get(at).copied().unwrap_or(0),
        }
    })?;
    if text.is_empty() {
        return Err(NoteError::Empty);
    }
    if text.chars().all(is_blank) {
        return Err(NoteError::Blank);
    }
    Ok(text)
}

/// White space, and characters that show nothing at all.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_a_note_and_what_is_not() {
        let not_utf8 = |offset, byte| Err(NoteError::NotUtf8 { offset, byte });
        for (bytes, expected) in [
            (b"Fever.\r\n".as_slice(), Ok("Fever.\r\n")),
            (b"\xef\xbb\xbfFever", Ok("Fever")),
            ("Fièvre \u{1f912}".as_bytes(), Ok("Fièvre \u{1f912}")),
            (b"", Err(NoteError::Empty)),
            (b"\xef\xbb\xbf", Err(NoteError::Empty)),
            (b" \t\r\n\x0c", Err(NoteError::Blank)),
            ("\u{a0}\u{2003}\u{200b}\n".as_bytes(), Err(NoteError::Blank)),
            (b"\xff\xfeF\0e\0", Err(NoteError::Utf16)),
            (b"\xfe\xff\0F", Err(NoteError::Utf16)),
            (b"Fever\0", Err(NoteError::Binary { offset: 5 })),
            (b"Fi\xe8vre", not_utf8(2, 0xe8)),
            (b"\xef\xbb\xbfFi\xe8vre", not_utf8(5, 0xe8)),
            (b"cut \xf0\x9f\xa4", not_utf8(4, 0xf0)),
        ] {
            assert_eq!(decode(bytes), expected, "{bytes:?}");
        }
    }
}
