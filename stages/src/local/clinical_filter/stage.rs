//! The kind `clinical.filter`.

use revrx_engine::stage::{Stage, StageCx, StageError};
use revrx_engine_core::catalogue::Contract;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::ports::DroppedSegments;
use crate::text::Text;

/// Leaves out segments that carry nothing to code, by rules.
#[derive(Debug)]
pub struct ClinicalFilter;

/// What the filter reads.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Input {
    /// The de-identified text.
    text: Text,
}

/// What the filter gives.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Output {
    /// What remains.
    text: Text,
    /// What does not, and why.
    dropped: DroppedSegments,
}

impl Stage for ClinicalFilter {
    const KIND: &'static str = "clinical.filter";
    const VERSION: u32 = 1;
    type Config = ();
    type Input = Input;
    type Output = Output;

    fn contract() -> Contract {
        Contract::pure("Clinical filtering").cpu()
    }

    async fn run(&self, cx: &StageCx<Self>, input: Input) -> Result<Output, StageError> {
        cx.check()?;
        let (text, dropped) = super::filter(&input.text);
        cx.check()?;
        Ok(Output { text, dropped })
    }
}
