//! Places in a text by Unicode code point, as the wire counts them; the browser's own strings count otherwise.

/// A byte offset is kept for every so many code points.
const STEP: u32 = 128;

/// A text whose places can be found by code point.
pub(super) struct Points<'t> {
    text: &'t str,
    steps: Vec<usize>,
    len: u32,
}

impl<'t> Points<'t> {
    /// Walks the text once.
    pub(super) fn new(text: &'t str) -> Self {
        let (mut steps, mut len) = (Vec::new(), 0);
        for (byte, _) in text.char_indices() {
            if len % STEP == 0 {
                steps.push(byte);
            }
            len += 1;
        }
        Self { text, steps, len }
    }

    /// Length in code points.
    pub(super) fn len(&self) -> u32 {
        self.len
    }

    /// Byte at which the code point `at` begins; the length of the text for the place after the last one.
    pub(super) fn byte(&self, at: u32) -> Option<usize> {
        if at == self.len {
            return Some(self.text.len());
        }
        let from = *self.steps.get((at / STEP) as usize)?;
        self.text[from..].char_indices().nth((at % STEP) as usize).map(|(byte, _)| from + byte)
    }

    /// The text of `begin..end`; `None` when that is empty or reaches beyond the text.
    pub(super) fn slice(&self, begin: u32, end: u32) -> Option<&'t str> {
        if begin >= end || end > self.len {
            return None;
        }
        Some(&self.text[self.byte(begin)?..self.byte(end)?])
    }

    /// The code point at a place.
    pub(super) fn at(&self, at: u32) -> Option<char> {
        self.text[self.byte(at)?..].chars().next()
    }

    /// `begin..end` widened so that it does not part a letter from the marks that belong to it.
    pub(super) fn whole(&self, begin: u32, end: u32) -> (u32, u32) {
        let joined = |at: u32| {
            at > 0
                && (self.at(at).is_some_and(extends)
                    || (self.at(at).is_some() && self.at(at - 1) == Some(JOINER)))
        };
        let (mut from, mut to) = (begin, end);
        while joined(from) {
            from -= 1;
        }
        while joined(to) {
            to += 1;
        }
        (from, to)
    }
}

/// Joins two emoji into one.
const JOINER: char = '\u{200d}';

/// Combining marks, variation selectors, joiners and skin tones: they never begin what a reader takes for a letter.
fn extends(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5bd}' | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{200d}' | '\u{20d0}'..='\u{20ff}' | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}'
        | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0100}'..='\u{e01ef}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_in_code_points() {
        let text = format!("{}é漢🩺e\u{301}", "x".repeat(300));
        let points = Points::new(&text);
        for (begin, end, expected) in [
            (0, 1, Some("x")),
            (299, 301, Some("xé")),
            (301, 303, Some("漢🩺")),
            (303, 305, Some("e\u{301}")),
            (305, 306, None),
            (3, 3, None),
            (4, 3, None),
            (0, 999, None),
        ] {
            assert_eq!(points.slice(begin, end), expected, "{begin}..{end}");
        }
        assert_eq!(points.len(), 305);
        assert_eq!(points.byte(305), Some(text.len()));
        assert_eq!(points.byte(306), None);
    }

    #[test]
    fn a_letter_keeps_its_marks() {
        for (text, span, expected) in [
            ("cafe\u{301} x", (0, 4), (0, 5)),
            ("cafe\u{301} x", (4, 6), (3, 6)),
            ("👩\u{200d}⚕\u{fe0f} ok", (0, 1), (0, 4)),
            ("👩\u{200d}⚕\u{fe0f} ok", (2, 4), (0, 4)),
            ("plain", (1, 3), (1, 3)),
        ] {
            assert_eq!(Points::new(text).whole(span.0, span.1), expected, "{text:?} {span:?}");
        }
    }
}
