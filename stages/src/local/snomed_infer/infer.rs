//! From text to concepts: the longest terms in each sentence, with what the sentence says about them.

use std::collections::BTreeMap;
use std::ops::Range;

use super::lexicon::{Concept, Lexicon, WORDS_MAX};
use crate::icd10::normal;
use crate::local::context::{self, Scope, Status};
use crate::local::sections::{self, Kind, Sentence};
use crate::ports::{Assertion, Evidence, SnomedCodes, SnomedConcept};
use crate::text::TextMap;

/// Most places quoted for one concept.
const EVIDENCE_MAX: usize = 5;

/// All concepts the text mentions, affirmed ones first, then in the order of the text.
pub fn infer(map: &TextMap, lexicon: &Lexicon) -> SnomedCodes {
    let mut found: BTreeMap<u64, Vec<Mention<'_>>> = BTreeMap::new();
    for sentence in sections::sentences(map.text()) {
        for mention in mentions(map.text(), &sentence, lexicon) {
            found.entry(mention.concept.id).or_default().push(mention);
        }
    }
    let mut found: Vec<(Assertion, usize, SnomedConcept)> =
        found.into_values().filter_map(|mentions| gathered(map, mentions)).collect();
    found.sort_by_key(|(assertion, at, _)| (*assertion, *at));
    SnomedCodes {
        edition: lexicon.edition.clone(),
        concepts: found.into_iter().map(|(_, _, concept)| concept).collect(),
    }
}

struct Mention<'l> {
    concept: &'l Concept,
    bytes: Range<usize>,
    assertion: Assertion,
}

struct Word {
    bytes: Range<usize>,
    word: String,
}

fn mentions<'l>(text: &str, sentence: &Sentence, lexicon: &'l Lexicon) -> Vec<Mention<'l>> {
    let said = &text[sentence.range.clone()];
    let all = normal::words(said);
    let content = all.iter().filter(|word| !normal::is_stop(word.raw) && !normal::is_placeholder(word.raw));
    let words: Vec<Word> =
        content.map(|word| Word { bytes: word.begin..word.end, word: normal::canonical(word.raw) }).collect();
    let scopes = context::scopes(said);
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let Some((length, concept)) = longest(&words[at..], lexicon) else {
            at += 1;
            continue;
        };
        let inside = words[at].bytes.start..words[at + length - 1].bytes.end;
        let bytes = sentence.range.start + inside.start..sentence.range.start + inside.end;
        found.push(Mention { concept, bytes, assertion: assertion(sentence.section, &scopes, &inside) });
        at += length;
    }
    found
}

/// The longest term that these words begin with, in any order of its words.
fn longest<'l>(words: &[Word], lexicon: &'l Lexicon) -> Option<(usize, &'l Concept)> {
    let all: Vec<String> = words.iter().take(WORDS_MAX).map(|word| word.word.clone()).collect();
    (1..=all.len()).rev().find_map(|length| lexicon.find(&all[..length]).map(|concept| (length, concept)))
}

fn assertion(section: Kind, scopes: &[Scope], place: &Range<usize>) -> Assertion {
    match section {
        Kind::FamilyHistory => return Assertion::Family,
        Kind::Allergies | Kind::Medications | Kind::Administrative => return Assertion::NotForCoding,
        _ => {}
    }
    match context::status_at(scopes, place) {
        Some(Status::Negated) => Assertion::Negated,
        Some(Status::Family) => Assertion::Family,
        Some(Status::Hypothetical) => Assertion::Hypothetical,
        Some(Status::Uncertain) => Assertion::Uncertain,
        Some(Status::History) => Assertion::History,
        None if section == Kind::Instructions => Assertion::Hypothetical,
        None => Assertion::Affirmed,
    }
}

/// One concept with the places of its best assertion.
fn gathered(map: &TextMap, mentions: Vec<Mention<'_>>) -> Option<(Assertion, usize, SnomedConcept)> {
    let assertion = mentions.iter().map(|mention| mention.assertion).min()?;
    let best: Vec<Mention<'_>> =
        mentions.into_iter().filter(|mention| mention.assertion == assertion).collect();
    let first = best.first()?;
    let evidence: Vec<Evidence> = best
        .iter()
        .filter_map(|mention| Evidence::at(map, mention.bytes.clone()))
        .take(EVIDENCE_MAX)
        .collect();
    let concept = SnomedConcept {
        id: first.concept.id.to_string(),
        title: first.concept.title.clone().into_string(),
        kind: first.concept.kind,
        assertion,
        evidence,
    };
    (!concept.evidence.is_empty()).then_some((assertion, first.bytes.start, concept))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ports::ConceptKind;
    use crate::text::Text;

    fn lexicon() -> Lexicon {
        let mut lexicon = Lexicon::new("Invented 2026");
        for (id, title, kind, terms) in [
            (11, "Fracture of femur", ConceptKind::Disorder, vec!["Femoral fracture"]),
            (12, "Fracture", ConceptKind::Disorder, vec![]),
            (13, "Gout", ConceptKind::Disorder, vec![]),
            (14, "Gouty state", ConceptKind::Finding, vec!["Gout"]),
            (15, "Cough", ConceptKind::Finding, vec!["Coughing"]),
        ] {
            lexicon.add(Concept { id, title: title.into(), kind }, terms.into_iter().chain([title]));
        }
        lexicon
    }

    #[test]
    fn the_longest_term_is_found_with_what_the_sentence_says() {
        for (text, expected) in [
            ("Femur fracture on the left.", vec![("11", Assertion::Affirmed, "Femur fracture")]),
            ("Fractures of the femur seen.", vec![("11", Assertion::Affirmed, "Fractures of the femur")]),
            ("No gout.", vec![("13", Assertion::Negated, "gout")]),
            ("Possible gout.", vec![("13", Assertion::Uncertain, "gout")]),
            ("FAMILY HISTORY:\nGout.", vec![("13", Assertion::Family, "Gout")]),
            ("No cough before. Cough now.", vec![("15", Assertion::Affirmed, "Cough")]),
            ("Nothing else.", vec![]),
        ] {
            let map = Text::cut(text).map();
            let found = infer(&map, &lexicon());
            let seen: Vec<_> = found
                .concepts
                .iter()
                .map(|concept| (concept.id.as_str(), concept.assertion, concept.evidence[0].quote.expose()))
                .collect();
            assert_eq!(seen, expected, "{text}");
            assert_eq!(found.edition, "Invented 2026");
        }
    }
}
