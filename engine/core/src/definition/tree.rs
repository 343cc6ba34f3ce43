//! The values of a file with their places, in the order in which they stand there.

use std::ops::Range;

use serde_json::{Map, Number};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A range in the file, in bytes.
pub(super) type Span = Range<usize>;

/// Something and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Located<T> {
    pub(super) value: T,
    pub(super) span: Span,
}

impl<T> Located<T> {
    pub(super) fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}

/// A value of the file.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) span: Span,
    pub(super) value: Value,
}

#[derive(Clone, Debug)]
pub(super) enum Value {
    String(String),
    Integer(i64),
    Float(f64),
    Boolean(bool),
    Datetime(String),
    Array(Vec<Node>),
    Table(Table),
}

/// A table, its entries in file order.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    pub(super) entries: Vec<Entry>,
}

#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) key: Located<String>,
    pub(super) node: Node,
}

impl Table {
    pub(super) fn get(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key.value == key)
    }

    pub(super) fn from_toml(table: &DeTable<'_>) -> Self {
        let mut entries: Vec<Entry> = table
            .iter()
            .map(|(key, value)| Entry {
                key: Located::new(key.get_ref().to_string(), key.span()),
                node: Node::from_toml(value),
            })
            .collect();
        entries.sort_by_key(|entry| entry.key.span.start);
        Self { entries }
    }

    fn to_json(&self) -> serde_json::Value {
        let entries = self.entries.iter().map(|entry| (entry.key.value.clone(), entry.node.to_json()));
        serde_json::Value::Object(Map::from_iter(entries))
    }
}

impl Node {
    fn from_toml(value: &Spanned<DeValue<'_>>) -> Self {
        let read = match value.get_ref() {
            DeValue::String(text) => Value::String(text.to_string()),
            DeValue::Integer(number) => {
                let text = number.as_str();
                let beyond = if text.starts_with('-') { i64::MIN } else { i64::MAX };
                Value::Integer(i64::from_str_radix(text, number.radix()).unwrap_or(beyond))
            }
            DeValue::Float(number) => Value::Float(number.as_str().parse().unwrap_or(f64::NAN)),
            DeValue::Boolean(value) => Value::Boolean(*value),
            DeValue::Datetime(time) => Value::Datetime(time.to_string()),
            DeValue::Array(items) => Value::Array(items.iter().map(Self::from_toml).collect()),
            DeValue::Table(table) => Value::Table(Table::from_toml(table)),
        };
        Self { span: value.span(), value: read }
    }

    /// The value as JSON; a date is its text, a number JSON cannot hold is null.
    pub(super) fn to_json(&self) -> serde_json::Value {
        match &self.value {
            Value::String(text) | Value::Datetime(text) => serde_json::Value::String(text.clone()),
            Value::Integer(number) => (*number).into(),
            Value::Float(number) => Number::from_f64(*number).map_or(serde_json::Value::Null, Into::into),
            Value::Boolean(value) => (*value).into(),
            Value::Array(items) => items.iter().map(Self::to_json).collect(),
            Value::Table(table) => table.to_json(),
        }
    }

    /// What a person calls values of this type.
    pub(super) fn type_name(&self) -> &'static str {
        match &self.value {
            Value::String(_) => "a text",
            Value::Integer(_) => "a whole number",
            Value::Float(_) => "a number",
            Value::Boolean(_) => "a boolean",
            Value::Datetime(_) => "a date",
            Value::Array(_) => "a list",
            Value::Table(_) => "a table",
        }
    }
}
