//! Compares what the note documents with what was billed, both ways.
//!
//! Every code gets one verdict with its reason and quotes. Rules of the Official Guidelines are named where one
//! decides.

mod billed;
mod documented;
mod reasons;
mod stage;

#[cfg(test)]
mod tests;

pub use stage::CodingIdentify;

use crate::encounter::EncounterSummary;
use crate::icd10::Code;
use crate::ports::{Icd10Codes, SnomedCodes, Suggestion, Suggestions};
use crate::text::Text;

/// What is compared.
#[derive(Clone, Copy, Debug)]
pub struct Material<'a> {
    /// The text that codes quote.
    pub text: &'a Text,
    /// Codes the note mentions; `None` when they could not be inferred: then nothing is said of billed codes but
    /// whether they exist.
    pub icd10: Option<&'a Icd10Codes>,
    /// Concepts the note mentions.
    pub snomed: Option<&'a SnomedCodes>,
    /// The visit.
    pub encounter: Option<&'a EncounterSummary>,
}

/// The verdicts, suggested codes first, then in the order of the codes inferred and billed.
pub fn identify(material: &Material<'_>) -> Suggestions {
    let billed =
        material.encounter.and_then(|encounter| encounter.billed.as_deref()).map(billed::Billed::read);
    let mut found: Vec<Suggestion> = Vec::new();
    for code in material.icd10.iter().flat_map(|icd10| &icd10.codes) {
        found.push(documented::judge(code, material.text, billed.as_ref()));
    }
    for name in billed.iter().flat_map(billed::Billed::names) {
        let judged = billed::judge(name, material, &found);
        if let Some(judged) = judged {
            // What the note says of a billed code that it suppresses stands in the verdict on the billed code.
            found.retain(|other| other.code != judged.code);
            found.push(judged);
        }
    }
    found.sort_by_key(|suggestion| suggestion.verdict);
    Suggestions(found)
}

/// Whether two names mean the same code.
fn same(one: &str, other: &str) -> bool {
    one == other || Code::parse(one).is_some_and(|code| Some(code) == Code::parse(other))
}
