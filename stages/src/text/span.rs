//! Positions in a note, in code points, and their conversion from and to bytes.

use std::ops::Range;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A range of the note, in Unicode code points, `begin` included and `end` not.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(deny_unknown_fields)]
pub struct Span {
    /// First code point.
    pub begin: u32,
    /// One past the last code point.
    pub end: u32,
}

impl Span {
    /// A span from `begin` to `end`.
    pub fn new(begin: u32, end: u32) -> Self {
        Self { begin, end }
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self { begin: self.begin.min(other.begin), end: self.end.max(other.end) }
    }

    /// Whether the two share a code point.
    pub fn overlaps(self, other: Self) -> bool {
        self.begin < other.end && other.begin < self.end
    }
}

/// An index of one string that converts between byte offsets and code points.
#[derive(Clone, Debug)]
pub struct CodePoints {
    /// Byte offset of every 64th code point.
    marks: Vec<usize>,
    bytes: usize,
    points: u32,
}

const STRIDE: u32 = 64;

impl CodePoints {
    /// Indexes `text`, which must be the string given to the other methods.
    pub fn new(text: &str) -> Self {
        let mut marks = Vec::with_capacity(text.len() / STRIDE as usize + 1);
        let mut points = 0;
        for (at, _) in text.char_indices() {
            if points % STRIDE == 0 {
                marks.push(at);
            }
            points += 1;
        }
        Self { marks, bytes: text.len(), points }
    }

    /// How many code points the string has.
    pub fn len(&self) -> u32 {
        self.points
    }

    /// Whether the string is empty.
    pub fn is_empty(&self) -> bool {
        self.points == 0
    }

    /// The code point that starts at byte `at`, or `None` when `at` is no boundary of `text`.
    pub fn point_at(&self, text: &str, at: usize) -> Option<u32> {
        if at == self.bytes {
            return Some(self.points);
        }
        if !text.is_char_boundary(at) {
            return None;
        }
        let block = self.marks.partition_point(|mark| *mark <= at).checked_sub(1)?;
        let within = text.get(self.marks[block]..at)?.chars().count();
        Some(block as u32 * STRIDE + within as u32)
    }

    /// The byte at which code point `point` starts, or `None` past the end.
    pub fn byte_at(&self, text: &str, point: u32) -> Option<usize> {
        if point == self.points {
            return Some(self.bytes);
        }
        let start = *self.marks.get((point / STRIDE) as usize)?;
        text.get(start..)?.char_indices().nth((point % STRIDE) as usize).map(|(at, _)| start + at)
    }

    /// A byte range of `text` as a span.
    pub fn span(&self, text: &str, bytes: Range<usize>) -> Option<Span> {
        Some(Span::new(self.point_at(text, bytes.start)?, self.point_at(text, bytes.end)?))
    }

    /// The part of `text` that `span` names.
    pub fn slice<'t>(&self, text: &'t str, span: Span) -> Option<&'t str> {
        text.get(self.byte_at(text, span.begin)?..self.byte_at(text, span.end)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_and_points_convert_both_ways_at_every_boundary() {
        let text = "aé漢🩺".repeat(50);
        let index = CodePoints::new(&text);
        for (point, (at, _)) in text.char_indices().enumerate() {
            assert_eq!(index.point_at(&text, at), Some(point as u32));
            assert_eq!(index.byte_at(&text, point as u32), Some(at));
        }
        assert_eq!(index.point_at(&text, text.len()), Some(200));
        assert_eq!(index.byte_at(&text, 200), Some(text.len()));
        assert_eq!(index.byte_at(&text, 201), None);
        assert_eq!(index.point_at(&text, 2), None, "inside a character");
    }
}
