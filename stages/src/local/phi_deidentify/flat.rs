//! The segments as one string in which segments that touch in the note are not torn apart.

use std::ops::Range;

use crate::text::{Clinical, Span, Text};

/// All segments in one string, a blank line between those that do not touch in the note.
pub(super) struct Flat {
    text: Clinical,
    pub(super) parts: Vec<Part>,
}

/// One piece in the string.
pub(super) struct Part {
    pub(super) bytes: Range<usize>,
    pub(super) note: Span,
    pub(super) replaced: bool,
}

impl Flat {
    pub(super) fn new(text: &Text) -> Self {
        let mut joined = String::new();
        let mut parts: Vec<Part> = Vec::new();
        for segment in &text.segments {
            let touches =
                parts.last().zip(segment.span()).is_some_and(|(last, next)| last.note.end == next.begin);
            if !joined.is_empty() && !touches {
                joined.push_str("\n\n");
            }
            for piece in &segment.pieces {
                let start = joined.len();
                joined.push_str(piece.text.expose());
                parts.push(Part { bytes: start..joined.len(), note: piece.span(), replaced: piece.replaced });
            }
        }
        Self { text: joined.into(), parts }
    }

    pub(super) fn text(&self) -> &str {
        self.text.expose()
    }

    /// The bytes of what stands in `span` of the note; `None` when nothing does.
    pub(super) fn bytes(&self, span: Span) -> Option<Range<usize>> {
        let mut touched = self.parts.iter().filter(|part| part.note.overlaps(span) && !part.bytes.is_empty());
        let first = touched.next()?;
        let last = touched.next_back().unwrap_or(first);
        Some(self.byte(first, span.begin, false)..self.byte(last, span.end, true))
    }

    fn byte(&self, part: &Part, point: u32, end: bool) -> usize {
        if part.replaced {
            return if end { part.bytes.end } else { part.bytes.start };
        }
        let within = point.saturating_sub(part.note.begin) as usize;
        let text = &self.text()[part.bytes.clone()];
        part.bytes.start + text.char_indices().nth(within).map_or(text.len(), |(at, _)| at)
    }

    /// Where a byte range stands in the note; `None` when it touches no piece.
    pub(super) fn span(&self, bytes: Range<usize>) -> Option<Span> {
        let spans = self
            .parts
            .iter()
            .filter(|part| part.bytes.start < bytes.end && bytes.start < part.bytes.end)
            .map(|part| self.note(part, &bytes));
        spans.reduce(Span::union)
    }

    /// The part of `bytes` within `part`, in the note.
    pub(super) fn note(&self, part: &Part, bytes: &Range<usize>) -> Span {
        if part.replaced {
            return part.note;
        }
        let (start, end) = (bytes.start.max(part.bytes.start), bytes.end.min(part.bytes.end));
        let points =
            |range: Range<usize>| self.text().get(range).map_or(0, |text| text.chars().count() as u32);
        let begin = part.note.begin + points(part.bytes.start..start);
        Span::new(begin, begin + points(start..end))
    }

    /// The range widened to whole characters and to all of every replaced piece that it touches.
    pub(super) fn whole(&self, bytes: Range<usize>) -> Range<usize> {
        let text = self.text();
        let (mut start, mut end) = (bytes.start.min(text.len()), bytes.end.min(text.len()));
        while !text.is_char_boundary(start) {
            start -= 1;
        }
        while !text.is_char_boundary(end) {
            end += 1;
        }
        for part in self
            .parts
            .iter()
            .filter(|part| part.replaced && part.bytes.start < bytes.end && bytes.start < part.bytes.end)
        {
            start = start.min(part.bytes.start);
            end = end.max(part.bytes.end);
        }
        start..end
    }
}
