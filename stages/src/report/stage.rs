//! The kind `report.assemble`.

use revrx_engine::stage::{Maybe, Stage, StageCx, StageError};
use revrx_engine_core::catalogue::Contract;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Material, Report, assemble};
use crate::encounter::{Encounter, EncounterSummary};
use crate::note::Note;
use crate::ports::{DroppedSegments, Findings, Icd10Codes, SnomedCodes, Suggestions};
use crate::text::Text;

/// Writes the report.
#[derive(Debug)]
pub struct ReportAssemble;

/// What it reads.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Input {
    /// The note itself.
    note: Note,
    /// The text that was looked at.
    text: Text,
    icd10: Maybe<Icd10Codes>,
    snomed: Maybe<SnomedCodes>,
    coding: Suggestions,
    /// What the quality check found; a workflow may go on without it.
    quality: Maybe<Findings>,
    /// The visit, reduced.
    encounter: Maybe<EncounterSummary>,
    /// The visit, for the date of service.
    visit: Maybe<Encounter>,
    /// What the filter left out.
    dropped: Maybe<DroppedSegments>,
}

/// What it gives.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Output {
    document: Report,
}

impl Stage for ReportAssemble {
    const KIND: &'static str = "report.assemble";
    const VERSION: u32 = 1;
    type Config = ();
    type Input = Input;
    type Output = Output;

    /// It quotes the note.
    fn contract() -> Contract {
        Contract::pure("Report").cpu().labelled("document", "phi")
    }

    async fn run(&self, cx: &StageCx<Self>, input: Input) -> Result<Output, StageError> {
        cx.check()?;
        let no_findings = Findings::default();
        let document = assemble(&Material {
            note: &input.note,
            text: &input.text,
            icd10: input.icd10.as_option(),
            snomed: input.snomed.as_option(),
            coding: &input.coding,
            quality: input.quality.as_option().unwrap_or(&no_findings),
            encounter: input.encounter.as_option(),
            visit: input.visit.as_option(),
            dropped: input.dropped.as_option(),
            upstream: cx.upstream(),
        });
        cx.check()?;
        Ok(Output { document })
    }
}
