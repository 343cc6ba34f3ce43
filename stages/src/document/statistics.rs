//! `document.statistics`: how much text there is.

use revrx_engine::core::catalogue::Contract;
use revrx_engine::{Stage, StageCx, StageError};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Counts lines, words and characters.
pub struct Statistics;

/// What it reads.
#[derive(Deserialize, JsonSchema)]
pub struct Input {
    /// Any text.
    text: String,
}

/// What it gives.
#[derive(Serialize, JsonSchema)]
pub struct Output {
    /// The counts.
    statistics: Counts,
}

/// Counts of a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "document-statistics")]
pub struct Counts {
    /// Lines that are not blank.
    pub lines: u64,
    /// Words between white space.
    pub words: u64,
    /// Unicode code points.
    pub characters: u64,
}

impl Counts {
    fn of(text: &str) -> Self {
        Self {
            lines: text.lines().filter(|line| !line.trim().is_empty()).count() as u64,
            words: text.split_whitespace().count() as u64,
            characters: text.chars().count() as u64,
        }
    }
}

impl Stage for Statistics {
    const KIND: &'static str = "document.statistics";
    const VERSION: u32 = 1;
    type Config = ();
    type Input = Input;
    type Output = Output;

    fn contract() -> Contract {
        Contract::pure("Document statistics")
    }

    async fn run(&self, _cx: &StageCx<Self>, input: Input) -> Result<Output, StageError> {
        Ok(Output { statistics: Counts::of(&input.text) })
    }
}

#[cfg(test)]
mod tests {
    use super::Counts;

    #[test]
    fn lines_words_and_characters_are_counted() {
        for (text, lines, words, characters) in [("", 0, 0, 0), ("a b\n\n c", 2, 3, 7), ("漢字 é", 1, 2, 4)]
        {
            assert_eq!(Counts::of(text), Counts { lines, words, characters }, "{text:?}");
        }
    }
}
