//! Scores de-identification on queries whose protected values are known (the format of the ASQ-PHI set).

use std::collections::{BTreeMap, HashSet};

use serde::Deserialize;

/// A query with its protected values.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    /// The text.
    pub text: String,
    /// The values; empty for a query without any.
    pub gold: Vec<Gold>,
}

/// A protected value of a query.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Gold {
    /// What it is, such as `DATE`.
    pub identifier_type: String,
    /// The value as it stands in the text.
    pub value: String,
}

/// A span that was found, in code points of the query's text.
#[derive(Clone, Debug, PartialEq)]
pub struct Predicted {
    /// First code point.
    pub begin: u32,
    /// One past the last code point.
    pub end: u32,
    /// Its kind, and its rule where known.
    pub label: String,
}

/// What the scorer says of a set.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Score {
    /// Values of which every letter and digit is covered, and all values.
    pub found: (usize, usize),
    /// The same for each type.
    pub by_type: BTreeMap<String, (usize, usize)>,
    /// Queries without protected values in which something was found, and all such queries.
    pub flagged: (usize, usize),
    /// Characters found in queries with protected values that belong to one, and all characters found there.
    pub characters: (usize, usize),
    /// Values missed, by type, and labels of spans that touch no value, with how often; the commonest first.
    pub misses: Vec<(String, usize)>,
    /// Labels of spans that touch no value, with how often; the commonest first.
    pub false_alarms: Vec<(String, usize)>,
}

impl Score {
    /// Full-span recall; 1 when there is nothing to find.
    pub fn recall(&self) -> f64 {
        share(self.found)
    }

    /// Share of the queries without protected values that were flagged.
    pub fn flagged_share(&self) -> f64 {
        if self.flagged.1 == 0 { 0.0 } else { share(self.flagged) }
    }

    /// Precision by characters; 1 when nothing was found.
    pub fn precision(&self) -> f64 {
        share(self.characters)
    }
}

/// Reads blocks of `===QUERY===`, text, `===PHI_TAGS===` and one JSON object a line.
///
/// # Errors
/// The number of the block (from 1) whose shape is another.
pub fn parse(file: &str) -> Result<Vec<Query>, String> {
    let blocks = file.split("===QUERY===").skip(1).enumerate();
    blocks
        .map(|(index, block)| {
            let shape = |what: &str| format!("block {}: {what}", index + 1);
            let (text, tags) =
                block.split_once("===PHI_TAGS===").ok_or_else(|| shape("no `===PHI_TAGS===`"))?;
            let gold: Result<Vec<Gold>, serde_json::Error> = tags
                .lines()
                .map(str::trim)
                .filter(|line| !line.is_empty())
                .map(serde_json::from_str)
                .collect();
            let gold = gold.map_err(|_| shape("a tag is no object with `identifier_type` and `value`"))?;
            Ok(Query { text: text.trim().to_owned(), gold })
        })
        .collect()
}

/// Scores the spans found in each query, in the order of `queries`. A value counts as found when every letter
/// and digit of it is covered at each place where it stands; a value that does not stand in its text is left
/// out.
pub fn score(queries: &[Query], predicted: &[Vec<Predicted>]) -> Score {
    let mut score = Score::default();
    let mut misses: BTreeMap<String, usize> = BTreeMap::new();
    let mut alarms: BTreeMap<String, usize> = BTreeMap::new();
    for (query, spans) in queries.iter().zip(predicted) {
        let chars: Vec<char> = query.text.chars().collect();
        let covered: HashSet<usize> =
            spans.iter().flat_map(|span| span.begin as usize..span.end as usize).collect();
        let mut protected = HashSet::new();
        for gold in &query.gold {
            let places = places(&chars, &gold.value);
            if places.is_empty() {
                continue;
            }
            let all = places.iter().flat_map(|place| place.clone()).filter(|at| chars[*at].is_alphanumeric());
            let hit = usize::from(all.into_iter().all(|at| covered.contains(&at)));
            protected.extend(places.into_iter().flatten());
            let of_type = score.by_type.entry(gold.identifier_type.clone()).or_default();
            *of_type = (of_type.0 + hit, of_type.1 + 1);
            score.found = (score.found.0 + hit, score.found.1 + 1);
            if hit == 0 {
                *misses.entry(gold.identifier_type.clone()).or_default() += 1;
            }
        }
        for span in spans
            .iter()
            .filter(|span| !(span.begin as usize..span.end as usize).any(|at| protected.contains(&at)))
        {
            *alarms.entry(span.label.clone()).or_default() += 1;
        }
        if query.gold.is_empty() {
            score.flagged = (score.flagged.0 + usize::from(!spans.is_empty()), score.flagged.1 + 1);
        } else {
            let right = covered.intersection(&protected).count();
            score.characters = (score.characters.0 + right, score.characters.1 + covered.len());
        }
    }
    score.misses = commonest(misses);
    score.false_alarms = commonest(alarms);
    score
}

/// Where `value` stands in `chars`.
fn places(chars: &[char], value: &str) -> Vec<std::ops::Range<usize>> {
    let value: Vec<char> = value.chars().collect();
    if value.is_empty() || value.len() > chars.len() {
        return Vec::new();
    }
    let starts = (0..=chars.len() - value.len()).filter(|at| chars[*at..].starts_with(&value));
    starts.map(|at| at..at + value.len()).collect()
}

fn commonest(counts: BTreeMap<String, usize>) -> Vec<(String, usize)> {
    let mut sorted: Vec<(String, usize)> = counts.into_iter().collect();
    sorted.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    sorted
}

fn share((part, all): (usize, usize)) -> f64 {
    if all == 0 { 1.0 } else { part as f64 / all as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "===QUERY===\nZoë Q. has gout.\n===PHI_TAGS===\n{\"identifier_type\": \"NAME\", \"value\": \"Zoë Q.\"}\n\n===QUERY===\nGout?\n===PHI_TAGS===\n";

    fn span(begin: u32, end: u32) -> Predicted {
        Predicted { begin, end, label: "NAME".to_owned() }
    }

    #[test]
    fn queries_are_scored_by_whole_values_and_characters() {
        let queries = parse(FILE).unwrap();
        assert_eq!(queries.len(), 2);
        for (spans, found, flagged, precision) in [
            ([vec![span(0, 6)], vec![]], 1, 0, 1.0),
            ([vec![span(0, 5)], vec![span(0, 4)]], 1, 1, 1.0),
            ([vec![span(0, 3), span(11, 14)], vec![]], 0, 0, 0.5),
            ([vec![], vec![]], 0, 0, 1.0),
        ] {
            let score = score(&queries, &spans);
            assert_eq!((score.found, score.flagged), ((found, 1), (flagged, 1)), "{spans:?}");
            assert!((score.precision() - precision).abs() < 1e-9, "{spans:?}");
        }
    }

    #[test]
    fn a_block_of_another_shape_is_named() {
        assert_eq!(parse("===QUERY===\nx").unwrap_err(), "block 1: no `===PHI_TAGS===`");
    }
}
