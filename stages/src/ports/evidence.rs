//! The words that support a code or a finding.

use std::ops::Range;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::text::{Clinical, Piece, Segment, Span, Text, TextMap};

/// A quote with its place in the note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// First code point of the note.
    pub begin: u32,
    /// One past the last code point of the note.
    pub end: u32,
    /// The words.
    pub quote: Clinical,
}

impl Evidence {
    /// The evidence at a byte range of the joined text; `None` when the range has no place in the note.
    pub fn at(map: &TextMap, bytes: Range<usize>) -> Option<Self> {
        let quote = map.text().get(bytes.clone())?;
        let span = map.span(bytes)?;
        Some(Self { begin: span.begin, end: span.end, quote: quote.into() })
    }

    /// Its place.
    pub fn span(&self) -> Span {
        Span::new(self.begin, self.end)
    }

    /// Whether `text` says these words at this place. Where a replaced piece is touched, the words may be a part of
    /// what stands there now.
    pub fn stands_in(&self, text: &Text) -> bool {
        let mut said = String::new();
        let mut replaced = false;
        for segment in segments_at(text, self.span()) {
            let touched = || segment.pieces.iter().filter(|piece| piece.span().overlaps(self.span()));
            if !said.is_empty() && touched().next().is_some() {
                said.push('\n');
            }
            for piece in touched() {
                replaced |= piece.replaced;
                said.extend(clipped(piece, self.span()));
            }
        }
        let quote = self.quote.expose();
        !quote.is_empty() && (said == quote || replaced && said.contains(quote))
    }
}

/// The segments that a span may touch. They stand in the order of the note.
pub(crate) fn segments_at(text: &Text, span: Span) -> impl Iterator<Item = &Segment> {
    let before = |segment: &Segment| segment.span().is_some_and(|place| place.end <= span.begin);
    let first = text.segments.partition_point(before);
    text.segments[first..]
        .iter()
        .take_while(move |segment| segment.span().is_none_or(|place| place.begin < span.end))
}

/// What a piece says within a span: all of it when it is replaced.
fn clipped(piece: &Piece, span: Span) -> impl Iterator<Item = char> {
    let (skip, take) = if piece.replaced {
        (0, usize::MAX)
    } else {
        let begin = span.begin.max(piece.begin);
        ((begin - piece.begin) as usize, span.end.min(piece.end).saturating_sub(begin) as usize)
    };
    piece.text.expose().chars().skip(skip).take(take)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Segment;

    fn deidentified() -> Text {
        let piece = |begin, end, text: &str, replaced| Piece { begin, end, text: text.into(), replaced };
        let first = vec![piece(0, 8, "[NAME_1]", true), piece(8, 19, " has gout é", false)];
        Text {
            segments: vec![
                Segment { id: 0, pieces: first },
                Segment { id: 3, pieces: vec![piece(21, 25, "Rest", false)] },
            ],
        }
    }

    #[test]
    fn every_range_of_the_text_stands_where_it_says() {
        let (text, map) = (deidentified(), deidentified().map());
        for quote in ["gout", "has gout é", "[NAME_1] has", "NAME_1", "é\nRest", "Rest"] {
            let at = map.text().find(quote).unwrap();
            let evidence = Evidence::at(&map, at..at + quote.len()).unwrap();
            assert!(evidence.stands_in(&text), "{quote}");
        }
    }

    #[test]
    fn other_words_or_another_place_do_not_stand() {
        let text = deidentified();
        for (begin, end, quote) in
            [(13, 17, "gouty"), (12, 16, "gout"), (13, 17, ""), (80, 84, "gout"), (17, 13, "gout")]
        {
            assert!(!Evidence { begin, end, quote: quote.into() }.stands_in(&text), "{begin} {quote:?}");
        }
    }
}
