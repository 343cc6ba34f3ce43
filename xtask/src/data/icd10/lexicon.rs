//! The dictionary: comparable wordings, each with the one code it leads to.

use super::codes::Order;
use super::normal;
use std::collections::{BTreeMap, HashSet};
use std::fmt::Write;

/// Longest wording kept, in words.
const MOST_WORDS: usize = 9;

/// A wording and its code.
#[derive(Debug)]
pub struct Term {
    /// Code without its dot, header or billable.
    pub code: String,
    /// Where it comes from: `i` index, `n` neoplasm table, `t` title, `c` inclusion term, `o` ontology, `l` lay name.
    pub source: char,
    /// Comparable words in the order of the source.
    pub words: Vec<String>,
    /// Whether the source gives it as one word; one word left over from a longer wording says too little.
    stands_alone: bool,
}

impl Term {
    /// A term from text as the source gives it.
    pub fn new(code: &str, source: char, text: &str) -> Self {
        let text = without_parentheses(text);
        let said =
            text.split_whitespace().filter(|word| !["NOS", "NEC", "unspecified"].contains(word)).count();
        let short = text.trim().chars().filter(|c| c.is_uppercase()).count() > 1 || text.trim().len() < 5;
        let stands_alone = said == 1 && !(short && matches!(source, 'o' | 'l'));
        Self { code: code.to_owned(), source, words: normal::phrase(&text), stands_alone }
    }
}

/// Wordings by their set of words: who comes first wins, since a wording must lead to one code.
#[derive(Debug)]
pub struct Lexicon {
    codes: HashSet<String>,
    terms: BTreeMap<Vec<String>, Term>,
}

impl Lexicon {
    /// An empty dictionary for the codes of a release.
    pub fn new(order: &Order) -> Self {
        Self { codes: order.lines.iter().map(|line| line.code.clone()).collect(), terms: BTreeMap::new() }
    }

    /// Adds terms whose wording is new; sources are added in order of trust.
    pub fn add_all(&mut self, terms: Vec<Term>) {
        for term in terms {
            let key = key(&term.words);
            if is_usable(&key) && (key.len() > 1 || term.stands_alone) && self.codes.contains(&term.code) {
                self.terms.entry(key).or_insert(term);
            }
        }
    }

    /// Code a wording leads to.
    pub fn code_of(&self, text: &str) -> Option<&str> {
        let words = key(&normal::phrase(&without_parentheses(text)));
        self.terms.get(&words).map(|term| term.code.as_str())
    }

    /// Whether a code is in the release.
    pub fn knows(&self, code: &str) -> bool {
        self.codes.contains(code)
    }

    /// Rows of `lexicon.tsv.gz`: words, code without dot, source; sorted by the words.
    pub fn table(&self) -> String {
        let mut rows: Vec<_> = self.terms.values().map(|t| (t.words.join(" "), &t.code, t.source)).collect();
        rows.sort_unstable();
        let mut table = String::new();
        for (words, code, source) in rows {
            let _infallible = writeln!(table, "{words}\t{code}\t{source}");
        }
        table
    }
}

/// The words of a term as a set: sorted, each once.
fn key(words: &[String]) -> Vec<String> {
    let mut sorted = words.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    sorted
}

fn is_usable(key: &[String]) -> bool {
    let letters = key.iter().any(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 2);
    letters && key.len() <= MOST_WORDS && !key.iter().any(|word| word == "site" || word == "condition")
}

fn without_parentheses(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut depth = 0_u32;
    for c in text.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 => plain.push(c),
            _ => {}
        }
    }
    plain
}
