//! The port type `text`: segments of pieces, each with its place in the note.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::{self, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use super::{Clinical, Span, TextMap, cut};

/// A run of text with its place in the note. A verbatim piece maps one to one; a replaced piece stands for its
/// whole span.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Piece {
    /// First code point of the note.
    pub begin: u32,
    /// One past the last code point of the note.
    pub end: u32,
    /// What stands here now.
    pub text: Clinical,
    /// Whether `text` replaces what the note says.
    pub replaced: bool,
}

impl Piece {
    /// The piece's place in the note.
    pub fn span(&self) -> Span {
        Span::new(self.begin, self.end)
    }
}

/// A paragraph or so of the note. Its id stays the same through de-identification and filtering.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Segment {
    /// Number from 0, in the order of the note.
    pub id: u32,
    /// Pieces in the order of the note, without gaps.
    pub pieces: Vec<Piece>,
}

impl Segment {
    /// The segment's place in the note; `None` when it has no piece.
    pub fn span(&self) -> Option<Span> {
        let (first, last) = (self.pieces.first()?, self.pieces.last()?);
        Some(Span::new(first.begin, last.end))
    }

    /// The text of all pieces.
    pub fn text(&self) -> String {
        self.pieces.iter().map(|piece| piece.text.expose()).collect()
    }
}

/// The text of a note, or what is left of it. Reads from a list of segments or from a plain string, which is
/// cut at blank lines (see [`Text::cut`]); always writes the list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Text {
    /// The segments, in the order of the note. Gaps between them belong to none.
    pub segments: Vec<Segment>,
}

impl Text {
    /// Cuts a note at blank lines; a part over 2,000 characters is cut again at a line end, else at a space.
    pub fn cut(note: &str) -> Self {
        Self { segments: cut::segments(note) }
    }

    /// The segments joined by one line feed, with the way back to the note.
    pub fn map(&self) -> TextMap {
        TextMap::new(self)
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextVisitor;
        impl<'de> Visitor<'de> for TextVisitor {
            type Value = Text;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string or a list of segments")
            }
            fn visit_str<E: de::Error>(self, note: &str) -> Result<Text, E> {
                Ok(Text::cut(note))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Text, A::Error> {
                let mut segments = Vec::new();
                while let Some(segment) = seq.next_element()? {
                    segments.push(segment);
                }
                Ok(Text { segments })
            }
        }
        deserializer.deserialize_any(TextVisitor)
    }
}

impl JsonSchema for Text {
    fn schema_name() -> Cow<'static, str> {
        "text".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let segment = generator.subschema_for::<Segment>();
        schemars::json_schema!({
            "title": "text",
            "description": "a note as segments with their places, or as a plain string",
            "anyOf": [{ "type": "string" }, { "type": "array", "items": segment }]
        })
    }
}
