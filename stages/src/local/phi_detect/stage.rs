//! The kind `phi.detect`.

use revrx_engine::stage::{Maybe, Stage, StageCx, StageError};
use revrx_engine_core::catalogue::Contract;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Known, detect, note_entities};
use crate::encounter::Encounter;
use crate::note::Note;
use crate::ports::PhiEntities;

/// Finds protected health information by rules and lists.
#[derive(Debug)]
pub struct PhiDetect;

/// What it reads.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Input {
    /// The note itself.
    text: Note,
    /// The visit, for the names and numbers that are known.
    encounter: Maybe<Encounter>,
}

/// What it gives.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Output {
    /// Places of the note.
    entities: PhiEntities,
}

impl Stage for PhiDetect {
    const KIND: &'static str = "phi.detect";
    const VERSION: u32 = 1;
    type Config = ();
    type Input = Input;
    type Output = Output;

    fn contract() -> Contract {
        Contract::pure("PHI detection").cpu()
    }

    async fn run(&self, cx: &StageCx<Self>, input: Input) -> Result<Output, StageError> {
        cx.check()?;
        let known = input.encounter.as_option().map(Known::from).unwrap_or_default();
        let note = input.text.text();
        let entities = note_entities(note, &detect(note, &known));
        cx.check()?;
        Ok(Output { entities: PhiEntities(entities) })
    }
}

impl From<&Encounter> for Known {
    fn from(encounter: &Encounter) -> Self {
        Self {
            names: encounter.patient_names.clone(),
            mrns: encounter.mrns.clone(),
            dates_of_birth: encounter.date_of_birth.iter().cloned().collect(),
            dates: encounter.date.iter().cloned().collect(),
            clinicians: encounter.clinicians.clone(),
        }
    }
}
