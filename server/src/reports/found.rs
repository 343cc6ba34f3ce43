//! Codes that were found before a report failed or was cancelled.

use std::collections::BTreeSet;

use revrx_api::{Evidence, FoundCode};
use revrx_engine::Contents;
use revrx_stages::ports::Icd10Codes;

/// The port type of codes that a note mentions.
const PORT_TYPE: &str = "icd10-codes";

/// Affirmed codes of the stages that are finished, each once, quoted from the note.
pub(super) fn found(contents: &Contents, note: &str) -> Vec<FoundCode> {
    let offsets = offsets(note);
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for json in contents.outputs_of_type(PORT_TYPE) {
        let Ok(codes) = serde_json::from_str::<Icd10Codes>(json) else { continue };
        for code in codes.affirmed() {
            if seen.insert(code.code.clone()) {
                let evidence = code.evidence.iter();
                let evidence =
                    evidence.filter_map(|words| quote(note, &offsets, words.begin, words.end)).collect();
                found.push(FoundCode { code: code.code.clone(), title: code.title.clone(), evidence });
            }
        }
    }
    found
}

/// The byte at which each code point of a text begins, and its end.
fn offsets(text: &str) -> Vec<usize> {
    text.char_indices().map(|(at, _)| at).chain([text.len()]).collect()
}

fn quote(note: &str, offsets: &[usize], begin: u32, end: u32) -> Option<Evidence> {
    let at = |point: u32| offsets.get(point as usize).copied();
    let quote = note.get(at(begin)?..at(end)?)?.to_owned();
    Some(Evidence { begin, end, quote })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_is_what_the_note_says_at_its_code_points() {
        let note = "Fièvre \u{1f912} aiguë";
        let offsets = offsets(note);
        for (begin, end, expected) in [
            (0, 6, Some("Fièvre")),
            (7, 8, Some("\u{1f912}")),
            (9, 14, Some("aiguë")),
            (9, 15, None),
            (3, 2, None),
            (u32::MAX, u32::MAX, None),
        ] {
            let quoted = quote(note, &offsets, begin, end).map(|evidence| evidence.quote);
            assert_eq!(quoted.as_deref(), expected, "{begin}..{end}");
        }
    }
}
