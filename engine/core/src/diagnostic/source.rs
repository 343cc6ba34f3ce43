//! A text with a name, and where its lines begin.

use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Code, Diagnostic};

/// A file to be checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// Its name, as findings print it.
    pub name: Arc<str>,
    /// Its text.
    pub text: Arc<str>,
    line_starts: Arc<[usize]>,
}

/// A place in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl Source {
    /// A file from its name and text.
    pub fn new(name: &str, text: &str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1));
        Self { name: name.into(), text: text.into(), line_starts: starts.collect() }
    }

    /// Line and column of a byte offset. One beyond the end counts as the end, one within a character as its start.
    pub fn position(&self, offset: usize) -> Position {
        let offset = self.floor(offset);
        let line = self.line_starts.partition_point(|start| *start <= offset).max(1);
        let start = self.line_starts.get(line - 1).copied().unwrap_or(0);
        Position { line, column: self.text[start..offset].chars().count() + 1 }
    }

    /// The text of a line, from 1, without its line feed; empty beyond the end.
    pub fn line(&self, line: usize) -> &str {
        self.text.split('\n').nth(line.saturating_sub(1)).unwrap_or("").trim_end_matches('\r')
    }

    /// The same range, moved to lie within the text and between characters.
    pub fn clamp(&self, span: Range<usize>) -> Range<usize> {
        let start = self.floor(span.start);
        start..self.floor(span.end).max(start)
    }

    /// The same text with the secrets that were found in it as stars: of the same length, for printing.
    pub fn masked(&self, diagnostics: &[Diagnostic]) -> Self {
        let secrets = diagnostics.iter().filter(|diagnostic| diagnostic.code == Code::E0304);
        let labels =
            secrets.flat_map(|diagnostic| &diagnostic.labels).filter(|label| label.file == self.name);
        let mut bytes = self.text.as_bytes().to_vec();
        for label in labels {
            let span = self.clamp(label.span.clone());
            for byte in &mut bytes[span] {
                if !matches!(byte, b'\n' | b'"' | b'\'') {
                    *byte = b'*';
                }
            }
        }
        // Whole characters were replaced, so what is left is the text's own.
        let text = String::from_utf8_lossy(&bytes);
        Self { name: self.name.clone(), text: text.into(), line_starts: self.line_starts.clone() }
    }

    fn floor(&self, offset: usize) -> usize {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let source = Source::new("a.toml", "ä = 1\r\n\nñandú = 2\n");
        for (offset, line, column) in
            [(0, 1, 1), (1, 1, 1), (2, 1, 2), (7, 1, 7), (8, 2, 1), (9, 3, 1), (11, 3, 2), (999, 4, 1)]
        {
            assert_eq!(source.position(offset), Position { line, column }, "offset {offset}");
        }
        assert_eq!([source.line(1), source.line(3), source.line(9)], ["ä = 1", "ñandú = 2", ""]);
        assert_eq!(Source::default().position(5), Position { line: 1, column: 1 });
    }
}
