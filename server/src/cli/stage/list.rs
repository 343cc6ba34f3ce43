//! `revrx stage list`.

use std::fmt::Write;

use revrx_engine_core::catalogue::{Catalogue, KindContract};

use crate::cli::CliError;
use crate::cli::args::ListFormat;
use crate::cli::exit::Exit;
use crate::cli::streams::Streams;

/// Prints all kinds.
pub(super) fn list(format: ListFormat, streams: &mut Streams<'_>) -> Result<Exit, CliError> {
    let catalogue = revrx_stages::registry().catalogue();
    let page = match format {
        ListFormat::Text => text(&catalogue),
        ListFormat::Markdown => markdown(&catalogue),
        ListFormat::Json => {
            serde_json::to_string_pretty(&catalogue).map_err(|error| CliError::Engine(error.to_string()))?
        }
    };
    streams.print(format_args!("{}\n", page.trim_end()))?;
    Ok(Exit::Success)
}

fn text(catalogue: &Catalogue) -> String {
    let width = catalogue.kinds().map(|kind| kind.kind.as_str().len()).max().unwrap_or(0);
    let lines = catalogue.kinds().map(|kind| {
        let here = if kind.in_this_build { "" } else { "  (not in this build)" };
        format!("{:width$}  {} -> {}  {}{here}", kind.kind.as_str(), inputs(kind), outputs(kind), kind.title)
    });
    lines.collect::<Vec<String>>().join("\n")
}

fn inputs(kind: &KindContract) -> String {
    let names =
        kind.inputs.iter().map(|port| format!("{}{}", port.name, if port.optional { "?" } else { "" }));
    names.collect::<Vec<String>>().join(", ")
}

fn outputs(kind: &KindContract) -> String {
    kind.outputs.iter().map(|port| port.name.to_string()).collect::<Vec<String>>().join(", ")
}

fn markdown(catalogue: &Catalogue) -> String {
    let mut page =
        "# Stages\n\nThe kinds a stage can use, as `revrx stage list --format markdown` prints them.\n"
            .to_owned();
    for kind in catalogue.kinds() {
        // Writing to a string cannot fail.
        if section(&mut page, kind).is_err() {
            break;
        }
    }
    page
}

fn section(page: &mut String, kind: &KindContract) -> std::fmt::Result {
    writeln!(
        page,
        "\n## `{}`\n\n{}. Version {}, {}",
        kind.kind,
        kind.title,
        kind.version,
        kind.effect.as_str()
    )?;
    for (holds, words) in [
        (kind.cpu, "computes"),
        (kind.egress, "calls an outside service"),
        (!kind.in_this_build, "not in this build"),
    ] {
        if holds {
            page.truncate(page.trim_end().len());
            writeln!(page, ", {words}")?;
        }
    }
    page.truncate(page.trim_end().len());
    writeln!(page, ".\n\n| Port | Type | |\n|---|---|---|")?;
    for port in &kind.inputs {
        let may = if port.optional { "input, may be missing" } else { "input" };
        writeln!(page, "| `{}` | `{}` | {may} |", port.name, port.ty.name)?;
    }
    for port in &kind.outputs {
        let least = port.label.as_ref().map(|label| format!(", at least `{label}`")).unwrap_or_default();
        let lowers =
            port.lowers_to.as_ref().map(|label| format!(", lowered to `{label}`")).unwrap_or_default();
        writeln!(page, "| `{}` | `{}` | output{least}{lowers} |", port.name, port.ty.name)?;
    }
    if kind.example.as_object().is_some_and(|example| !example.is_empty()) {
        writeln!(page, "\nFor example `with`:\n\n```json\n{:#}\n```", kind.example)?;
    }
    Ok(())
}
