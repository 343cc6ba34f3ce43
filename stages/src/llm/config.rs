//! What all kinds of this module are configured with.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

/// What stands under `with`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ModelConfig {
    /// The model, as its service names it.
    pub model: String,
    /// Most tokens of an answer.
    #[serde(default)]
    pub max_output_tokens: Option<u32>,
}

pub(super) fn example() -> Value {
    json!({ "model": "gpt-4o-mini", "max-output-tokens": 4_000 })
}
