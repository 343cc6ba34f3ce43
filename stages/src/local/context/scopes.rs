//! Scopes of the cues in a sentence.

use super::cues::{self, Effect};
use crate::icd10::normal;
use std::ops::Range;

/// What a sentence says about a condition it mentions, when it does not affirm it.
///
/// In order of strength: where scopes overlap, the later one here wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Past: "history of", "status post".
    History,
    /// In doubt: "possible", "rule out", "consistent with".
    Uncertain,
    /// Not now: "if", "return for", "risk of".
    Hypothetical,
    /// A relative's.
    Family,
    /// Absent: "no", "denies".
    Negated,
}

/// A stretch of a sentence that a cue speaks about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    /// What the cue says.
    pub status: Status,
    /// The cue itself.
    pub cue: Range<usize>,
    /// What it covers.
    pub covers: Range<usize>,
}

/// All scopes of a sentence.
pub fn scopes(sentence: &str) -> Vec<Scope> {
    let words = normal::words(sentence);
    let lower: Vec<String> =
        words.iter().map(|word| word.raw.to_lowercase().replace('\u{2019}', "'")).collect();
    let mut marks: Vec<(usize, usize, Effect, usize)> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        match cues::longest(&lower[at..]) {
            Some(cue) => {
                marks.push((at, at + cue.words.len(), cue.effect, cue.reach));
                at += cue.words.len();
            }
            None => at += 1,
        }
    }
    // "Mother has" goes on about the mother.
    let goes_on = |at: usize, status: Status| status == Status::Family && lower[at] == "has";
    let stops = |from: usize, to: usize, status: Status| {
        let inside = marks.iter().filter(move |m| m.2 == Effect::Stop && m.0 >= from && m.1 <= to);
        inside.filter(move |m| !goes_on(m.0, status))
    };
    let mut found = Vec::new();
    for (begin, end, effect, reach) in &marks {
        let (status, first, last) = match *effect {
            Effect::Forward(status) => {
                let limit = words.len().min(end + reach);
                (status, *end, stops(*end, limit, status).map(|m| m.0).min().unwrap_or(limit))
            }
            Effect::Backward(status) => {
                let limit = begin.saturating_sub(*reach);
                (status, stops(limit, *begin, status).map(|m| m.1).max().unwrap_or(limit), *begin)
            }
            Effect::Both(status) => (status, 0, words.len()),
            Effect::Stop | Effect::Pseudo => continue,
        };
        if first < last {
            let covers = words[first].begin..words[last - 1].end;
            found.push(Scope { status, cue: words[*begin].begin..words[end - 1].end, covers });
        }
    }
    found
}

/// Strongest status of a place in the sentence: of the scopes that cover its begin and do not stem from a cue inside it.
pub fn status_at(scopes: &[Scope], place: &Range<usize>) -> Option<Status> {
    let inside = |cue: &Range<usize>| cue.start >= place.start && cue.end <= place.end;
    let covering = scopes
        .iter()
        .filter(|s| s.covers.start <= place.start && place.start < s.covers.end && !inside(&s.cue));
    covering.map(|scope| scope.status).max()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cues_speak_about_what_is_in_their_scope() {
        let cases = [
            ("No fever, chills or cough", "cough", Some(Status::Negated)),
            ("Denies chest pain but reports cough", "cough", None),
            ("Denies chest pain but reports cough", "chest pain", Some(Status::Negated)),
            ("Pneumonia was ruled out", "Pneumonia", Some(Status::Negated)),
            ("Mother has asthma", "asthma", Some(Status::Family)),
            ("Mother reports that he has cough", "cough", None),
            ("Mother had breast cancer", "breast cancer", Some(Status::Family)),
            ("Rule out pneumonia", "pneumonia", Some(Status::Uncertain)),
            ("Possible gout of the toe", "gout", Some(Status::Uncertain)),
            ("Return if fever develops", "fever", Some(Status::Hypothetical)),
            ("History of stroke", "stroke", Some(Status::History)),
            ("No increase in pain", "pain", None),
            ("Asthma is not well controlled", "Asthma", None),
            ("She has asthma", "asthma", None),
        ];
        for (sentence, target, expected) in cases {
            let begin = sentence.find(target).unwrap();
            let found = status_at(&scopes(sentence), &(begin..begin + target.len()));
            assert_eq!(found, expected, "{sentence}: {target}");
        }
    }
}
