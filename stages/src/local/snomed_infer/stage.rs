//! The kind `snomed.infer`.

use std::path::PathBuf;

use revrx_engine::stage::{Stage, StageCx, StageError};
use revrx_engine_core::catalogue::Contract;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::release;
use crate::ports::SnomedCodes;
use crate::text::Text;

/// Finds SNOMED CT concepts with a release the user supplies.
#[derive(Debug)]
pub struct SnomedInfer;

/// What stands under `with`.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Config {
    /// An unpacked RF2 folder, or a table with `id<TAB>term<TAB>kind` a line.
    pub release: Option<PathBuf>,
}

/// What it reads.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Input {
    /// The text.
    text: Text,
}

/// What it gives.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Output {
    /// The concepts.
    codes: SnomedCodes,
}

impl Stage for SnomedInfer {
    const KIND: &'static str = "snomed.infer";
    const VERSION: u32 = 1;
    type Config = Config;
    type Input = Input;
    type Output = Output;

    /// Not pure: the release may change under the same configuration.
    fn contract() -> Contract {
        Contract::idempotent("SNOMED CT inference").cpu()
    }

    fn example() -> Value {
        json!({ "release": "terminology/SnomedCT_InternationalRF2" })
    }

    fn configured(&self, config: &Config) -> Result<(), String> {
        let path = config.release.as_deref().ok_or(
            "no SNOMED CT release: set `release` to an unpacked RF2 folder; SNOMED CT needs a licence of your own",
        )?;
        release::check(path).map_err(|error| error.to_string())
    }

    async fn run(&self, cx: &StageCx<Self>, input: Input) -> Result<Output, StageError> {
        cx.check()?;
        let not_there = || StageError::unavailable("the SNOMED CT release cannot be read");
        let path = cx.config().release.as_deref().ok_or_else(not_there)?;
        let lexicon = release::load(path).map_err(|_| not_there())?;
        cx.check()?;
        Ok(Output { codes: super::infer(&input.text.map(), &lexicon) })
    }
}
