//! Whether the codes of a note speak of what the patient came for.

use std::collections::BTreeSet;

/// Words that say where or on which side, or nothing at all: sharing one of them shares no condition.
const EMPTY: &str = "left right bilateral sided side upper lower middle index l r \
    arm leg hand foot finger toe thumb wrist elbow shoulder hip knee ankle limb extremity \
    a an and are as at by for from has have her his hx h/o in is of on or s/p severe the to with";
/// Words of visits and procedures: a complaint of these alone names no condition.
const VISITS: &str = "abnormal annual check chronic condition er exam examination finding follow followup lab medical \
    none problem review routine up visit well colonoscopy mammoplasty reduction surgery";
/// Complaints may be left out as naming no condition, but not more different ones than these.
const LEFT_OUT_AT_MOST: usize = 12;
/// Abbreviations that are spelled out before words are compared.
pub(super) const ABBREVIATIONS: [(&str, &str); 5] = [
    ("chf", "congestive heart failure"),
    ("cad", "coronary artery disease"),
    ("gerd", "gastroesophageal reflux disease"),
    ("htn", "hypertension"),
    ("copd", "chronic obstructive pulmonary disease"),
];

/// The complaints of one note, split at `;`, without empty ones.
pub(super) fn split(complaints: &str) -> impl Iterator<Item = &str> {
    complaints.split(';').map(str::trim).filter(|complaint| !complaint.is_empty())
}

/// Counts complaints over many notes.
#[derive(Debug, Default)]
pub(super) struct Coverage {
    pub(super) covered: usize,
    pub(super) counted: usize,
    /// Complaints that no suggested code speaks of.
    pub(super) missed: Vec<String>,
    /// Complaints that name no condition.
    pub(super) left_out: BTreeSet<String>,
}

impl Coverage {
    /// Adds a complaint and the quotes of all suggested codes of its note.
    pub(super) fn add(&mut self, complaint: &str, quotes: &[&str]) {
        let empty = words(EMPTY);
        let complaint_words = &words(complaint) - &empty;
        let room = self.left_out.contains(complaint) || self.left_out.len() < LEFT_OUT_AT_MOST;
        if complaint_words.is_subset(&words(VISITS)) && room {
            self.left_out.insert(complaint.to_owned());
            return;
        }
        self.counted += 1;
        if quotes.iter().any(|quote| !words(quote).is_disjoint(&complaint_words)) {
            self.covered += 1;
        } else {
            self.missed.push(complaint.to_owned());
        }
    }
}

/// Words in lower case and without a plural `s`, abbreviations spelled out.
fn words(text: &str) -> BTreeSet<String> {
    let lower = text.to_lowercase();
    let tokens = lower.split(|c: char| !(c.is_alphanumeric() || c == '/')).filter(|token| !token.is_empty());
    let mut words = BTreeSet::new();
    for token in tokens {
        match ABBREVIATIONS.iter().find(|(short, _)| *short == token) {
            Some((_, long)) => words.extend(long.split(' ').map(str::to_owned)),
            None => {
                let singular =
                    token.strip_suffix('s').filter(|rest| rest.len() > 2 && !rest.ends_with(['s', 'u', 'i']));
                words.insert(singular.unwrap_or(token).to_owned());
            }
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_complaint_is_covered_by_a_shared_word_that_says_something() {
        for (complaint, quotes, covered, counted) in [
            ("kidney stones", &["a kidney stone"][..], 1, 1),
            ("CHF", &["congestive heart failure"], 1, 1),
            ("heart failure", &["CHF"], 1, 1),
            ("right knee pain", &["knee osteoarthritis of the right side"], 0, 1),
            ("right knee pain", &["pain in the knee"], 1, 1),
            ("severe headache", &["severe asthma"], 0, 1),
            ("pain", &[], 0, 1),
            ("right foot", &["right foot"], 0, 0),
            ("routine follow-up visit", &["visit"], 0, 0),
        ] {
            let mut coverage = Coverage::default();
            coverage.add(complaint, quotes);
            assert_eq!((coverage.covered, coverage.counted), (covered, counted), "{complaint}");
        }
        assert_eq!(split("a; b ;;c").collect::<Vec<_>>(), ["a", "b", "c"]);
    }

    #[test]
    fn only_so_many_complaints_are_left_out() {
        let mut coverage = Coverage::default();
        for number in 0..20 {
            coverage.add(&format!("visit{}", " ".repeat(number)), &[]);
            coverage.add("visit", &[]);
        }
        assert_eq!((coverage.left_out.len(), coverage.counted), (LEFT_OUT_AT_MOST, 20 - LEFT_OUT_AT_MOST));
    }
}
