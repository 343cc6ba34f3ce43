//! What the list is made of: groups, folds, entries.

use super::{Choice, Concept};

/// Entries of one verdict, or the findings about the documentation.
pub struct Group {
    /// For links: `g-missed`.
    pub id: &'static str,
    /// Its name.
    pub title: &'static str,
    /// What that means.
    pub gloss: &'static str,
    /// Tone of its parts.
    pub tone: &'static str,
    /// Its shape; `None` for the findings, which have an icon.
    pub glyph: Option<&'static str>,
    /// Its entries, in one or several folds.
    pub folds: Vec<Fold>,
}

impl Group {
    /// How many entries it has.
    pub fn count(&self) -> usize {
        self.folds.iter().map(|fold| fold.entries.len()).sum()
    }
}

/// Entries that are shown and hidden together.
pub struct Fold {
    /// Its name; without one it is always open.
    pub title: Option<String>,
    /// What holds for all of them.
    pub gloss: Option<String>,
    /// Whether it begins open.
    pub open: bool,
    /// The entries, by their place in the list.
    pub entries: Vec<usize>,
}

impl Fold {
    /// A fold without a name.
    pub(super) fn plain(entries: Vec<usize>) -> Self {
        Self { title: None, gloss: None, open: true, entries }
    }
}

/// One numbered entry of the list: a code, a concept or a finding.
#[derive(Default)]
pub struct Entry {
    /// Its number, or the letter of a finding.
    pub label: String,
    /// For links: `c3`, `fA`.
    pub anchor: String,
    /// Tone of its parts.
    pub tone: &'static str,
    /// The code; `None` for a finding.
    pub code: Option<String>,
    /// Title of the code, or what the finding is.
    pub title: String,
    /// Short remarks.
    pub tags: Vec<Tag>,
    /// Why it stands here, in sentences.
    pub reason: String,
    /// Whether its fold says so for all of its entries: then it is only read aloud.
    pub is_said: bool,
    /// Entries it speaks of.
    pub see: Vec<See>,
    /// The code to consider in its place.
    pub instead: Option<Instead>,
    /// What a more specific code would need.
    pub open: Option<Open>,
    /// The words it rests on.
    pub quotes: Vec<Quote>,
    /// Concepts of SNOMED CT that rest on the same words.
    pub concepts: Vec<Concept>,
    /// How well the words fit.
    pub fit: Option<FitView>,
    /// A question for the clinician, ready to be sent.
    pub question: Option<String>,
    /// Whether it is shown in few lines.
    pub brief: bool,
}

impl Entry {
    /// What its number is called where it is read aloud: `code 3`, `finding A`.
    pub fn spoken(&self) -> String {
        let what = if self.code.is_some() { "code" } else { "finding" };
        format!("{what} {}", self.label)
    }
}

/// A short remark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// Its words.
    pub text: &'static str,
    /// Its tone; `None` for plain text.
    pub tone: Option<&'static str>,
    /// Its shape.
    pub glyph: Option<&'static str>,
    /// Whether it has an outline.
    pub outline: bool,
}

/// Another entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct See {
    /// Its number or letter.
    pub label: String,
    /// For links.
    pub anchor: String,
    /// Its code, where it has one.
    pub code: Option<String>,
}

/// The code to consider in place of another.
pub struct Instead {
    /// The code.
    pub code: String,
    /// Its title.
    pub title: String,
    /// Where it stands in the list itself.
    pub see: Option<See>,
}

/// A detail that the note leaves open.
pub struct Open {
    /// What it is, such as `Side`.
    pub axis: &'static str,
    /// The codes it decides between.
    pub choices: Vec<Choice>,
    /// Whether it is the matter of the entry, rather than a remark.
    pub matters: bool,
}

/// A quote of the note.
pub struct Quote {
    /// The words.
    pub text: String,
    /// The section they stand in.
    pub section: Option<String>,
    /// Its mark in the note; `None` when the words do not stand at the place given.
    pub mark: Option<usize>,
}

/// How well the words fit; never called a probability.
pub struct FitView {
    /// Strong, fair or weak.
    pub word: &'static str,
    /// All in one figure, from 0 to 1.
    pub strength: f32,
    /// Its parts that are known.
    pub parts: Vec<(&'static str, f32)>,
}
