//! `revrx workflow check`.

use std::ffi::OsStr;
use std::path::Path;

use revrx_engine_core::catalogue::Catalogue;
use revrx_engine_core::definition::check_dependencies;
use revrx_engine_core::diagnostic::{Diagnostic, Source, render};
use serde::Serialize;

use super::CliError;
use super::args::{CheckArgs, Format};
use super::exit::Exit;
use super::streams::Streams;
use crate::workflow::{graphical, is_dependencies, load, missing, read};

/// A file that was checked.
struct Checked {
    sources: Vec<Source>,
    diagnostics: Vec<Diagnostic>,
    /// What would be missing to run it here.
    missing: Vec<String>,
}

#[derive(Serialize)]
struct Line<'c> {
    file: &'c str,
    valid: bool,
    missing: &'c [String],
    diagnostics: &'c [Diagnostic],
}

/// Checks each file; a bad one ends as bad usage does.
pub(super) fn check(
    args: &CheckArgs,
    catalogue: &Catalogue,
    streams: &mut Streams<'_>,
) -> Result<Exit, CliError> {
    let mut exit = Exit::Success;
    for file in &args.files {
        let checked = check_file(file, catalogue)?;
        let refused = |finding: &Diagnostic| finding.is_error() || args.deny_warnings;
        let valid = !checked.diagnostics.iter().any(refused);
        if !valid {
            exit = Exit::Usage;
        }
        let name = file.to_string_lossy();
        match args.format {
            Format::Text => print_text(&name, valid, &checked, streams)?,
            Format::Json => {
                let Checked { diagnostics, missing, .. } = &checked;
                let line = Line { file: &name, valid, missing, diagnostics };
                let line =
                    serde_json::to_string(&line).map_err(|error| CliError::Engine(error.to_string()))?;
                streams.print(format_args!("{line}\n"))?;
            }
        }
    }
    Ok(exit)
}

fn check_file(file: &OsStr, catalogue: &Catalogue) -> Result<Checked, CliError> {
    let path = Path::new(file);
    if is_dependencies(path) {
        let source = Source::new(&path.display().to_string(), &read(path)?);
        let (_, diagnostics) = check_dependencies(&source);
        return Ok(Checked { sources: vec![source], diagnostics, missing: Vec::new() });
    }
    let loaded = load(file, catalogue)?;
    let missing = loaded.workflow.as_ref().map(missing).unwrap_or_default();
    let sources = vec![loaded.source, loaded.dependencies_source];
    Ok(Checked { sources, diagnostics: loaded.diagnostics, missing })
}

fn print_text(file: &str, valid: bool, checked: &Checked, streams: &mut Streams<'_>) -> Result<(), CliError> {
    let sources: Vec<&Source> = checked.sources.iter().collect();
    if !checked.diagnostics.is_empty() {
        let findings = if streams.out_is_terminal {
            graphical(&checked.diagnostics, &sources)
        } else {
            render(&checked.diagnostics, &sources)
        };
        streams.print(format_args!("{findings}\n"))?;
    }
    let errors = checked.diagnostics.iter().filter(|finding| finding.is_error()).count();
    let counts =
        format!("{}, {}", count(errors, "error"), count(checked.diagnostics.len() - errors, "warning"));
    match (valid, checked.diagnostics.is_empty()) {
        (true, true) => streams.print(format_args!("{file}: ok\n"))?,
        (true, false) => streams.print(format_args!("{file}: ok, {counts}\n"))?,
        (false, _) => streams.print(format_args!("{file}: {counts}; `revrx explain CODE` says more\n"))?,
    }
    for missing in &checked.missing {
        streams.print(format_args!("{file}: cannot be run here: {missing}\n"))?;
    }
    Ok(())
}

fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
