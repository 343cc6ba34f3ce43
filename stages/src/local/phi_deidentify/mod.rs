//! Replaces protected health information by typed, numbered tokens such as `[NAME_1]`.

mod flat;
mod numbering;
mod rewrite;
mod stage;
mod withheld;

#[cfg(test)]
mod tests;

use std::ops::Range;

use crate::local::phi_detect::{EntityKind, Known, NoteEntity, detect_known};
use crate::text::{Clinical, Span, Text};
use flat::Flat;
use numbering::Numbering;

pub use stage::PhiDeidentify;

/// A text without protected health information, and what was taken out. Everything but `text` is as sensitive
/// as the note.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Deidentified {
    /// The text; segments keep their ids, pieces their places in the note.
    pub text: Text,
    /// Each token with every value that it stands for.
    pub tokens: Vec<TokenEntry>,
    /// What must not leave in any text: the values taken out. A single dictionary word stands here only together
    /// with its neighbours.
    pub withheld: Vec<Clinical>,
}

/// A token and one place where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct TokenEntry {
    /// The token, such as `[DATE_3]`.
    pub token: String,
    /// What stood there.
    pub original: Clinical,
    /// Where in the note.
    pub span: Span,
}

/// A range of the flat text that goes, with the kind of its token.
#[derive(Clone, Debug, PartialEq)]
struct Mark {
    range: Range<usize>,
    kind: EntityKind,
}

/// Replaces `entities` and every value of `known`, wherever it stands in `text`, by tokens.
///
/// Entities count code points of the note. The same value, names in any form and dates in any format, gets the
/// same token. A token that already stands in the source gets an equals sign, `[=NAME_1]`, so that it is not
/// taken for one of ours. A value that was taken out once goes at every other place too, unless it is a single
/// dictionary word.
pub fn deidentify(text: &Text, entities: &[NoteEntity], known: &Known) -> Deidentified {
    let flat = Flat::new(text);
    let mut marks: Vec<Mark> = entities
        .iter()
        .filter_map(|entity| {
            Some(Mark { range: flat.bytes(Span::new(entity.begin, entity.end))?, kind: entity.kind })
        })
        .collect();
    marks.extend(
        detect_known(flat.text(), known)
            .into_iter()
            .map(|entity| Mark { range: entity.range, kind: entity.kind }),
    );
    let mut marks = joined(&flat, marks);
    let values = withheld::values(flat.text(), &marks);
    marks.extend(withheld::again(flat.text(), &values, &marks));
    let marks = joined(&flat, marks);
    let numbering = Numbering::new(flat.text(), &marks, known);
    let tokens = marks
        .iter()
        .zip(&numbering.tokens)
        .filter_map(|(mark, token)| {
            let original = Clinical::from(flat.text().get(mark.range.clone())?);
            Some(TokenEntry { token: token.clone(), original, span: flat.span(mark.range.clone())? })
        })
        .collect();
    Deidentified { text: rewrite::rewrite(text, &flat, &marks, &numbering.tokens), tokens, withheld: values }
}

/// Sorted marks without overlap, on whole characters and whole replaced pieces; the longest names the kind.
fn joined(flat: &Flat, mut marks: Vec<Mark>) -> Vec<Mark> {
    for mark in &mut marks {
        mark.range = flat.whole(mark.range.clone());
    }
    marks.retain(|mark| !mark.range.is_empty());
    marks.sort_by_key(|mark| (mark.range.start, std::cmp::Reverse(mark.range.end)));
    let mut kept: Vec<(Mark, usize)> = Vec::with_capacity(marks.len());
    for mark in marks {
        match kept.last_mut() {
            Some((last, longest)) if mark.range.start < last.range.end => {
                last.range.end = last.range.end.max(mark.range.end);
                if mark.range.len() > *longest {
                    *longest = mark.range.len();
                    last.kind = mark.kind;
                }
            }
            _ => kept.push((mark.clone(), mark.range.len())),
        }
    }
    kept.into_iter().map(|(mark, _)| mark).collect()
}
