//! `revrx stage ...`.

mod inputs;
mod list;
mod run;

use super::CliError;
use super::args::StageCommand;
use super::exit::Exit;
use super::streams::Streams;

/// Carries out one of the subcommands.
pub(super) fn stage(command: StageCommand, streams: &mut Streams<'_>) -> Result<Exit, CliError> {
    match command {
        StageCommand::List { format } => list::list(format, streams),
        StageCommand::Run(args) => run::run(&args, streams),
    }
}
