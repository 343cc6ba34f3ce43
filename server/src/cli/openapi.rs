//! `revrx openapi`.

use super::CliError;
use super::exit::Exit;
use super::streams::Streams;
use crate::http::openapi_document;

/// Prints the description of the API.
pub(super) fn openapi(streams: &mut Streams<'_>) -> Result<Exit, CliError> {
    streams.print(format_args!("{}", openapi_document()))?;
    Ok(Exit::Success)
}
