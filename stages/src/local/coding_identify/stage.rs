//! The kind `coding.identify`.

use revrx_engine::stage::{Maybe, Stage, StageCx, StageError};
use revrx_engine_core::catalogue::Contract;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Material;
use crate::encounter::EncounterSummary;
use crate::ports::{Icd10Codes, SnomedCodes, Suggestions};
use crate::text::Text;

/// Gives every code a verdict, by rules.
#[derive(Debug)]
pub struct CodingIdentify;

/// What it reads.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Input {
    text: Text,
    icd10: Maybe<Icd10Codes>,
    snomed: Maybe<SnomedCodes>,
    encounter: Maybe<EncounterSummary>,
}

/// What it gives.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Output {
    suggestions: Suggestions,
}

impl Stage for CodingIdentify {
    const KIND: &'static str = "coding.identify";
    const VERSION: u32 = 1;
    type Config = ();
    type Input = Input;
    type Output = Output;

    fn contract() -> Contract {
        Contract::pure("Coding suggestions").cpu()
    }

    async fn run(&self, cx: &StageCx<Self>, input: Input) -> Result<Output, StageError> {
        cx.check()?;
        let material = Material {
            text: &input.text,
            icd10: input.icd10.as_option(),
            snomed: input.snomed.as_option(),
            encounter: input.encounter.as_option(),
        };
        let suggestions = super::identify(&material);
        cx.check()?;
        Ok(Output { suggestions })
    }
}
