//! From a segmented text to one string and back.

use std::ops::Range;

use super::{CodePoints, Span, Text};

/// The segments of a [`Text`] joined by one line feed, with the way back from any byte range of that string to
/// the note. This is the form in which text is matched and sent out.
#[derive(Clone, Debug)]
pub struct TextMap {
    joined: super::Clinical,
    index: CodePoints,
    parts: Vec<Part>,
}

/// One piece within the joined string.
#[derive(Clone, Debug)]
struct Part {
    bytes: Range<usize>,
    note: Span,
    replaced: bool,
    segment: u32,
}

impl TextMap {
    pub(super) fn new(text: &Text) -> Self {
        let mut joined = String::new();
        let mut parts = Vec::new();
        for segment in &text.segments {
            if !joined.is_empty() {
                joined.push('\n');
            }
            for piece in &segment.pieces {
                let start = joined.len();
                joined.push_str(piece.text.expose());
                parts.push(Part {
                    bytes: start..joined.len(),
                    note: piece.span(),
                    replaced: piece.replaced,
                    segment: segment.id,
                });
            }
        }
        let index = CodePoints::new(&joined);
        Self { joined: joined.into(), index, parts }
    }

    /// The joined string.
    pub fn text(&self) -> &str {
        self.joined.expose()
    }

    /// The code points of the joined string, as services count them.
    pub fn points(&self) -> &CodePoints {
        &self.index
    }

    /// Where a byte range of the joined string stands in the note: the smallest span that holds it all. Touching
    /// any part of a replaced piece takes its whole span. `None` when the range lies between segments, is empty,
    /// or splits a character.
    pub fn span(&self, bytes: Range<usize>) -> Option<Span> {
        let text = self.text();
        if bytes.is_empty() || !text.is_char_boundary(bytes.start) || !text.is_char_boundary(bytes.end) {
            return None;
        }
        let mut spans = self.parts_in(&bytes).map(|part| part.note_span(text, &bytes));
        let first = spans.next()?;
        Some(spans.fold(first, Span::union))
    }

    /// Whether the byte range touches a replaced piece.
    pub fn touches_replaced(&self, bytes: Range<usize>) -> bool {
        self.parts_in(&bytes).any(|part| part.replaced)
    }

    /// The id of the segment that holds byte `at`.
    pub fn segment_at(&self, at: usize) -> Option<u32> {
        let part = self.parts.iter().find(|part| part.bytes.contains(&at))?;
        Some(part.segment)
    }

    /// The byte range that a segment takes in the joined string.
    pub fn segment_bytes(&self, id: u32) -> Option<Range<usize>> {
        let mut parts = self.parts.iter().filter(|part| part.segment == id);
        let first = parts.next()?;
        let end = parts.next_back().map_or(first.bytes.end, |part| part.bytes.end);
        Some(first.bytes.start..end)
    }

    fn parts_in(&self, bytes: &Range<usize>) -> impl Iterator<Item = &Part> {
        let first = self.parts.partition_point(|part| part.bytes.end <= bytes.start);
        let end = bytes.end;
        self.parts[first..]
            .iter()
            .take_while(move |part| part.bytes.start < end)
            .filter(|part| !part.bytes.is_empty())
    }
}

impl Part {
    fn note_span(&self, text: &str, bytes: &Range<usize>) -> Span {
        if self.replaced {
            return self.note;
        }
        let start = bytes.start.max(self.bytes.start);
        let end = bytes.end.min(self.bytes.end);
        let count = |range: Range<usize>| text.get(range).map_or(0, |part| part.chars().count() as u32);
        let begin = self.note.begin + count(self.bytes.start..start);
        Span::new(begin, begin + count(start..end))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Piece, Segment, Span, Text};

    fn piece(begin: u32, end: u32, text: &str, replaced: bool) -> Piece {
        Piece { begin, end, text: text.into(), replaced }
    }

    /// The note is `Zoë Ümit has gout.\n\nRest.`
    fn deidentified() -> Text {
        Text {
            segments: vec![
                Segment {
                    id: 0,
                    pieces: vec![piece(0, 8, "[NAME_1]", true), piece(8, 18, " has gout.", false)],
                },
                Segment { id: 3, pieces: vec![piece(20, 25, "Rest.", false)] },
            ],
        }
    }

    #[test]
    fn a_range_of_the_joined_text_maps_to_the_note() {
        let map = deidentified().map();
        assert_eq!(map.text(), "[NAME_1] has gout.\nRest.");
        for (part, expected) in [
            ("gout", Some(Span::new(13, 17))),
            ("NAME", Some(Span::new(0, 8))),
            ("] has", Some(Span::new(0, 12))),
            ("gout.\nRest", Some(Span::new(13, 24))),
            ("\n", None),
        ] {
            let at = map.text().find(part).unwrap();
            assert_eq!(map.span(at..at + part.len()), expected, "{part:?}");
        }
        assert_eq!(map.span(4..4), None, "an empty range has no place");
    }

    #[test]
    fn segments_are_found_by_byte_and_by_id() {
        let map = deidentified().map();
        assert_eq!(map.segment_at(0), Some(0));
        assert_eq!(map.segment_at(19), Some(3));
        assert_eq!(map.segment_bytes(3), Some(19..24));
        assert_eq!(map.segment_bytes(1), None);
        assert!(map.touches_replaced(0..3));
        assert!(!map.touches_replaced(9..12));
    }
}
