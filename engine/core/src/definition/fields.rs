//! Reads the keys of one table: unknown keys, missing ones and wrong types are findings.

use std::ops::RangeInclusive;
use std::time::Duration;

use super::findings::{Findings, list, nearest};
use super::tree::{Entry, Located, Node, Span, Table, Value};
use crate::diagnostic::Code;
use crate::time::{DurationError, format_duration, parse_duration};

/// A table and what a person calls it.
pub(super) struct Fields<'t> {
    pub(super) table: &'t Table,
    /// As in `[stage.report]`.
    pub(super) place: String,
    /// Where a missing key is reported.
    pub(super) span: Span,
}

impl<'t> Fields<'t> {
    /// The table in a node, or a finding that it is none.
    pub(super) fn of(node: &'t Node, place: &str, span: &Span, findings: &mut Findings<'_>) -> Option<Self> {
        match &node.value {
            Value::Table(table) => Some(Self { table, place: place.to_owned(), span: span.clone() }),
            _ => {
                wrong_type(node, place, "a table", findings);
                None
            }
        }
    }

    /// Reports every key that is not among `keys`.
    pub(super) fn known(&self, keys: &[&str], findings: &mut Findings<'_>) {
        for Entry { key, .. } in &self.table.entries {
            let word = key.value.as_str();
            if keys.contains(&word) {
                continue;
            }
            let finding =
                findings.report(Code::E0101, &key.span, format!("unknown key `{word}` in {}", self.place));
            let kebab = word.replace('_', "-");
            match nearest(&kebab, keys.iter().copied()) {
                Some(meant) => finding.help(format!("did you mean `{meant}`?")),
                None => finding.help(format!("keys here are {}", list(keys))),
            };
        }
    }

    /// The entry of a key that must be there.
    pub(super) fn required(&self, key: &str, findings: &mut Findings<'_>) -> Option<&'t Entry> {
        let entry = self.table.get(key);
        if entry.is_none() {
            findings.report(Code::E0102, &self.span, format!("`{key}` is missing in {}", self.place));
        }
        entry
    }

    pub(super) fn string(&self, key: &str, findings: &mut Findings<'_>) -> Option<Located<String>> {
        text_of(&self.table.get(key)?.node, key, findings)
    }

    pub(super) fn integer<T: TryFrom<i64>>(
        &self,
        key: &str,
        range: RangeInclusive<i64>,
        findings: &mut Findings<'_>,
    ) -> Option<Located<T>> {
        let node = &self.table.get(key)?.node;
        let Value::Integer(number) = node.value else {
            wrong_type(node, key, "a whole number", findings);
            return None;
        };
        match T::try_from(number) {
            Ok(value) if range.contains(&number) => Some(Located::new(value, node.span.clone())),
            _ => {
                out_of_range(node, key, range.start(), range.end(), findings);
                None
            }
        }
    }

    pub(super) fn number(
        &self,
        key: &str,
        range: RangeInclusive<f64>,
        findings: &mut Findings<'_>,
    ) -> Option<Located<f64>> {
        let node = &self.table.get(key)?.node;
        let number = match node.value {
            Value::Float(number) => number,
            // Whole numbers in these ranges are exact.
            Value::Integer(number) => i32::try_from(number).map_or(f64::NAN, f64::from),
            _ => {
                wrong_type(node, key, "a number", findings);
                return None;
            }
        };
        if !range.contains(&number) {
            out_of_range(node, key, range.start(), range.end(), findings);
            return None;
        }
        Some(Located::new(number, node.span.clone()))
    }

    /// A duration within bounds, both included.
    pub(super) fn duration(
        &self,
        key: &str,
        bounds: RangeInclusive<Duration>,
        findings: &mut Findings<'_>,
    ) -> Option<Located<Duration>> {
        let node = &self.table.get(key)?.node;
        let parsed = match &node.value {
            Value::String(text) => parse_duration(text),
            Value::Integer(number) => Err(DurationError::NoUnit(u64::try_from(*number).unwrap_or(0))),
            _ => {
                wrong_type(node, key, "a duration such as \"30s\"", findings);
                return None;
            }
        };
        match parsed {
            Err(error) => {
                let finding =
                    findings.report(Code::E0403, &node.span, format!("`{key}` is not a duration: {error}"));
                finding.help(match error {
                    DurationError::NoUnit(number) => format!("write `{key} = \"{number}s\"`"),
                    _ => format!("write `{key} = \"30s\"`, with `ms`, `s`, `m`, `h` or `d`"),
                });
                None
            }
            Ok(duration) if !bounds.contains(&duration) => {
                let (from, to) = (format_duration(*bounds.start()), format_duration(*bounds.end()));
                let message = format!("`{key}` is {}, outside {from} to {to}", format_duration(duration));
                findings.report(Code::E0404, &node.span, message);
                None
            }
            Ok(duration) => Some(Located::new(duration, node.span.clone())),
        }
    }

    /// The texts of a list.
    pub(super) fn strings(&self, key: &str, findings: &mut Findings<'_>) -> Option<Vec<Located<String>>> {
        let items = self.items(key, findings)?;
        Some(items.iter().filter_map(|item| text_of(item, key, findings)).collect())
    }

    /// The items of a list.
    pub(super) fn items(&self, key: &str, findings: &mut Findings<'_>) -> Option<&'t [Node]> {
        let node = &self.table.get(key)?.node;
        match &node.value {
            Value::Array(items) => Some(items),
            _ => {
                wrong_type(node, key, "a list", findings);
                None
            }
        }
    }

    /// A table within this one.
    pub(super) fn fields(&self, key: &str, place: &str, findings: &mut Findings<'_>) -> Option<Self> {
        let entry = self.table.get(key)?;
        Self::of(&entry.node, place, &entry.key.span, findings)
    }
}

/// The text in a node, or a finding that it is none.
pub(super) fn text_of(node: &Node, key: &str, findings: &mut Findings<'_>) -> Option<Located<String>> {
    match &node.value {
        Value::String(text) => Some(Located::new(text.clone(), node.span.clone())),
        _ => {
            wrong_type(node, key, "a text", findings);
            None
        }
    }
}

pub(super) fn wrong_type(node: &Node, key: &str, expected: &str, findings: &mut Findings<'_>) {
    let key = if key.starts_with('[') || key.starts_with('`') { key.to_owned() } else { format!("`{key}`") };
    let message = format!("{key} must be {expected}, this is {}", node.type_name());
    findings.report(Code::E0103, &node.span, message);
}

fn out_of_range(
    node: &Node,
    key: &str,
    from: &impl std::fmt::Display,
    to: &impl std::fmt::Display,
    findings: &mut Findings<'_>,
) {
    findings.report(Code::E0104, &node.span, format!("`{key}` must be between {from} and {to}"));
}

/// Whether a name may stand in a reference: a letter, then letters, digits, `_` and `-`, at most 64 in all.
pub(super) fn check_name(name: &Located<String>, what: &str, findings: &mut Findings<'_>) -> bool {
    let text = name.value.as_str();
    let shape = text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.len() <= 64
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    if !shape {
        let finding = findings.report(Code::E0105, &name.span, format!("this cannot be the name of {what}"));
        finding.help("a name is a letter, then letters, digits, `_` and `-`, at most 64 in all");
    }
    shape
}
