//! The kind `phi.deidentify`: the only one that lowers labels.

use revrx_engine::stage::{Maybe, Stage, StageCx, StageError};
use revrx_engine_core::catalogue::Contract;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::deidentify;
use crate::encounter::{Encounter, EncounterSummary};
use crate::local::phi_detect::Known;
use crate::ports::PhiEntities;
use crate::text::Text;

/// Replaces protected health information by typed tokens and reduces the visit to what identifies nobody.
#[derive(Debug)]
pub struct PhiDeidentify;

/// What it reads.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Input {
    /// The note.
    text: Text,
    /// What was found in it.
    entities: PhiEntities,
    /// The visit: every name, number and date of it goes, wherever it stands.
    encounter: Maybe<Encounter>,
}

/// What it gives.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Output {
    /// The note with tokens.
    text: Text,
    /// Class, year, sex, age and billed codes.
    encounter: EncounterSummary,
}

impl Stage for PhiDeidentify {
    const KIND: &'static str = "phi.deidentify";
    const VERSION: u32 = 1;
    type Config = ();
    type Input = Input;
    type Output = Output;

    fn contract() -> Contract {
        Contract::pure("De-identification")
            .cpu()
            .lowers("text", "deidentified")
            .lowers("encounter", "deidentified")
    }

    async fn run(&self, cx: &StageCx<Self>, input: Input) -> Result<Output, StageError> {
        cx.check()?;
        check(&input)?;
        let encounter = input.encounter.into_option().unwrap_or_default();
        let done = deidentify(&input.text, &input.entities.0, &Known::from(&encounter));
        cx.check()?;
        cx.withhold(done.withheld.into_iter().map(crate::text::Clinical::into_inner));
        Ok(Output { text: done.text, encounter: encounter.summary() })
    }
}

/// An entity that is no place of the note would be passed over, and with it what it should protect.
fn check(input: &Input) -> Result<(), StageError> {
    let end = input
        .text
        .segments
        .iter()
        .filter_map(|segment| segment.span())
        .map(|span| span.end)
        .max()
        .unwrap_or(0);
    let wrong = input.entities.0.iter().position(|entity| entity.begin >= entity.end || entity.end > end);
    match wrong {
        Some(at) => Err(StageError::invalid_input(format!("entity {at} is no place of the note"))),
        None => Ok(()),
    }
}
