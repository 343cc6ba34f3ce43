//! `revrx run FILE --input NAME=VALUE`.

use std::ffi::OsStr;

use revrx_engine_core::workflow::{InputDefinition, Workflow};
use serde_json::Value;
use serde_json::value::{RawValue, to_raw_value};

use super::CliError;
use super::args::{Global, RunArgs};
use super::exit::Exit;
use super::follow::{Followed, ending, follow, waiting};
use super::hash::fingerprint;
use super::process::{Display, close, runnable};
use super::session::{Session, Work, engine, is_passing, runtime};
use super::signal::StopRequests;
use super::streams::Streams;
use crate::note::read;
use crate::report::Problem;
use crate::workflow::load_with;

/// Runs a workflow once and prints its output as JSON.
pub(super) fn run(global: &Global, args: RunArgs, streams: &mut Streams<'_>) -> Result<Exit, CliError> {
    let settings = global.settings(Some(&args.keep))?;
    let registry = revrx_stages::registry();
    let loaded = load_with(&args.workflow, settings.snomed_release(), &registry.catalogue())?;
    let work = work(runnable(&loaded, streams)?, &args.inputs)?;
    let is_live = streams.err_is_terminal && global.is_quiet();
    runtime()?.block_on(async {
        let mut stop = StopRequests::listen();
        let session = Session::open(&settings, args.keep.again, registry, &loaded).await?;
        let ended = tokio::select! {
            ended = one(&session, work, is_live, streams) => ended,
            () = stop.next() => Err(session.stopped()),
            error = session.stuck() => Err(error),
        };
        close(session, ended, &mut stop).await
    })
}

async fn one(
    session: &Session,
    work: Work,
    is_live: bool,
    streams: &mut Streams<'_>,
) -> Result<Exit, CliError> {
    session.read_known().await?;
    let run = session.obtain(work).await.map_err(|error| {
        if is_passing(&error) { session.store_away(error.to_string()) } else { engine(error) }
    })?;
    let followed = {
        let display = Display::new(1, is_live, streams.err);
        let mut progress = display.begin("");
        let followed = follow(&run, |outline, view| progress.show(outline, view)).await.map_err(engine)?;
        progress.end();
        followed
    };
    let (output, problem) = match &followed {
        Followed::Ended(finished, messages) => (finished.output_json(), ending(finished, messages).1),
        Followed::Waits(reason) => (None, Some(waiting(*reason))),
    };
    if let Some(output) = output {
        streams.print(format_args!("{output}\n"))?;
    }
    let Some(Problem { code, message, hint }) = problem else { return Ok(Exit::Success) };
    streams.say(format_args!("error: {message} [{code}]\n"));
    if let Some(hint) = hint {
        streams.say(format_args!("hint: {hint}\n"));
    }
    Ok(Exit::Failed)
}

/// The inputs as the workflow states them.
fn work(workflow: &Workflow, given: &[String]) -> Result<Work, CliError> {
    let names =
        || workflow.inputs.iter().map(|input| format!("`{}`", input.name)).collect::<Vec<_>>().join(", ");
    let mut inputs: Vec<(String, Box<RawValue>)> = Vec::new();
    for text in given {
        let Some((name, value)) = text.split_once('=') else {
            return Err(CliError::usage(
                "an --input has no `=`",
                "write --input NAME=VALUE or --input NAME=@FILE",
            ));
        };
        let Some(input) = workflow.inputs.iter().find(|input| input.name == *name) else {
            return Err(CliError::usage(
                format!("the workflow has no input `{name}`"),
                format!("it has {}", names()),
            ));
        };
        if inputs.iter().any(|(known, _)| known == name) {
            return Err(CliError::usage(format!("input `{name}` is given twice"), "give it once"));
        }
        inputs.push((name.to_owned(), json_of(input, value)?));
    }
    for input in &workflow.inputs {
        if !inputs.iter().any(|(name, _)| *input.name.as_str() == **name) {
            let hint = format!(
                "give --input {}=VALUE or --input {}=@FILE, of type `{}`",
                input.name, input.name, input.ty.name
            );
            return Err(CliError::usage(format!("input `{}` is not given", input.name), hint));
        }
    }
    inputs.sort_by(|left, right| left.0.cmp(&right.0));
    let parts = inputs.iter().map(|(name, json)| (name.as_str(), json.get().as_bytes()));
    let fingerprint = fingerprint(parts.chain([("@workflow", workflow.hash.as_slice())]));
    Ok(Work { inputs, fingerprint })
}

fn json_of(input: &InputDefinition, value: &str) -> Result<Box<RawValue>, CliError> {
    let name = &input.name;
    let text = match value.strip_prefix('@') {
        Some(file) => {
            let bytes = read(OsStr::new(file), input.max_bytes);
            let bytes = bytes.map_err(|error| {
                CliError::usage(format!("input `{name}`: {file}: {error}"), "name another file")
            })?;
            let text = String::from_utf8(bytes);
            let text = text.map_err(|error| {
                let offset = error.utf8_error().valid_up_to();
                CliError::usage(
                    format!("input `{name}`: {file}: not UTF-8 at byte {offset}"),
                    "save it as UTF-8",
                )
            })?;
            text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)
        }
        None => value.to_owned(),
    };
    if takes_string(&input.ty.schema) {
        return to_raw_value(&text).map_err(|error| CliError::Engine(error.to_string()));
    }
    let json: Value = serde_json::from_str(&text).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        let message =
            format!("input `{name}` of type `{}` is not JSON: line {line}, column {column}", input.ty.name);
        CliError::usage(message, format!("for example --input '{name}={{}}'"))
    })?;
    to_raw_value(&json).map_err(|error| CliError::Engine(error.to_string()))
}

/// Whether a value of this type can be written as a plain string.
fn takes_string(schema: &Value) -> bool {
    let is_string = |schema: &Value| schema.get("type").and_then(Value::as_str) == Some("string");
    is_string(schema)
        || schema.get("anyOf").and_then(Value::as_array).is_some_and(|any| any.iter().any(is_string))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn texts_are_taken_as_they_are_and_everything_else_as_json() {
        for (schema, expected) in [
            (json!({ "type": "string" }), true),
            (json!({ "anyOf": [{ "type": "string" }, { "type": "array" }] }), true),
            (json!({ "type": "object" }), false),
            (json!({ "title": "json" }), false),
        ] {
            assert_eq!(takes_string(&schema), expected, "{schema}");
        }
    }
}
