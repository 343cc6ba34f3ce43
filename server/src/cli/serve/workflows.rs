//! The workflows a server offers.

use std::ffi::OsStr;

use revrx_engine_core::catalogue::Catalogue;
use revrx_engine_core::workflow::Workflow;

use super::super::CliError;
use super::super::streams::Streams;
use crate::config::Settings;
use crate::http::{NOTE_BYTES_HARD_MAX, Offer};
use crate::workflow::{Loaded, load_with, missing};

/// What is offered, and the files behind it; the default one first.
pub(super) struct Workflows {
    pub(super) offer: Offer,
    pub(super) loaded: Vec<Loaded>,
}

/// Loads `server.workflow`, which must run here, and `server.workflows`, of which those that cannot run are left out
/// with a word on what is missing.
///
/// # Errors
/// One does not exist, has findings, or takes other inputs than a note and an encounter.
pub(super) fn load(
    settings: &Settings,
    catalogue: &Catalogue,
    streams: &mut Streams<'_>,
) -> Result<Workflows, CliError> {
    let load = |name: &str| load_with(OsStr::new(name), settings.snomed_release(), catalogue);
    let first = load(settings.workflow())?;
    let workflow = usable(&first, streams)?;
    let lacks = missing(workflow);
    if !lacks.is_empty() {
        return Err(CliError::NotRunnable { name: workflow.name.to_string(), missing: lacks });
    }
    let note = workflow.inputs.iter().find(|input| input.name.as_str() == "note");
    let note_bytes_max = note.map_or(NOTE_BYTES_HARD_MAX, |note| note.max_bytes.min(NOTE_BYTES_HARD_MAX));
    let name = workflow.name.to_string();
    let mut offer = Offer { workflow: name.clone(), workflows: vec![name], note_bytes_max };
    let mut loaded = vec![first];
    for name in settings.workflows() {
        let other = load(name)?;
        let workflow = usable(&other, streams)?;
        let name = workflow.name.to_string();
        if offer.allows(&name) {
            continue;
        }
        let lacks = missing(workflow);
        if !lacks.is_empty() {
            let lacks = lacks.join(", ");
            streams.say(format_args!("warning: `{name}` cannot run here and is not offered: {lacks}\n"));
            continue;
        }
        if other.dependencies_source.text != loaded[0].dependencies_source.text {
            return Err(CliError::usage(
                format!("`{name}` has other dependencies than `{}`", offer.workflow),
                "keep the workflows of one server in one folder",
            ));
        }
        offer.workflows.push(name);
        loaded.push(other);
    }
    Ok(Workflows { offer, loaded })
}

/// The workflow, when it has no errors and takes what a server gives. Warnings are said.
fn usable<'l>(loaded: &'l Loaded, streams: &mut Streams<'_>) -> Result<&'l Workflow, CliError> {
    let workflow = loaded.workflow()?;
    if !loaded.diagnostics.is_empty() {
        streams.say(format_args!("{}\n", loaded.render()));
    }
    let names: Vec<&str> = workflow.inputs.iter().map(|input| input.name.as_str()).collect();
    if names.contains(&"note") && names.iter().all(|name| ["note", "encounter"].contains(name)) {
        return Ok(workflow);
    }
    let takes = names.join(", ");
    Err(CliError::usage(
        format!("`{}` takes {takes}, and a server gives `note` and `encounter`", workflow.name),
        format!("use `revrx run {} --input NAME=VALUE`", loaded.source.name),
    ))
}
