//! A text as words, numbers and marks.

use std::ops::Range;

use super::fold::{fold, is_apostrophe, is_combining, is_invisible};

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// Begins with a letter.
    Word,
    /// Begins with a digit.
    Number,
    /// One other character.
    Mark,
}

/// How a word is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    /// Begins with a small letter, holds digits, or is no word.
    Other,
    /// Begins with a capital and has a small letter.
    Capital,
    /// Two and more capitals.
    Upper,
    /// One capital.
    Initial,
}

/// What stands before a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    None,
    Space,
    /// One line end.
    Line,
    /// A blank line, or the begin of the text.
    Break,
}

/// One token.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub(super) range: Range<usize>,
    pub(super) kind: TokenKind,
    pub(super) case: Case,
    /// Folded (see [`fold`]), without the possessive ending.
    pub(super) folded: String,
    pub(super) possessive: bool,
    pub(super) gap: Gap,
}

impl Token {
    /// Written like a name: with a capital, or in capitals.
    pub(super) fn is_capital(&self) -> bool {
        matches!(self.case, Case::Capital | Case::Upper)
    }
}

/// A text with its tokens.
pub(super) struct Doc<'t> {
    pub(super) text: &'t str,
    pub(super) tokens: Vec<Token>,
}

impl<'t> Doc<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, tokens: tokens(text) }
    }

    pub(super) fn token(&self, at: usize) -> Option<&Token> {
        self.tokens.get(at)
    }

    /// The word at `at`.
    pub(super) fn word(&self, at: usize) -> Option<&Token> {
        self.token(at).filter(|token| token.kind == TokenKind::Word)
    }

    /// The word before `at`, if the token before is one.
    pub(super) fn word_before(&self, at: usize) -> Option<&Token> {
        self.word(at.checked_sub(1)?)
    }

    pub(super) fn source(&self, at: usize) -> &'t str {
        self.tokens.get(at).map_or("", |token| &self.text[token.range.clone()])
    }

    pub(super) fn is_mark(&self, at: usize, marks: &str) -> bool {
        self.token(at).is_some_and(|token| token.kind == TokenKind::Mark) && marks.contains(self.source(at))
    }

    /// Bytes from token `from` to before token `to`.
    pub(super) fn range(&self, from: usize, to: usize) -> Range<usize> {
        self.tokens[from].range.start..self.tokens[to - 1].range.end
    }

    /// Whether token `at` begins a sentence, line, list item or labelled value, so that its capital says nothing.
    pub(super) fn begins_sentence(&self, at: usize) -> bool {
        self.token(at).is_none_or(|token| token.gap >= Gap::Line)
            || at.checked_sub(1).is_none_or(|before| self.is_mark(before, ".!?:;•*\"“-–—("))
                && !self.follows_abbreviation(at)
    }

    /// Whether the dot before `at` belongs to an initial or a title.
    fn follows_abbreviation(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(2).filter(|_| self.is_mark(at - 1, ".")) else { return false };
        self.word(before).is_some_and(|word| {
            word.case == Case::Initial || super::lists::HONORIFICS.contains(word.folded.as_str())
        })
    }

    /// The first token that starts at byte `at` or later.
    pub(super) fn token_at(&self, at: usize) -> usize {
        self.tokens.partition_point(|token| token.range.start < at)
    }
}

fn tokens(text: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut chars = text.char_indices().peekable();
    let mut gap = Gap::Break;
    while let Some((start, c)) = chars.next() {
        if c.is_whitespace() || is_invisible(c) {
            let wider = match c {
                '\n' if gap >= Gap::Line => Gap::Break,
                '\n' => Gap::Line,
                _ if is_invisible(c) => Gap::None,
                _ => Gap::Space,
            };
            gap = gap.max(wider);
            continue;
        }
        let kind = match c {
            c if c.is_alphabetic() => TokenKind::Word,
            c if c.is_numeric() => TokenKind::Number,
            _ => TokenKind::Mark,
        };
        let mut end = start + c.len_utf8();
        while let Some((at, next)) = chars.peek().copied() {
            let goes_on = match kind {
                TokenKind::Mark => is_combining(next) || is_invisible(next),
                _ => {
                    next.is_alphanumeric()
                        || is_combining(next)
                        || is_invisible(next)
                        || joins(text, at, next)
                }
            };
            if !goes_on {
                break;
            }
            end = at + next.len_utf8();
            chars.next();
        }
        found.push(token(text, start..end, kind, gap));
        gap = Gap::None;
    }
    found
}

/// Whether the apostrophe at `at` stands between two letters.
fn joins(text: &str, at: usize, c: char) -> bool {
    is_apostrophe(c) && text[at + c.len_utf8()..].chars().next().is_some_and(char::is_alphabetic)
}

fn token(text: &str, range: Range<usize>, kind: TokenKind, gap: Gap) -> Token {
    let source = &text[range.clone()];
    let possessive = kind == TokenKind::Word && ends_possessive(source);
    let mut folded = fold(source);
    if possessive {
        folded.pop();
    }
    Token { case: case(source, kind), possessive, folded, kind, gap, range }
}

fn ends_possessive(source: &str) -> bool {
    let mut back = source.chars().rev().filter(|c| !is_invisible(*c));
    matches!(back.next(), Some('s' | 'S')) && back.next().is_some_and(is_apostrophe) && back.next().is_some()
}

fn case(source: &str, kind: TokenKind) -> Case {
    let mut letters = source.chars().filter(|c| c.is_alphanumeric());
    if kind != TokenKind::Word
        || !letters.next().is_some_and(char::is_uppercase)
        || source.chars().any(char::is_numeric)
    {
        return Case::Other;
    }
    let body = if ends_possessive(source) {
        source.len() - source.chars().rev().take(2).map(char::len_utf8).sum::<usize>()
    } else {
        source.len()
    };
    let mut rest = source[..body].chars().filter(|c| c.is_alphabetic()).skip(1).peekable();
    if rest.peek().is_none() {
        Case::Initial
    } else if rest.any(char::is_lowercase) {
        Case::Capital
    } else {
        Case::Upper
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_folded_and_cased() {
        for (text, folded, case, possessive) in [
            ("O’Brien’s", "obrien", Case::Capital, true),
            ("SMITH", "smith", Case::Upper, false),
            ("J", "j", Case::Initial, false),
            ("eGFR", "egfr", Case::Other, false),
            ("CHA2DS2", "cha2ds2", Case::Other, false),
            ("Jo\u{200b}hn", "john", Case::Capital, false),
            ("E\u{301}lodie", "elodie", Case::Capital, false),
        ] {
            let doc = Doc::new(text);
            assert_eq!(doc.tokens.len(), 1, "{text:?}");
            let token = &doc.tokens[0];
            assert_eq!(
                (token.folded.as_str(), token.case, token.possessive),
                (folded, case, possessive),
                "{text:?}"
            );
        }
    }

    #[test]
    fn gaps_tell_lines_from_blank_lines() {
        let doc = Doc::new("a b\r\nc\n\nd-e");
        let gaps: Vec<Gap> = doc.tokens.iter().map(|token| token.gap).collect();
        assert_eq!(gaps, [Gap::Break, Gap::Space, Gap::Line, Gap::Break, Gap::None, Gap::None]);
    }
}
