//! The part of a report document that is printed. Fields it does not know are left alone.

use serde::Deserialize;
use serde_json::Value;

#[derive(Debug, Deserialize)]
pub(super) struct Document {
    pub(super) release: Value,
    pub(super) codes: Vec<SuggestedCode>,
    #[serde(default)]
    pub(super) findings: Vec<Finding>,
    #[serde(default)]
    pub(super) completeness: Completeness,
    #[serde(default)]
    pub(super) notice: Option<String>,
    #[serde(default)]
    pub(super) warnings: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct SuggestedCode {
    pub(super) system: String,
    pub(super) code: String,
    #[serde(default)]
    pub(super) title: Option<String>,
    #[serde(default)]
    pub(super) billable: Option<bool>,
    pub(super) verdict: String,
    #[serde(default)]
    pub(super) reason: Option<String>,
    #[serde(default)]
    pub(super) instead: Option<Value>,
    #[serde(default)]
    pub(super) evidence: Vec<Evidence>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Evidence {
    pub(super) begin: u64,
    pub(super) end: u64,
    pub(super) quote: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Finding {
    pub(super) kind: String,
    pub(super) message: String,
    #[serde(default)]
    pub(super) severity: Option<String>,
    #[serde(default)]
    pub(super) evidence: Vec<Evidence>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Completeness {
    #[serde(default)]
    pub(super) missing: Vec<Missing>,
    #[serde(default)]
    pub(super) notice: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Missing {
    pub(super) stage: String,
    #[serde(default)]
    pub(super) title: Option<String>,
    pub(super) reason: String,
    #[serde(default)]
    pub(super) stand_in: Option<String>,
}

/// A value that is a text, or an object whose `code`, `release` or `name` says it.
pub(super) fn words(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Object(fields) => ["name", "release", "code", "title"]
            .iter()
            .filter_map(|field| fields.get(*field).and_then(Value::as_str))
            .collect::<Vec<&str>>()
            .join(" "),
        Value::Array(items) => items.iter().map(words).collect::<Vec<String>>().join(", "),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}
