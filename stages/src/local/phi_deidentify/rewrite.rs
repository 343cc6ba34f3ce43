//! Cuts the pieces at the marks and puts tokens in.

use std::ops::Range;

use super::Mark;
use super::flat::{Flat, Part};
use crate::local::phi_detect::token_pattern;
use crate::text::{Piece, Segment, Text};

/// The text with its marks replaced. A mark that goes on in the next piece or segment puts its token into each.
pub(super) fn rewrite(text: &Text, flat: &Flat, marks: &[Mark], tokens: &[String]) -> Text {
    let mut parts = flat.parts.iter();
    let segments = text.segments.iter().map(|segment| {
        let mut pieces: Vec<Piece> = Vec::new();
        for (piece, part) in segment.pieces.iter().zip(parts.by_ref()) {
            let first = marks.partition_point(|mark| mark.range.end <= part.bytes.start);
            let touching = marks[first..]
                .iter()
                .zip(&tokens[first..])
                .take_while(|(mark, _)| mark.range.start < part.bytes.end);
            let touching: Vec<_> = touching.collect();
            if touching.is_empty() && piece.replaced {
                pieces.push(piece.clone());
            } else {
                cut(flat, part, &touching, &mut pieces);
            }
        }
        Segment { id: segment.id, pieces }
    });
    Text { segments: segments.collect() }
}

fn cut(flat: &Flat, part: &Part, marks: &[(&Mark, &String)], pieces: &mut Vec<Piece>) {
    let mut at = part.bytes.start;
    for (mark, token) in marks {
        let range = mark.range.start.max(part.bytes.start)..mark.range.end.min(part.bytes.end);
        verbatim(flat, part, at..range.start, pieces);
        let span = flat.note(part, &range);
        match pieces.last_mut() {
            // The token of a mark over several pieces of one segment stands once.
            Some(last)
                if mark.range.start < part.bytes.start
                    && last.replaced
                    && last.text.expose() == token.as_str() =>
            {
                last.end = span.end
            }
            _ => pieces.push(Piece {
                begin: span.begin,
                end: span.end,
                text: token.as_str().into(),
                replaced: true,
            }),
        }
        at = range.end;
    }
    verbatim(flat, part, at..part.bytes.end, pieces);
}

/// The source as it stands, but what looks like a token escaped.
fn verbatim(flat: &Flat, part: &Part, range: Range<usize>, pieces: &mut Vec<Piece>) {
    let mut push = |range: Range<usize>, escape: bool| {
        if range.is_empty() {
            return;
        }
        let span = flat.note(part, &range);
        let source = &flat.text()[range];
        let text = if escape { source.replacen('[', "[=", 1) } else { source.to_owned() };
        pieces.push(Piece { begin: span.begin, end: span.end, text: text.into(), replaced: escape });
    };
    let mut at = range.start;
    for found in token_pattern().find_iter(&flat.text()[range.clone()]) {
        let (start, end) = (range.start + found.start(), range.start + found.end());
        push(at..start, false);
        push(start..end, true);
        at = end;
    }
    push(at..range.end, false);
}
