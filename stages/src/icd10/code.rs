//! A code as a small value.

use std::fmt;

/// An ICD-10-CM code or category, without its dot inside; `Display` puts the dot in.
///
/// It need not exist in the release; ask [`crate::icd10::CodeSet::get`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code {
    bytes: [u8; 7],
}

impl Code {
    /// Reads a code with or without its dot, in either case: a letter, then two to six digits or letters.
    pub fn parse(text: &str) -> Option<Self> {
        let mut bytes = [b' '; 7];
        let mut length = 0;
        for byte in text.trim().bytes().filter(|byte| *byte != b'.') {
            if length == 7 || !byte.is_ascii_alphanumeric() {
                return None;
            }
            bytes[length] = byte.to_ascii_uppercase();
            length += 1;
        }
        (length >= 3 && bytes[0].is_ascii_alphabetic()).then_some(Self { bytes })
    }

    /// The code without its dot.
    pub fn as_str(&self) -> &str {
        let length = self.bytes.iter().position(|byte| *byte == b' ').unwrap_or(7);
        std::str::from_utf8(&self.bytes[..length]).unwrap_or_default()
    }

    /// The category: its first three characters.
    pub fn category(&self) -> &str {
        &self.as_str()[..3]
    }

    /// Whether the code is `prefix` (without dot) or lies below it.
    pub fn is_under(&self, prefix: &str) -> bool {
        self.as_str().starts_with(prefix)
    }

    /// This code filled with `X` to six characters, with a seventh.
    pub fn with_seventh(&self, seventh: char) -> Option<Self> {
        Self::parse(&format!("{:X<6}{seventh}", self.as_str()))
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.as_str() {
            category if category.len() == 3 => f.write_str(category),
            code => write!(f, "{}.{}", &code[..3], &code[3..]),
        }
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_with_or_without_its_dot() {
        for text in ["S72.001A", "s72001a", " S72001A "] {
            assert_eq!(Code::parse(text).unwrap().to_string(), "S72.001A");
        }
        assert_eq!(Code::parse("I10").unwrap().to_string(), "I10");
        for text in ["", "I1", "110", "S72.001AB", "I1-0"] {
            assert_eq!(Code::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_seventh_character_fills_with_x() {
        assert_eq!(Code::parse("T14.8").unwrap().with_seventh('A').unwrap().to_string(), "T14.8XXA");
    }
}
