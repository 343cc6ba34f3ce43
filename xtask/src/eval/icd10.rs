//! Scores of the ICD-10 coder: precision, recall and F1 over pairs of document and code.

use std::collections::{BTreeMap, BTreeSet};

/// Codes by document. Case and dot as given; both sides must agree.
pub type Coded = BTreeMap<String, BTreeSet<String>>;

/// Micro figures, each from 0 to 1; 0 where nothing was predicted or nothing was to be found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figures {
    /// Share of the predicted pairs that are right.
    pub precision: f64,
    /// Share of the right pairs that were predicted.
    pub recall: f64,
    /// Harmonic mean of the two.
    pub f1: f64,
}

/// A comparison of predicted and right codes.
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    /// Over complete codes.
    pub exact: Figures,
    /// Over the first three characters.
    pub category: Figures,
    /// Codes missed most often, with how often.
    pub misses: Vec<(String, usize)>,
    /// Codes predicted wrongly most often, with how often.
    pub false_alarms: Vec<(String, usize)>,
}

/// Compares predictions with the right codes of the same documents; at most `most` misses and false alarms are listed.
pub fn score(predicted: &Coded, right: &Coded, most: usize) -> Score {
    Score {
        exact: figures(predicted, right),
        category: figures(&categories(predicted), &categories(right)),
        misses: commonest(right, predicted, most),
        false_alarms: commonest(predicted, right, most),
    }
}

fn figures(predicted: &Coded, right: &Coded) -> Figures {
    let hits = pairs(predicted).filter(|(file, code)| holds(right, file, code)).count() as f64;
    let share = |total: usize| if total == 0 { 0.0 } else { hits / total as f64 };
    let (precision, recall) = (share(pairs(predicted).count()), share(pairs(right).count()));
    let sum = precision + recall;
    Figures { precision, recall, f1: if sum > 0.0 { 2.0 * precision * recall / sum } else { 0.0 } }
}

fn categories(coded: &Coded) -> Coded {
    let category = |code: &String| code.chars().take(3).collect();
    coded.iter().map(|(file, codes)| (file.clone(), codes.iter().map(category).collect())).collect()
}

/// Codes of `ones` that `others` lack, the commonest first, ties in the order of the codes.
fn commonest(ones: &Coded, others: &Coded, most: usize) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, code) in pairs(ones).filter(|(file, code)| !holds(others, file, code)) {
        *counts.entry(code).or_default() += 1;
    }
    let mut sorted: Vec<_> = counts.into_iter().map(|(code, count)| (code.to_owned(), count)).collect();
    sorted.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    sorted.truncate(most);
    sorted
}

fn pairs(coded: &Coded) -> impl Iterator<Item = (&str, &str)> {
    coded.iter().flat_map(|(file, codes)| codes.iter().map(move |code| (file.as_str(), code.as_str())))
}

fn holds(coded: &Coded, file: &str, code: &str) -> bool {
    coded.get(file).is_some_and(|codes| codes.contains(code))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn coded(rows: &[(&str, &[&str])]) -> Coded {
        let codes = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect();
        rows.iter().map(|(file, list)| ((*file).to_owned(), codes(list))).collect()
    }

    #[test]
    fn pairs_are_counted_over_all_documents() {
        let predicted = coded(&[("a", &["I10", "E11.9"]), ("b", &["I10"])]);
        let right = coded(&[("a", &["I10", "E11.65"]), ("b", &["J18.9"]), ("c", &["I10"])]);
        let score = score(&predicted, &right, 1);
        assert_eq!((score.exact.precision, score.exact.recall), (1.0 / 3.0, 0.25));
        assert_eq!((score.category.precision, score.category.recall), (2.0 / 3.0, 0.5));
        assert_eq!(score.misses, [("E11.65".to_owned(), 1)]);
        assert_eq!(score.false_alarms, [("E11.9".to_owned(), 1)]);
    }

    #[test]
    fn nothing_predicted_scores_nothing() {
        let score = score(&Coded::new(), &coded(&[("a", &["I10"])]), 5);
        assert_eq!(score.exact, Figures { precision: 0.0, recall: 0.0, f1: 0.0 });
    }
}
