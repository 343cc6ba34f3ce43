//! `comprehend.detect-phi`: the operation `DetectPHI`.

use revrx_engine::stage::contract_of;
use revrx_engine_core::catalogue::{Contract, KindContract};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::ports::PhiEntities;
use crate::text::Text;

/// `DetectPHI` takes up to 20,000 bytes of UTF-8; a request of as many characters is cut by bytes again.
const REQUEST_CHARS_MAX: u32 = 20_000;

/// What stands under `with`.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct DetectPhiConfig {
    /// Entities below this score (0 to 1) are left out. Left out itself: every entity counts.
    pub min_score: Option<f32>,
}

/// What it reads.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct DetectPhiInput {
    /// The note.
    pub text: Text,
}

/// What it gives.
#[derive(Debug, Serialize, JsonSchema)]
pub struct DetectPhiOutput {
    /// Places of the note.
    pub entities: PhiEntities,
}

pub(super) fn contract() -> KindContract {
    let contract = Contract::idempotent("PHI detection").egress().request_chars_max(REQUEST_CHARS_MAX);
    let example = json!({ "min-score": 0.2 });
    contract_of::<DetectPhiConfig, DetectPhiInput, DetectPhiOutput>(
        "comprehend.detect-phi",
        1,
        &contract,
        example,
    )
}
