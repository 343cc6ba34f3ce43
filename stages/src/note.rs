//! The note itself, character by character: what evidence is quoted from.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer, de};

use crate::text::{Clinical, CodePoints, Span, Text};

/// A note as one string, read from the port type `text`.
///
/// A plain string is taken as it is; the gaps of segments are filled by line feeds. Segments in which something was
/// replaced are no note and are refused.
#[derive(Clone, Debug)]
pub struct Note {
    text: Clinical,
    index: CodePoints,
}

/// Segments that are not those of a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "segment {segment} is no verbatim part of a note: give the note itself, before anything in it is replaced"
)]
pub struct NotANote {
    /// Id of the segment.
    pub segment: u32,
}

impl Note {
    /// The note of a plain string.
    pub fn new(text: impl Into<Clinical>) -> Self {
        let text = text.into();
        Self { index: CodePoints::new(text.expose()), text }
    }

    /// The note that `text` was cut from, but for what stood in its gaps.
    ///
    /// # Errors
    /// When a piece is replaced, out of order, or not as long as its span.
    pub fn from_text(text: &Text) -> Result<Self, NotANote> {
        let mut note = String::new();
        let mut end = 0;
        for segment in &text.segments {
            for piece in &segment.pieces {
                let length = piece.end.checked_sub(piece.begin);
                let fits = !piece.replaced
                    && piece.begin >= end
                    && length.is_some_and(|n| chars(&piece.text) == n as usize);
                // A gap far beyond any note would only fill memory.
                if !fits || piece.begin - end > GAP_MAX {
                    return Err(NotANote { segment: segment.id });
                }
                note.extend((end..piece.begin).map(|_| '\n'));
                note.push_str(piece.text.expose());
                end = piece.end;
            }
        }
        Ok(Self::new(note))
    }

    /// The whole note.
    pub fn text(&self) -> &str {
        self.text.expose()
    }

    /// The part that `span` names; `None` past the end.
    pub fn slice(&self, span: Span) -> Option<&str> {
        (span.begin < span.end).then(|| self.index.slice(self.text(), span))?
    }
}

/// Longest gap between two pieces, in characters: more than any note has (10 MiB).
const GAP_MAX: u32 = 10 << 20;

fn chars(text: &Clinical) -> usize {
    text.expose().chars().count()
}

impl<'de> Deserialize<'de> for Note {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Note;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a string or a list of segments")
            }
            fn visit_str<E: de::Error>(self, note: &str) -> Result<Note, E> {
                Ok(Note::new(note))
            }
            fn visit_seq<A: de::SeqAccess<'de>>(self, seq: A) -> Result<Note, A::Error> {
                let text = Text::deserialize(de::value::SeqAccessDeserializer::new(seq))?;
                Note::from_text(&text).map_err(de::Error::custom)
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

impl JsonSchema for Note {
    fn schema_name() -> Cow<'static, str> {
        Text::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Text::json_schema(generator)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_the_same_from_its_string_and_from_its_segments() {
        let string = "Gout, left foot.\n\nRest é.";
        let cut = serde_json::to_string(&Text::cut(string)).unwrap();
        let plain: Note = serde_json::from_str(&serde_json::to_string(string).unwrap()).unwrap();
        let read: Note = serde_json::from_str(&cut).unwrap();
        assert_eq!((plain.text(), read.text()), (string, string));
        assert_eq!(read.slice(Span::new(18, 22)), Some("Rest"));
        assert_eq!(read.slice(Span::new(18, 99)), None);
    }

    #[test]
    fn replaced_pieces_are_no_note() {
        let mut text = Text::cut("Gout.\n\nRest.");
        text.segments[1].pieces[0].replaced = true;
        assert_eq!(Note::from_text(&text).unwrap_err(), NotANote { segment: 1 });
    }
}
