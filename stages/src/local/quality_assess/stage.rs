//! The kind `quality.assess`.

use revrx_engine::stage::{Maybe, Stage, StageCx, StageError};
use revrx_engine_core::catalogue::Contract;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Material;
use crate::encounter::EncounterSummary;
use crate::ports::{Findings, Icd10Codes, SnomedCodes};
use crate::text::Text;

/// Names gaps and contradictions of the documentation, by rules.
#[derive(Debug)]
pub struct QualityAssess;

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
    findings: Findings,
}

impl Stage for QualityAssess {
    const KIND: &'static str = "quality.assess";
    const VERSION: u32 = 1;
    type Config = ();
    type Input = Input;
    type Output = Output;

    fn contract() -> Contract {
        Contract::pure("Documentation quality").cpu()
    }

    async fn run(&self, cx: &StageCx<Self>, input: Input) -> Result<Output, StageError> {
        cx.check()?;
        let map = input.text.map();
        let findings = super::assess(&Material {
            map: &map,
            icd10: input.icd10.as_option(),
            snomed: input.snomed.as_option(),
            encounter: input.encounter.as_option(),
        });
        cx.check()?;
        Ok(Output { findings })
    }
}
