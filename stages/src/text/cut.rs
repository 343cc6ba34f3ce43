//! Cuts a plain string into segments.

use super::{Clinical, Piece, Segment};

/// Longest segment, in code points, before it is cut at a line end or a space.
const SEGMENT_CHARS_MAX: usize = 2_000;

/// The segments of `note`: at blank lines, and where a part is over 2,000 characters at its last line end or
/// space before that, or hard where it has neither. Leading and trailing line ends belong to no segment.
pub(super) fn segments(note: &str) -> Vec<Segment> {
    let chars: Vec<char> = note.chars().collect();
    let mut segments = Vec::new();
    let mut at = 0;
    for (begin, end) in paragraphs(&chars) {
        at = at.max(begin);
        while at < end {
            let stop = cut_before(&chars, at, end);
            push(&mut segments, &chars, at, stop);
            at = stop;
        }
    }
    segments
}

/// Ranges between blank lines (lines of white space only), in code points.
fn paragraphs(chars: &[char]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut open: Option<(usize, usize)> = None;
    let mut line = 0;
    while line < chars.len() {
        let end = chars[line..].iter().position(|c| *c == '\n').map_or(chars.len(), |n| line + n + 1);
        if chars[line..end].iter().all(|c| c.is_whitespace()) {
            found.extend(open.take());
        } else {
            open = Some((open.map_or(line, |(begin, _)| begin), end));
        }
        line = end;
    }
    found.extend(open);
    found
}

fn cut_before(chars: &[char], at: usize, end: usize) -> usize {
    if end - at <= SEGMENT_CHARS_MAX {
        return end;
    }
    let window = &chars[at..at + SEGMENT_CHARS_MAX];
    let line = window.iter().rposition(|c| *c == '\n');
    let space = || window.iter().rposition(|c| c.is_whitespace());
    line.or_else(space).map_or(at + SEGMENT_CHARS_MAX, |n| at + n + 1)
}

fn push(segments: &mut Vec<Segment>, chars: &[char], begin: usize, end: usize) {
    let is_line_end = |c: &char| matches!(c, '\n' | '\r');
    let Some(first) = chars[begin..end].iter().position(|c| !is_line_end(c)) else { return };
    let Some(last) = chars[begin..end].iter().rposition(|c| !is_line_end(c)) else { return };
    let (from, to) = (begin + first, begin + last + 1);
    let text: String = chars[from..to].iter().collect();
    if text.trim().is_empty() {
        return;
    }
    let piece = Piece { begin: from as u32, end: to as u32, text: Clinical::from(text), replaced: false };
    segments.push(Segment { id: segments.len() as u32, pieces: vec![piece] });
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{CodePoints, Text};

    fn texts(note: &str) -> Vec<String> {
        Text::cut(note).segments.iter().map(|segment| segment.text()).collect()
    }

    #[test]
    fn a_note_is_cut_at_blank_lines() {
        for (note, expected) in [
            ("", vec![]),
            (" \n\n ", vec![]),
            ("one", vec!["one"]),
            ("one\ntwo", vec!["one\ntwo"]),
            ("one\n\ntwo", vec!["one", "two"]),
            ("one\r\n \r\ntwo\n", vec!["one", "two"]),
            ("\n\none\n\n\n\ntwo", vec!["one", "two"]),
        ] {
            assert_eq!(texts(note), expected, "{note:?}");
        }
    }

    #[test]
    fn a_long_part_is_cut_at_a_line_end_else_at_a_space_else_hard() {
        let lines = format!("{}\n{}", "a ".repeat(700), "b ".repeat(700));
        assert_eq!(texts(&lines).len(), 2);
        assert!(texts(&lines)[1].starts_with('b'));
        assert!(texts(&"word ".repeat(900)).iter().all(|text| text.trim().ends_with("word")));
        assert_eq!(texts(&"x".repeat(4_100)).iter().map(String::len).collect::<Vec<_>>(), [2000, 2000, 100]);
    }

    proptest! {
        #[test]
        fn every_segment_quotes_the_note_at_its_span(note in "(?s)[a-z é漢🩺\\n\\r\\t]{0,400}") {
            let index = CodePoints::new(&note);
            let text = Text::cut(&note);
            let mut end = 0;
            for (id, segment) in text.segments.iter().enumerate() {
                let span = segment.span().unwrap();
                prop_assert_eq!(segment.id, id as u32);
                prop_assert!(span.begin >= end);
                prop_assert_eq!(index.slice(&note, span).map(str::to_owned), Some(segment.text()));
                end = span.end;
            }
            let kept: usize = text.segments.iter().map(|s| s.text().chars().filter(|c| !c.is_whitespace()).count()).sum();
            prop_assert_eq!(kept, note.chars().filter(|c| !c.is_whitespace()).count());
        }
    }
}
