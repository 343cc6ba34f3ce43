//! One finding.

use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Code, Position, Severity, Source};

/// A finding about a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// What kind of finding.
    pub code: Code,
    /// Whether the file can be used all the same.
    pub severity: Severity,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// Where; the first place is the one to mend.
    pub labels: Vec<Label>,
    /// What else is to be known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// A way out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
}

/// A place that a finding is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// Name of the file.
    pub file: Arc<str>,
    /// Range in the file, in bytes.
    pub span: Range<usize>,
    /// Its first character.
    pub start: Position,
    /// Just behind its last character.
    pub end: Position,
    /// What is to be seen there; may be empty.
    pub text: String,
}

impl Diagnostic {
    /// A finding at one place.
    pub fn new(code: Code, source: &Source, span: Range<usize>, message: impl Into<String>) -> Self {
        let mut new = Self {
            code,
            severity: code.severity(),
            message: message.into(),
            labels: Vec::new(),
            notes: Vec::new(),
            help: None,
        };
        new.label(source, span, "");
        new
    }

    /// Adds a place.
    pub fn label(&mut self, source: &Source, span: Range<usize>, text: impl Into<String>) -> &mut Self {
        let span = source.clamp(span);
        let (start, end) = (source.position(span.start), source.position(span.end));
        self.labels.push(Label { file: source.name.clone(), span, start, end, text: text.into() });
        self
    }

    /// Says what is to be seen at the first place.
    pub fn text(&mut self, text: impl Into<String>) -> &mut Self {
        if let Some(label) = self.labels.first_mut() {
            label.text = text.into();
        }
        self
    }

    /// Adds something to know.
    pub fn note(&mut self, note: impl Into<String>) -> &mut Self {
        self.notes.push(note.into());
        self
    }

    /// States the way out.
    pub fn help(&mut self, help: impl Into<String>) -> &mut Self {
        self.help = Some(help.into());
        self
    }

    /// Whether the file cannot be used.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}
