//! `document.digest`: one document out of what the other kinds found.

use revrx_engine::core::catalogue::Contract;
use revrx_engine::{Maybe, Stage, StageCx, StageError};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::keywords::KeywordList;
use super::statistics::Counts;

/// Joins statistics and keywords, and says what is missing.
pub struct Digest;

/// What it reads.
#[derive(Deserialize, JsonSchema)]
pub struct Input {
    /// Counts of the text.
    statistics: Counts,
    /// Its keywords, where there are some.
    keywords: Maybe<KeywordList>,
}

/// What it gives.
#[derive(Serialize, JsonSchema)]
pub struct Output {
    /// The digest.
    document: DigestDocument,
}

/// A digest of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "document-digest")]
pub struct DigestDocument {
    /// Counts of the text.
    pub statistics: Counts,
    /// Its keywords.
    pub keywords: Option<KeywordList>,
    /// Stages whose results are missing, and why.
    pub missing: Vec<String>,
}

impl Stage for Digest {
    const KIND: &'static str = "document.digest";
    const VERSION: u32 = 1;
    type Config = ();
    type Input = Input;
    type Output = Output;

    fn contract() -> Contract {
        Contract::pure("Document digest")
    }

    async fn run(&self, cx: &StageCx<Self>, input: Input) -> Result<Output, StageError> {
        let missing =
            cx.upstream().iter().filter_map(|stage| Some(format!("{}: {}", stage.title, stage.reason?)));
        let document = DigestDocument {
            statistics: input.statistics,
            keywords: input.keywords.into_option(),
            missing: missing.collect(),
        };
        Ok(Output { document })
    }
}
