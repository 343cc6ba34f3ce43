//! `document.keywords`: the words that a text uses most.

use std::collections::HashMap;

use revrx_engine::core::catalogue::Contract;
use revrx_engine::{Stage, StageCx, StageError};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Counts words of a least length and gives the most frequent.
pub struct Keywords;

/// What stands under `with`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Config {
    /// How many words to give, from 1 to 100.
    most: usize,
    /// Shorter words do not count, in characters.
    min_chars: usize,
}

impl Default for Config {
    fn default() -> Self {
        Self { most: 10, min_chars: 5 }
    }
}

/// What it reads.
#[derive(Deserialize, JsonSchema)]
pub struct Input {
    /// Any text.
    text: String,
}

/// What it gives.
#[derive(Serialize, JsonSchema)]
pub struct Output {
    /// The words, the most frequent first.
    keywords: KeywordList,
}

/// Words and how often they stand in the text, the most frequent first; equally frequent ones by alphabet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "document-keywords")]
pub struct KeywordList(pub Vec<(String, u64)>);

fn keywords(text: &str, config: &Config) -> KeywordList {
    let mut counts: HashMap<String, u64> = HashMap::new();
    for word in text.split(|c: char| !c.is_alphanumeric()) {
        if word.chars().count() >= config.min_chars {
            *counts.entry(word.to_lowercase()).or_default() += 1;
        }
    }
    let mut words: Vec<(String, u64)> = counts.into_iter().collect();
    words.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    words.truncate(config.most.clamp(1, 100));
    KeywordList(words)
}

impl Stage for Keywords {
    const KIND: &'static str = "document.keywords";
    const VERSION: u32 = 1;
    type Config = Config;
    type Input = Input;
    type Output = Output;

    fn contract() -> Contract {
        Contract::pure("Document keywords")
    }

    fn example() -> Value {
        json!({ "most": 5, "min-chars": 6 })
    }

    async fn run(&self, cx: &StageCx<Self>, input: Input) -> Result<Output, StageError> {
        Ok(Output { keywords: keywords(&input.text, cx.config()) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_frequent_words_come_first() {
        let config = Config { most: 2, min_chars: 4 };
        let KeywordList(words) = keywords("Invoice invoice, total TOTAL total; the the the apple", &config);
        assert_eq!(words, [("total".to_owned(), 3), ("invoice".to_owned(), 2)]);
    }
}
