//! `llm.clinical-filter`: the model names segments to leave out, it never writes text.

use revrx_engine::stage::contract_of;
use revrx_engine_core::catalogue::{Contract, KindContract};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::config::{ModelConfig, example};
use crate::ports::DroppedSegments;
use crate::text::Text;

/// What it reads.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct ClinicalFilterInput {
    /// The de-identified text.
    pub text: Text,
}

/// What it gives.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ClinicalFilterOutput {
    /// What remains.
    pub text: Text,
    /// What does not, and why.
    pub dropped: DroppedSegments,
}

pub(super) fn contract() -> KindContract {
    let contract = Contract::idempotent("Clinical filtering").egress();
    contract_of::<ModelConfig, ClinicalFilterInput, ClinicalFilterOutput>(
        "llm.clinical-filter",
        1,
        &contract,
        example(),
    )
}
