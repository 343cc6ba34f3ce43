//! `revrx process NOTE...`.

mod display;
mod job;

use std::ffi::OsString;

use futures_util::stream::{self, StreamExt};
use revrx_engine::RunId;
use revrx_engine_core::workflow::Workflow;

use super::CliError;
use super::args::{Format, Global, ProcessArgs};
use super::exit::Exit;
use super::follow::{Followed, follow};
use super::session::{Session, engine, runtime};
use super::signal::StopRequests;
use super::streams::Streams;
use crate::note::STDIN;
use crate::report::{Outcome, json_line, render};
use crate::workflow::{Loaded, load_with, missing};
pub(super) use display::Display;
use job::Job;

/// Notes that are in the hands of the engine at the same time.
const NOTES_AT_ONCE: usize = 64;

/// Makes a report of each note.
pub(super) fn process(
    global: &Global,
    args: ProcessArgs,
    streams: &mut Streams<'_>,
) -> Result<Exit, CliError> {
    if args.notes.iter().filter(|note| *note == STDIN).count() > 1 {
        return Err(CliError::usage("`-` stands twice", "standard input can be read only once"));
    }
    let settings = global.settings(Some(&args.keep))?;
    let registry = revrx_stages::registry();
    let name = args.workflow.clone().unwrap_or_else(|| OsString::from(settings.workflow()));
    let loaded = load_with(&name, settings.snomed_release(), &registry.catalogue())?;
    let takes_encounter = usable(&loaded, streams)?;
    if args.encounter.is_some() && !takes_encounter {
        return Err(CliError::usage("this workflow has no input `encounter`", "leave out --encounter"));
    }
    runtime()?.block_on(async {
        let mut stop = StopRequests::listen();
        let session = Session::open(&settings, args.keep.again, registry, &loaded).await?;
        let ended = tokio::select! {
            ended = notes(&session, global.is_quiet(), &args, &loaded, takes_encounter, streams) => ended,
            () = stop.next() => Err(session.stopped()),
            error = session.stuck() => Err(error),
        };
        close(session, ended, &mut stop).await
    })
}

/// Shuts the engine down; a second request to stop does not wait for it.
pub(super) async fn close(
    session: Session,
    ended: Result<Exit, CliError>,
    stop: &mut StopRequests,
) -> Result<Exit, CliError> {
    tokio::select! {
        // What was answered is durable, whether or not the store closes cleanly.
        _closed = session.shutdown() => {}
        () = stop.next() => {}
    }
    ended
}

/// Checks that the workflow can be run here and takes a note; gives whether it takes an encounter too.
fn usable(loaded: &Loaded, streams: &mut Streams<'_>) -> Result<bool, CliError> {
    let workflow = runnable(loaded, streams)?;
    let names: Vec<&str> = workflow.inputs.iter().map(|input| input.name.as_str()).collect();
    if names.contains(&"note") && names.iter().all(|name| ["note", "encounter"].contains(name)) {
        return Ok(names.contains(&"encounter"));
    }
    let message =
        format!("`{}` takes {}, and `process` gives `note` and `encounter`", workflow.name, names.join(", "));
    Err(CliError::usage(message, format!("use `revrx run {} --input NAME=VALUE`", loaded.source.name)))
}

/// The workflow, when it can be run by this binary. Warnings are said.
pub(super) fn runnable<'l>(loaded: &'l Loaded, streams: &mut Streams<'_>) -> Result<&'l Workflow, CliError> {
    let workflow = loaded.workflow()?;
    if !loaded.diagnostics.is_empty() {
        streams.say(format_args!("{}\n", loaded.render()));
    }
    let missing = missing(workflow);
    if missing.is_empty() {
        Ok(workflow)
    } else {
        Err(CliError::NotRunnable { name: workflow.name.to_string(), missing })
    }
}

async fn notes(
    session: &Session,
    is_quiet: bool,
    args: &ProcessArgs,
    loaded: &Loaded,
    takes_encounter: bool,
    streams: &mut Streams<'_>,
) -> Result<Exit, CliError> {
    let mut others = session.read_known().await?;
    let is_live = streams.err_is_terminal && is_quiet;
    let display = Display::new(args.notes.len(), is_live, streams.err);
    let job = Job { session, args, workflow: loaded.workflow()?, takes_encounter, display: &display };
    let mut outcomes = stream::iter(&args.notes).map(|note| job.make(note)).buffered(NOTES_AT_ONCE);
    let mut exit = Exit::Success;
    let mut number = 0;
    while let Some(outcome) = outcomes.next().await {
        let outcome = outcome?;
        if !outcome.is_complete() {
            exit = Exit::Failed;
        }
        number += 1;
        display.suspend(|| print(&outcome, number, args, streams.out))?;
        others.retain(|run| outcome.report_id.as_ref() != Some(&run.to_string()));
    }
    finish_others(session, &others, &display).await?;
    Ok(exit)
}

fn print(
    outcome: &Outcome,
    number: usize,
    args: &ProcessArgs,
    out: &mut dyn std::io::Write,
) -> Result<(), CliError> {
    match args.format {
        Format::Json => {
            let line = json_line(outcome).map_err(|error| CliError::Engine(error.to_string()))?;
            writeln!(out, "{line}")?;
        }
        Format::Text => {
            let between = if number > 1 { "\n" } else { "" };
            write!(out, "{between}{}", render(outcome))?;
        }
    }
    Ok(out.flush()?)
}

/// Runs that an earlier command left unfinished go on by themselves; this waits for them and names them.
async fn finish_others(session: &Session, others: &[RunId], display: &Display<'_>) -> Result<(), CliError> {
    for run in others {
        display.say(format_args!("finishing {run}, which an earlier command began"));
        let ended = match follow(&session.run(*run), |_, _| {}).await.map_err(engine)? {
            Followed::Ended(finished, _) => finished.view.status.as_str(),
            Followed::Waits(_) => "waiting for an operator",
        };
        display.say(format_args!("{run} is {ended}"));
    }
    Ok(())
}
