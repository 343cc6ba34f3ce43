//! Build glue: `cargo xtask COMMAND`. It uses no crate of this workspace, only cargo and the `revrx` binary.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command-line program speaks on its terminal"
)]
#![expect(
    unreachable_pub,
    reason = "a program has no outside: `pub` marks what a module offers to the others"
)]

mod bench;
mod data;
mod error;
mod eval;
mod generate;
mod npm;
mod page;
mod process;
mod run;
mod sh;
mod test;
mod tidy;
mod wasm;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use page::{Mode, Shrink};

/// Builds, runs, tests and measures RevRx.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build the page and `revrx`, and start the server; it prints its address, and Ctrl-C ends it.
    Run {
        /// Build the page quickly instead of small.
        #[arg(long)]
        dev: bool,
        /// More arguments for `revrx serve`, for example `--listen 127.0.0.1:9090`.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<OsString>,
    },
    /// Build the page into `frontend/dist`, which `revrx` embeds.
    Page {
        /// Quickly instead of small.
        #[arg(long)]
        dev: bool,
        /// Fail when scripts and module are larger than they may be.
        #[arg(long, conflicts_with = "dev")]
        budget: bool,
    },
    /// Build `revrx` and process notes with it: the samples, or those named.
    Process {
        /// Notes to process; a file NAME.encounter.json beside NAME.txt is its encounter.
        notes: Vec<PathBuf>,
    },
    /// Run every check and test, and print the minutes of each step.
    Test {
        /// Fail when all of it takes longer than so many minutes.
        #[arg(long, value_name = "MINUTES")]
        budget: Option<f64>,
    },
    /// Run the fast part of `test`: format, tidy, clippy and unit tests.
    Check,
    /// Check what no compiler checks: layers, file sizes, words, links, table headers.
    Tidy,
    /// Write the generated files: the workflow schema, the page of the stages, the description of the API.
    Gen {
        /// Write nothing; fail when a file is stale.
        #[arg(long)]
        check: bool,
    },
    /// Rebuild the tables under `stages/tables` from their sources (docs/data-sources.md).
    Data {
        /// Folder with the sources.
        sources: PathBuf,
        /// Write nothing; fail when a table differs from what the sources give.
        #[arg(long)]
        check: bool,
    },
    /// Measure the engine on the seven-stage workload, optimised; arguments go to the bench program.
    Bench {
        /// For example `--store sqlite --runs 10000`.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Measure clinical quality on evaluation data.
    Eval {
        /// Folder with the data (docs/data-sources.md).
        #[arg(long, value_name = "DIR", env = "REVRX_DATA")]
        data: PathBuf,
        /// Fail when a figure is below its bar.
        #[arg(long)]
        check: bool,
        /// Measure the optimised build.
        #[arg(long)]
        release: bool,
        /// Build nothing and measure this `revrx`.
        #[arg(long, value_name = "FILE", conflicts_with = "release")]
        binary: Option<PathBuf>,
    },
}

fn main() -> ExitCode {
    let done = match Arguments::parse().task {
        Task::Run { dev, arguments } => run::run(mode(dev), &arguments),
        Task::Page { dev, budget } => page::build(mode(dev), Shrink::WherePossible, budget),
        Task::Process { notes } => process::run(&notes),
        Task::Test { budget } => test::all(budget),
        Task::Check => test::fast(),
        Task::Tidy => tidy::check(),
        Task::Gen { check: false } => generate::write(),
        Task::Gen { check: true } => sh::binary(false).and_then(|binary| generate::check(&binary)),
        Task::Data { sources, check: false } => data::write(&sources),
        Task::Data { sources, check: true } => data::check(&sources),
        Task::Bench { arguments } => bench::run(&arguments),
        Task::Eval { data, check, binary: Some(binary), .. } => eval::run(&binary, &data, check),
        Task::Eval { data, check, release, binary: None } => {
            sh::binary(release).and_then(|binary| eval::run(&binary, &data, check))
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn mode(dev: bool) -> Mode {
    if dev { Mode::Dev } else { Mode::Small }
}
