//! Wordings in a sentence: the words of a phrase in any order, close together.

use super::dictionary::{Dictionary, Phrase, Source, WordId};
use super::tokens::Token;
use std::ops::Range;

/// A wording found.
#[derive(Debug, Clone)]
pub(super) struct Match {
    pub(super) phrase: Phrase,
    /// Tokens it uses, in the order of the sentence.
    pub(super) tokens: Vec<usize>,
    /// The token that is the phrase's first word.
    head: usize,
    /// Places between its words that it does not use.
    pub(super) gap: u32,
    score: i32,
}

impl Match {
    /// Bytes from its first to its last word.
    pub(super) fn range(&self, tokens: &[Token]) -> Range<usize> {
        let begin = self.tokens.iter().map(|at| tokens[*at].range.start).min().unwrap_or_default();
        let end = self.tokens.iter().map(|at| tokens[*at].range.end).max().unwrap_or_default();
        begin..end
    }
}

/// The best wordings that do not overlap, in the order of the sentence.
///
/// A word may serve twice when it is the head of both: "pain in the knee and hip".
pub(super) fn matches(dictionary: &Dictionary, tokens: &[Token]) -> Vec<Match> {
    let mut candidates = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let Some(word) = token.id else { continue };
        let filed = dictionary.filed_under(word);
        candidates.extend(filed.iter().filter_map(|phrase| find(dictionary, phrase, word, at, tokens)));
    }
    candidates.sort_by_key(|found| (-found.score, found.tokens[0]));
    let mut used: Vec<Option<usize>> = vec![None; tokens.len()];
    let mut kept: Vec<Match> = Vec::new();
    for found in candidates {
        let free = |at: &usize| match used[*at] {
            None => true,
            Some(head) => *at == found.head && head == *at && found.tokens.len() > 1,
        };
        let fresh = found.tokens.iter().any(|at| used[*at].is_none());
        if fresh && found.tokens.iter().all(free) {
            for at in &found.tokens {
                used[*at] = Some(found.head);
            }
            kept.push(found);
        }
    }
    kept.sort_by_key(|found| found.tokens[0]);
    kept
}

/// The phrase around the token at `at`, which is its rarest word; `None` when a word is missing or too far.
fn find(
    dictionary: &Dictionary,
    phrase: &Phrase,
    word: WordId,
    at: usize,
    tokens: &[Token],
) -> Option<Match> {
    let words = dictionary.words(phrase);
    let reach = words.len() + 4;
    let mut used = Vec::with_capacity(words.len());
    for wanted in words {
        used.push(if *wanted == word { at } else { nearest(*wanted, at, reach, tokens, &used)? });
    }
    let head = used[0];
    let ordered = used.windows(2).all(|pair| pair[0] < pair[1]);
    used.sort_unstable();
    let span = tokens[used[used.len() - 1]].place - tokens[used[0]].place + 1;
    let count = used.len() as u32;
    let gap = span.saturating_sub(count);
    if gap > allowed(count) {
        return None;
    }
    let trust = match phrase.source {
        Source::Own => 3,
        Source::Index => 2,
        Source::Tabular => 1,
        Source::Vocabulary => 0,
    };
    let score = count as i32 * 20 - gap as i32 * 5 + trust + i32::from(ordered);
    Some(Match { phrase: *phrase, tokens: used, head, gap, score })
}

/// Places a phrase of `count` words may leave out between them.
fn allowed(count: u32) -> u32 {
    match count {
        1 => 0,
        2 => 3,
        3 => 4,
        _ => 5,
    }
}

fn nearest(wanted: WordId, at: usize, reach: usize, tokens: &[Token], used: &[usize]) -> Option<usize> {
    let window = at.saturating_sub(reach)..tokens.len().min(at + reach + 1);
    window.filter(|i| tokens[*i].id == Some(wanted) && !used.contains(i)).min_by_key(|i| i.abs_diff(at))
}
