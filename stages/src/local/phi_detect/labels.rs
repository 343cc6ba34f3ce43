//! Names and addresses by the field label before them.

use super::entity::{Entity, EntityKind};
use super::lexicon::Lexicon;
use super::lists::{CREDENTIALS, HONORIFICS};
use super::pattern::pattern;
use super::people::{could_be_name, rest_of_name};
use super::token::{Case, Doc, Gap};

pattern!(
    NAME = r"(?i)(?:^|[\n\r;|•(]|(?-u:\b))(?P<l>(?:(?:patient|pt\.?|client|member|subscriber|insured|guarantor|mother|father|parent|guardian|spouse|emergency\s+contact|next\s+of\s+kin|first|last|full|legal|maiden|preferred|family|given)(?:['’]s)?\s+(?:full\s+|legal\s+|first\s+|last\s+)?name|name|patient|pt|attending|attending\s+physician|provider|physician|pcp|primary\s+care\s+(?:provider|physician)|referring(?:\s+(?:provider|physician))?|surgeon|assistant|anesthesiologist|consultant|resident|author|cc|attn|dictated\s+by|transcribed\s+by|(?:electronically\s+)?(?:signed|reviewed|authenticated|verified|approved)(?:\s+by)?|scribe(?:d\s+by)?|interpreter|emergency\s+contact|next\s+of\s+kin|guardian|re|dear|from|to)\s*(?::|-\s)\s*|(?:electronically\s+signed\s+by|dictated\s+by|signed\s+by|transcribed\s+by|name\s+is|named|dear|c/o|attn)\s+)(?P<v>\S)"
);
pattern!(
    ADDRESS = r"(?i)(?-u:\b)(?:(?:home|mailing|street|billing|work|current)\s+)?address\s*:\s*(?P<v>[^\n\r;]{4,90})"
);
pattern!(
    FACILITY = r"(?i)(?-u:\b)(?:facility|hospital|clinic|location|employer|school|pharmacy|city|site|practice)\s*:[ \t]*(?P<v>[A-Z][^\n\r;,.:]{2,60})"
);

/// Entities behind a label.
pub(super) fn find(doc: &Doc<'_>) -> Vec<Entity> {
    let mut found: Vec<Entity> = NAME
        .captures_iter(doc.text)
        .filter_map(|label| labelled_name(doc, label.name("v")?.start()))
        .collect();
    for label in ADDRESS.captures_iter(doc.text) {
        if let Some(value) =
            label.name("v").filter(|value| value.as_str().contains(|c: char| c.is_ascii_digit()))
        {
            let kept = value.as_str().trim_end().len();
            found.push(Entity::new(
                value.start()..value.start() + kept,
                EntityKind::Address,
                0.85,
                "label.address",
            ));
        }
    }
    for label in FACILITY.captures_iter(doc.text) {
        let Some(value) = label.name("v") else { continue };
        let words = || value.as_str().split_whitespace();
        let capital = words().all(|word| word.starts_with(|c: char| c.is_uppercase()) || word.len() < 4);
        let lexicon = Lexicon::get();
        let telling = words().any(|word| !lexicon.is_ordinary(&super::fold::fold(word)));
        if capital && telling {
            let kept = value.as_str().trim_end().len();
            found.push(Entity::new(
                value.start()..value.start() + kept,
                EntityKind::Address,
                0.7,
                "label.facility",
            ));
        }
    }
    found
}

/// The name that starts at byte `start`.
fn labelled_name(doc: &Doc<'_>, start: usize) -> Option<Entity> {
    let mut at = doc.token_at(start);
    if doc.word(at).is_some_and(|word| HONORIFICS.contains(word.folded.as_str())) {
        return None;
    }
    let first = at;
    let lexicon = Lexicon::get();
    let mut names = 0;
    let mut unknown = 0;
    while at < first + 6 {
        let Some(token) = doc.token(at).filter(|token| at == first || token.gap < Gap::Line) else { break };
        let comma = doc.is_mark(at, ",") && at == first + 1 && doc.token(at + 1).is_some_and(could_be_name);
        let mark = doc.is_mark(at, ".-'’")
            && at > first
            && token.gap == Gap::None
            && doc.word_before(at).is_some_and(|word| word.case == Case::Initial || doc.is_mark(at, "-"));
        let name = token.case == Case::Initial || could_be_name(token);
        if CREDENTIALS.contains(token.folded.as_str()) && at > first || !(comma || mark || name) {
            break;
        }
        if name && token.case != Case::Initial {
            let grade = lexicon.name(&token.folded);
            let ordinary = lexicon.is_ordinary(&token.folded);
            names += usize::from(!ordinary && (grade.given > 0 || grade.surname > 0));
            unknown += usize::from(!ordinary || grade.given >= 2 || grade.surname >= 2);
        }
        at += 1;
    }
    let fits = at > first && (names >= 1 || unknown >= 2) && !doc.is_mark(at, ":");
    fits.then(|| Entity::new(doc.range(first, rest_of_name(doc, at)), EntityKind::Name, 0.9, "label.name"))
}
