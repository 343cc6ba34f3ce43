//! `revrx workflow ...`.

use std::ffi::{OsStr, OsString};

use revrx_engine_core::catalogue::Catalogue;
use revrx_engine_core::definition::schema;

use super::args::{Global, WorkflowCommand};
use super::exit::Exit;
use super::streams::Streams;
use super::{CliError, check};
use crate::workflow::{SHIPPED, STARTER, load, missing};

/// Longest name the engine takes.
const NAME_CHARS_MAX: usize = 64;

/// Carries out one of the subcommands.
pub(super) fn workflow(
    global: &Global,
    command: WorkflowCommand,
    streams: &mut Streams<'_>,
) -> Result<Exit, CliError> {
    let catalogue = || revrx_stages::registry().catalogue();
    match command {
        WorkflowCommand::Check(args) => check::check(&args, &catalogue(), streams),
        WorkflowCommand::List => list(global, &catalogue(), streams),
        WorkflowCommand::New { name } => new(&name, streams),
        WorkflowCommand::Schema => {
            let schema = schema(&catalogue());
            streams.print(format_args!("{schema:#}\n"))?;
            Ok(Exit::Success)
        }
    }
}

fn list(global: &Global, catalogue: &Catalogue, streams: &mut Streams<'_>) -> Result<Exit, CliError> {
    let settings = global.settings(None)?;
    let configured = settings.workflows().iter().map(String::as_str).chain([settings.workflow()]);
    let mut names: Vec<&str> = SHIPPED.iter().map(|(name, _, _)| *name).collect();
    for name in configured {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let width = names.iter().map(|name| name.chars().count()).max().unwrap_or(0);
    for name in names {
        let mark = if name == settings.workflow() { "*" } else { " " };
        let (title, state) = describe(name, catalogue);
        streams.print(format_args!("{mark} {name:width$}  {title}  {state}\n"))?;
    }
    streams.say(format_args!("* what a note is processed with (`server.workflow`)\n"));
    Ok(Exit::Success)
}

fn describe(name: &str, catalogue: &Catalogue) -> (String, String) {
    let loaded = match load(OsStr::new(name), catalogue) {
        Ok(loaded) => loaded,
        Err(error) => return ("-".to_owned(), format!("not runnable: {error}")),
    };
    let Some(workflow) = &loaded.workflow else {
        let errors = loaded.diagnostics.iter().filter(|finding| finding.is_error()).count();
        return ("-".to_owned(), format!("not runnable: {errors} errors; see `revrx workflow check {name}`"));
    };
    let missing = missing(workflow);
    let state = if missing.is_empty() {
        "runnable".to_owned()
    } else {
        format!("not runnable: {}", missing.join(", "))
    };
    (format!("{} {}", workflow.title, workflow.version), state)
}

fn new(name: &str, streams: &mut Streams<'_>) -> Result<Exit, CliError> {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let begins_well = name.starts_with(|c: char| c.is_ascii_alphabetic());
    if !begins_well || !name.chars().all(is_word) || name.len() > NAME_CHARS_MAX {
        return Err(CliError::usage(
            "this cannot be the name of a workflow",
            format!(
                "a name begins with a letter and has letters, digits, `-` and `_`, at most {NAME_CHARS_MAX}"
            ),
        ));
    }
    streams.print(format_args!("{}", STARTER.replace("NAME", name)))?;
    streams.say(format_args!(
        "hint: keep it with `revrx workflow new {name} > {}`\n",
        file(name).to_string_lossy()
    ));
    Ok(Exit::Success)
}

fn file(name: &str) -> OsString {
    format!("{name}.toml").into()
}
