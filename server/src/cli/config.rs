//! `revrx config`.

use super::CliError;
use super::args::Global;
use super::exit::Exit;
use super::streams::Streams;

/// Prints the effective configuration.
pub(super) fn config(global: &Global, streams: &mut Streams<'_>) -> Result<Exit, CliError> {
    let settings = global.settings(None)?;
    streams.print(format_args!("{}", settings.render()))?;
    Ok(Exit::Success)
}
