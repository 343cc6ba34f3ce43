//! Notes of the tabular list: pairs that exclude each other, and what is coded first or in addition.

use super::code::Code;
use super::table;

/// Kind of a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Excludes1,
    CodeFirst,
    UseAdditional,
}

/// A note: what it applies to, and one code or range it names.
#[derive(Debug)]
struct Note {
    scope: (Box<str>, Box<str>),
    kind: Kind,
    named: (Box<str>, Box<str>),
}

/// All notes of the release.
#[derive(Debug)]
pub(super) struct Notes {
    notes: Vec<Note>,
}

impl Notes {
    pub(super) fn load() -> Self {
        let text = table::unpack(include_bytes!("../../tables/icd10/notes.tsv.gz"));
        let mut notes = Vec::new();
        for row in table::rows(&text) {
            let mut columns = row.split('\t');
            let (Some(scope), Some(kind), Some(named)) = (columns.next(), columns.next(), columns.next())
            else {
                continue;
            };
            let kind = match kind {
                "x1" => Kind::Excludes1,
                "cf" => Kind::CodeFirst,
                _ => Kind::UseAdditional,
            };
            notes.extend(named.split(',').map(|named| Note {
                scope: range(scope),
                kind,
                named: range(named),
            }));
        }
        Self { notes }
    }

    /// Which of `others` the notes of `kind` that apply to `code` name.
    pub(super) fn named_among(&self, kind: Kind, code: Code, others: &[Code]) -> Vec<Code> {
        let notes = self.notes.iter().filter(|note| note.kind == kind && holds(&note.scope, &code));
        let notes: Vec<&Note> = notes.collect();
        others.iter().copied().filter(|other| notes.iter().any(|note| holds(&note.named, other))).collect()
    }

    /// Codes and ranges that notes of `kind` name for `code`, as the tabular list writes them but without dots.
    pub(super) fn named(&self, kind: Kind, code: &Code) -> Vec<String> {
        let fitting = self.notes.iter().filter(|note| note.kind == kind && holds(&note.scope, code));
        fitting
            .map(|note| {
                if note.named.0 == note.named.1 {
                    note.named.0.to_string()
                } else {
                    format!("{}-{}", note.named.0, note.named.1)
                }
            })
            .collect()
    }
}

fn range(text: &str) -> (Box<str>, Box<str>) {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    (first.into(), last.into())
}

/// Whether a code lies in a range of codes; both ends include all below them.
fn holds((first, last): &(Box<str>, Box<str>), code: &Code) -> bool {
    let code = code.as_str();
    code >= &**first && (code <= &**last || code.starts_with(&**last))
}
