//! The coder: mentions, their assertion, their complete code, and what the codes mean for one another.

use super::assertion;
use super::combine;
use super::dictionary::{Source, dictionary};
use super::mention::{Mention, Note};
use super::refine::{Titles, refine};
use super::surroundings::around;
use super::tokens::tokens;
use super::types::{Assertion, Axis, Detail, Inferred, Options, Strength};
use super::{history, matching};
use crate::encounter::Sex;
use crate::icd10::{Code, release};
use crate::local::context;
use crate::local::sections;
use std::collections::BTreeMap;
use std::ops::Range;

/// Most places quoted for one code.
const MOST_EVIDENCE: usize = 5;

/// All codes a text mentions, the suggested ones first, then in the order of the text.
///
/// The text is a note or what is left of it after de-identification; ranges are bytes of it, on character boundaries.
pub fn infer(text: &str, options: &Options) -> Vec<Inferred> {
    let note = Note::read(text);
    let titles = Titles::new();
    let mut mentions = Vec::new();
    for sentence in sections::sentences(text) {
        mention(text, (&note, &titles), &sentence, options, &mut mentions);
    }
    combine::combine(&mut mentions);
    let mut found = gather(mentions);
    combine::integral_signs(&mut found);
    combine::less_specific(&mut found);
    combine::conflicts(&mut found);
    found.sort_by_key(|code| (code.assertion, code.evidence.first().map_or(0, |range| range.start)));
    found
}

/// Adds the mentions of one sentence.
fn mention(
    text: &str,
    (note, titles): (&Note, &Titles),
    sentence: &sections::Sentence,
    options: &Options,
    mentions: &mut Vec<Mention>,
) {
    let words = tokens(text, &sentence.range, sentence.section);
    let found = matching::matches(dictionary(), &words);
    if found.is_empty() {
        return;
    }
    let scopes = context::scopes(&text[sentence.range.clone()]);
    for found in found {
        let range = found.range(&words);
        let inside = range.start - sentence.range.start..range.end - sentence.range.start;
        let status = context::status_at(&scopes, &inside);
        if !note.allows(found.phrase.code, options) {
            continue;
        }
        let around = around(&text[sentence.range.clone()], &words, &found.tokens, &inside, note);
        let refined = refine(titles, found.phrase.code, &around);
        let (assertion, plainness) =
            assertion::assertion(refined.code, sentence.section, status, options.encounter_class);
        let instead = history::instead(refined.code).filter(|_| assertion == Assertion::History);
        let wording = wording(found.phrase.source, found.tokens.len(), found.gap);
        mentions.push(Mention {
            code: refined.code,
            range,
            assertion,
            instead,
            strength: Strength {
                wording,
                section: assertion::weight(sentence.section),
                detail: 1.0,
                context: plainness,
            },
            open: refined.open,
        });
    }
}

/// How closely the note's words are those of the dictionary.
fn wording(source: Source, words: usize, gap: u32) -> f32 {
    let trust = match source {
        Source::Own => 1.0,
        Source::Index => 0.95,
        Source::Tabular => 0.9,
        Source::Vocabulary => 0.8,
    };
    let single = if words == 1 { 0.9 } else { 1.0 };
    trust * single * (1.0 - 0.08 * gap as f32).max(0.5)
}

/// One entry a code: the best assertion with its places.
fn gather(mentions: Vec<Mention>) -> Vec<Inferred> {
    let mut by_code: BTreeMap<Code, Vec<Mention>> = BTreeMap::new();
    for mention in mentions {
        by_code.entry(mention.code).or_default().push(mention);
    }
    by_code.into_values().filter_map(gathered).collect()
}

fn gathered(mut mentions: Vec<Mention>) -> Option<Inferred> {
    let assertion = mentions.iter().map(|mention| mention.assertion).min()?;
    mentions.retain(|mention| mention.assertion == assertion);
    let best = mentions.iter().max_by(|a, b| a.strength.total().total_cmp(&b.strength.total()))?;
    let entry = release().get(best.code)?;
    let mut evidence: Vec<Range<usize>> = mentions.iter().map(|mention| mention.range.clone()).collect();
    evidence.sort_by_key(|range| (range.start, range.end));
    evidence.dedup();
    evidence.truncate(MOST_EVIDENCE);
    let detail =
        best.open.clone().map(|(axis, candidates)| Detail { axis, says: best.range.clone(), candidates });
    let lacking =
        detail.as_ref().is_some_and(|detail| matches!(detail.axis, Axis::Laterality | Axis::Trimester));
    let under_specified = !entry.billable || lacking;
    let mut strength = best.strength;
    strength.detail = if !entry.billable {
        0.6
    } else if detail.is_some() {
        0.8
    } else {
        1.0
    };
    Some(Inferred {
        code: entry.code,
        title: entry.title,
        billable: entry.billable,
        evidence,
        strength,
        assertion,
        under_specified,
        detail,
        instead: best.instead,
        conflicts: Vec::new(),
    })
}

impl Note {
    /// Whether a code can be this patient's at all: its sex, pregnancy, the newborn.
    fn allows(&self, code: Code, options: &Options) -> bool {
        let female = [
            "N7", "N80", "N81", "N82", "N83", "N84", "N85", "N86", "N87", "N88", "N89", "N9", "C5", "D25",
            "D06", "O",
        ];
        let male = [
            "N40", "N41", "N42", "N43", "N44", "N45", "N46", "N47", "N48", "N49", "N50", "N51", "C60", "C61",
            "C62", "C63",
        ];
        let under = |prefixes: &[&str]| prefixes.iter().any(|prefix| code.is_under(prefix));
        let other_sex = match options.sex {
            Some(Sex::Male) => under(&female) && !code.is_under("N99") && !code.is_under("N6"),
            Some(Sex::Female) => under(&male),
            None => false,
        };
        let newborn = code.is_under("P") && !self.newborn && options.age != Some(0);
        let obstetric = code.is_under("O") && !self.pregnancy;
        !(other_sex || newborn || obstetric)
    }
}
