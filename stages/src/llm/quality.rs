//! `llm.assess-quality`: gaps of the documentation that the model names, each with a quote.

use revrx_engine::stage::{Maybe, contract_of};
use revrx_engine_core::catalogue::{Contract, KindContract};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::config::{ModelConfig, example};
use crate::encounter::EncounterSummary;
use crate::ports::{Findings, Icd10Codes, SnomedCodes};
use crate::text::Text;

/// What it reads.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct AssessQualityInput {
    /// The de-identified text.
    pub text: Text,
    /// Codes inferred before.
    pub icd10: Maybe<Icd10Codes>,
    /// Concepts inferred before.
    pub snomed: Maybe<SnomedCodes>,
    /// The visit, reduced.
    pub encounter: Maybe<EncounterSummary>,
}

/// What it gives.
#[derive(Debug, Serialize, JsonSchema)]
pub struct AssessQualityOutput {
    /// The findings.
    pub findings: Findings,
}

pub(super) fn contract() -> KindContract {
    let contract = Contract::idempotent("Documentation quality").egress();
    contract_of::<ModelConfig, AssessQualityInput, AssessQualityOutput>(
        "llm.assess-quality",
        1,
        &contract,
        example(),
    )
}
