//! `comprehend.infer-icd10cm` and `comprehend.infer-snomedct`: the operations `InferICD10CM` and `InferSNOMEDCT`.

use revrx_engine::stage::contract_of;
use revrx_engine_core::catalogue::{Contract, KindContract};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::ports::{Icd10Codes, SnomedCodes};
use crate::text::Text;

/// Largest text of `InferICD10CM`, in characters.
const ICD10_CHARS_MAX: u32 = 10_000;
/// Largest text of `InferSNOMEDCT`, in characters.
const SNOMED_CHARS_MAX: u32 = 5_000;

/// What stands under `with`.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct CodesConfig {
    /// Concepts below this score (0 to 1) are left out. Left out itself: the service's first concept counts.
    pub min_score: Option<f32>,
}

/// What both read.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct CodesInput {
    /// The text.
    pub text: Text,
}

/// What `comprehend.infer-icd10cm` gives.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Icd10Output {
    /// The codes the text mentions.
    pub codes: Icd10Codes,
}

/// What `comprehend.infer-snomedct` gives.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SnomedOutput {
    /// The concepts the text mentions.
    pub codes: SnomedCodes,
}

pub(super) fn icd10_contract() -> KindContract {
    let contract = Contract::idempotent("ICD-10-CM inference").egress().request_chars_max(ICD10_CHARS_MAX);
    let example = json!({ "min-score": 0.4 });
    contract_of::<CodesConfig, CodesInput, Icd10Output>("comprehend.infer-icd10cm", 1, &contract, example)
}

pub(super) fn snomed_contract() -> KindContract {
    let contract = Contract::idempotent("SNOMED CT inference").egress().request_chars_max(SNOMED_CHARS_MAX);
    let example = json!({ "min-score": 0.4 });
    contract_of::<CodesConfig, CodesInput, SnomedOutput>("comprehend.infer-snomedct", 1, &contract, example)
}
