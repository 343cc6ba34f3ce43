//! The kind `icd10.infer`.

use revrx_engine::stage::{Maybe, Stage, StageCx, StageError};
use revrx_engine_core::catalogue::Contract;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Options, infer};
use crate::encounter::EncounterSummary;
use crate::ports::Icd10Codes;
use crate::text::Text;

/// Finds ICD-10-CM codes with the dictionary.
#[derive(Debug)]
pub struct Icd10Infer;

/// What it reads.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Input {
    /// The text.
    text: Text,
    /// The visit: class, sex and age decide some codes.
    encounter: Maybe<EncounterSummary>,
}

/// What it gives.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Output {
    /// The codes the text mentions.
    codes: Icd10Codes,
}

impl Stage for Icd10Infer {
    const KIND: &'static str = "icd10.infer";
    const VERSION: u32 = 1;
    type Config = ();
    type Input = Input;
    type Output = Output;

    fn contract() -> Contract {
        Contract::pure("ICD-10-CM inference").cpu()
    }

    async fn run(&self, cx: &StageCx<Self>, input: Input) -> Result<Output, StageError> {
        cx.check()?;
        let options = input.encounter.as_option().map(Options::from).unwrap_or_default();
        let map = input.text.map();
        let found = infer(map.text(), &options);
        cx.check()?;
        Ok(Output { codes: Icd10Codes::from_inferred(&map, &found) })
    }
}
