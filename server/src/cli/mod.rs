//! The command line: one file a command.

mod args;
mod check;
mod config;
mod error;
mod exit;
mod explain;
mod follow;
mod hash;
mod logging;
mod openapi;
mod process;
mod resume;
mod run;
mod serve;
mod session;
mod signal;
mod stage;
mod streams;
mod workflow;

pub(crate) use error::CliError;

use std::process::ExitCode;

use clap::Parser;

use args::{Args, Command};
use exit::Exit;
use streams::Streams;

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    let args = Args::parse();
    logging::start(args.global.log);
    let mut out = std::io::stdout().lock();
    // Not locked: progress bars and logs write there too, from other threads.
    let mut err = std::io::stderr();
    let mut streams = Streams::of_process(&mut out, &mut err);
    let exit = dispatch(args, &mut streams).unwrap_or_else(|error| {
        error.report(&mut streams);
        error.exit()
    });
    // What could not be written was reported where it was written.
    let flushed = streams.out.flush();
    if flushed.is_err() && exit == Exit::Success { Exit::Failed.into() } else { exit.into() }
}

fn dispatch(args: Args, streams: &mut Streams<'_>) -> Result<Exit, CliError> {
    let Args { global, command } = args;
    match command {
        Command::Process(args) => process::process(&global, args, streams),
        Command::Run(args) => run::run(&global, args, streams),
        Command::Workflow(command) => workflow::workflow(&global, command, streams),
        Command::Explain(args) => explain::explain(&args, streams),
        Command::Stage(command) => stage::stage(command, streams),
        Command::Config => config::config(&global, streams),
        Command::Serve(args) => serve::serve(&global, args, streams),
        Command::Openapi => openapi::openapi(streams),
    }
}
