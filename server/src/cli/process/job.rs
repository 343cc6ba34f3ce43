//! One note, from the argument to what became of it.

use std::ffi::OsStr;
use std::path::PathBuf;
use std::time::Instant;

use revrx_engine::{EngineError, RunHandle};
use revrx_engine_core::workflow::Workflow;
use serde_json::value::{RawValue, to_raw_value};

use super::Display;
use crate::cli::CliError;
use crate::cli::args::ProcessArgs;
use crate::cli::follow::{Followed, ending, follow, problem, waiting};
use crate::cli::hash::fingerprint;
use crate::cli::session::{Session, Work, engine, is_passing};
use crate::note::{NoteError, STDIN, beside, decode, parse_encounter, read};
use crate::report::{Outcome, Problem, Status};

/// Largest encounter file, in bytes.
const ENCOUNTER_BYTES_MAX: u64 = 1 << 20;

/// What all notes of a command have in common.
pub(super) struct Job<'j, 'd> {
    pub(super) session: &'j Session,
    pub(super) args: &'j ProcessArgs,
    pub(super) workflow: &'j Workflow,
    pub(super) takes_encounter: bool,
    pub(super) display: &'j Display<'d>,
}

impl Job<'_, '_> {
    /// Makes the report of one note.
    ///
    /// # Errors
    /// What ends the whole command; everything about this note alone is its outcome.
    pub(super) async fn make(&self, note: &OsStr) -> Result<Outcome, CliError> {
        let began = Instant::now();
        let file = note.to_string_lossy().into_owned();
        let mut outcome = Outcome {
            file,
            report_id: None,
            status: Status::Failed,
            degraded: false,
            elapsed: began.elapsed(),
            error: None,
            report: None,
        };
        match self.work(note.to_owned()).await? {
            Err(refused) => outcome.error = Some(of_note(&refused)),
            Ok(work) => match self.session.obtain(work).await {
                Ok(run) => self.follow(&run, &mut outcome).await?,
                Err(EngineError::Input { reason, .. }) => {
                    outcome.error = Some(problem("note-refused", reason))
                }
                Err(error) if is_passing(&error) => return Err(self.session.store_away(error.to_string())),
                Err(error) => return Err(engine(error)),
            },
        }
        outcome.elapsed = began.elapsed();
        self.display.ended(&outcome);
        Ok(outcome)
    }

    /// Reads and checks a note and its encounter, away from the threads that drive runs.
    async fn work(&self, note: std::ffi::OsString) -> Result<Result<Work, NoteError>, CliError> {
        let input = self.workflow.inputs.iter().find(|input| input.name == "note");
        let max = input.map_or(u64::MAX, |input| input.max_bytes);
        let encounter = self.args.encounter.clone();
        let takes_encounter = self.takes_encounter;
        let hash = self.workflow.hash;
        let read = tokio::task::spawn_blocking(move || {
            let encounter = encounter.filter(|_| takes_encounter);
            prepare(&note, max, takes_encounter, encounter, &hash)
        });
        read.await.map_err(|error| CliError::Engine(error.to_string()))
    }

    async fn follow(&self, run: &RunHandle, outcome: &mut Outcome) -> Result<(), CliError> {
        outcome.report_id = Some(run.id().to_string());
        let mut progress = self.display.begin(&outcome.file);
        match follow(run, |outline, view| progress.show(outline, view)).await.map_err(engine)? {
            Followed::Ended(finished, messages) => {
                (outcome.status, outcome.error) = ending(&finished, &messages);
                outcome.degraded = finished.view.degraded;
                outcome.report = finished.output_json().map(str::to_owned);
            }
            Followed::Waits(reason) => outcome.error = Some(waiting(reason)),
        }
        progress.end();
        Ok(())
    }
}

/// The inputs of a run, and by what the note is known again: its bytes, its encounter and the workflow's text.
fn prepare(
    note: &OsStr,
    max: u64,
    takes_encounter: bool,
    encounter: Option<PathBuf>,
    workflow: &[u8; 32],
) -> Result<Work, NoteError> {
    let bytes = read(note, max)?;
    let text = decode(&bytes)?;
    let mut inputs = vec![("note".to_owned(), raw(text))];
    let file = encounter.or_else(|| if takes_encounter && note != STDIN { beside(note) } else { None });
    let encounter = match file {
        Some(file) => {
            let bytes = read(file.as_os_str(), ENCOUNTER_BYTES_MAX).map_err(NoteError::of_encounter)?;
            parse_encounter(&bytes)?
        }
        None => "{}".to_owned(),
    };
    let fingerprint = fingerprint([
        ("note", bytes.as_slice()),
        ("encounter", encounter.as_bytes()),
        ("workflow", workflow),
    ]);
    if takes_encounter {
        inputs.push(("encounter".to_owned(), RawValue::from_string(encounter).unwrap_or_else(|_| raw("{}"))));
    }
    Ok(Work { inputs, fingerprint })
}

fn raw(text: &str) -> Box<RawValue> {
    to_raw_value(text).expect("a string is always JSON")
}

fn of_note(error: &NoteError) -> Problem {
    let hint = error.hint().map(str::to_owned);
    Problem { hint, ..problem(error.code(), error.to_string()) }
}
