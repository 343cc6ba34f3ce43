//! `llm.identify-codes`: the model's suggestions; the report checks each against the release and the note.

use revrx_engine::stage::{Maybe, contract_of};
use revrx_engine_core::catalogue::{Contract, KindContract};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::config::{ModelConfig, example};
use crate::encounter::EncounterSummary;
use crate::ports::{Icd10Codes, SnomedCodes, Suggestions};
use crate::text::Text;

/// What it reads.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct IdentifyCodesInput {
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
pub struct IdentifyCodesOutput {
    /// Codes with verdicts.
    pub suggestions: Suggestions,
}

pub(super) fn contract() -> KindContract {
    let contract = Contract::idempotent("Coding suggestions").egress();
    contract_of::<ModelConfig, IdentifyCodesInput, IdentifyCodesOutput>(
        "llm.identify-codes",
        1,
        &contract,
        example(),
    )
}
