//! What stands on the command line.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};

use crate::config::{ConfigError, Flags, Settings};

/// Turns clinical notes into coding reports, and runs any workflow file.
#[derive(Debug, Parser)]
#[command(name = "revrx", version, arg_required_else_help = true, subcommand_required = true)]
pub(super) struct Args {
    #[command(flatten)]
    pub(super) global: Global,
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Global {
    /// Configuration file [default: revrx.toml of this folder, if there is one]
    #[arg(long, global = true, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    /// Log to standard error, ids only; `REVRX_LOG` says what, such as `revrx_engine=debug` [default: off]
    #[arg(long, global = true, value_name = "FORMAT")]
    pub(super) log: Option<LogFormat>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum LogFormat {
    Off,
    Text,
    Json,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Serve the page and the API until a signal ends it
    Serve(ServeArgs),
    /// Make a coding report of each note
    Process(ProcessArgs),
    /// Run any workflow once and print what it gives
    Run(RunArgs),
    /// Check, list and begin workflow files
    #[command(subcommand)]
    Workflow(WorkflowCommand),
    /// Print the page of a finding, such as E0301
    Explain(ExplainArgs),
    /// The kinds that a stage can use
    #[command(subcommand)]
    Stage(StageCommand),
    /// Print the effective configuration, with secrets as stars
    Config,
    /// Print the description of the API, as JSON
    Openapi,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    #[default]
    Text,
    Json,
}

/// Where runs are kept.
#[derive(Debug, ClapArgs)]
pub(super) struct Keep {
    /// Keep runs in this folder: what is interrupted goes on when the same command is given again
    #[arg(long, value_name = "DIR")]
    pub(super) data: Option<PathBuf>,
    /// Folder of the master keys [default: ~/.config/revrx/keys]
    #[arg(long, value_name = "DIR")]
    pub(super) keys: Option<PathBuf>,
    /// With --data: run again what was run before
    #[arg(long)]
    pub(super) again: bool,
    /// SNOMED CT release (RF2) for `snomed.infer`
    #[arg(long, value_name = "FILE")]
    pub(super) snomed: Option<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub(super) struct ServeArgs {
    /// Address to listen at, of this machine alone; port 0 takes a free one [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDRESS")]
    pub(super) listen: Option<String>,
    /// Folder of the encounters and reports [default: ~/.local/share/revrx]
    #[arg(long, value_name = "DIR")]
    pub(super) data: Option<PathBuf>,
    /// Folder of the master keys [default: ~/.config/revrx/keys]
    #[arg(long, value_name = "DIR")]
    pub(super) keys: Option<PathBuf>,
    /// SNOMED CT release (RF2) for `snomed.infer`
    #[arg(long, value_name = "FILE")]
    pub(super) snomed: Option<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub(super) struct ProcessArgs {
    /// Notes, UTF-8 text of at most 1 MiB; `-` reads standard input
    #[arg(value_name = "NOTE", required = true)]
    pub(super) notes: Vec<OsString>,
    /// Shipped workflow or workflow file [default: server.workflow of the configuration]
    #[arg(long, value_name = "NAME|FILE")]
    pub(super) workflow: Option<OsString>,
    /// What is known of the visit, as JSON, for all notes [default: NAME.encounter.json beside NAME.txt]
    #[arg(long, value_name = "FILE")]
    pub(super) encounter: Option<PathBuf>,
    #[command(flatten)]
    pub(super) keep: Keep,
    /// Report as text, or as one line of JSON a note
    #[arg(long, default_value = "text", value_name = "FORMAT")]
    pub(super) format: Format,
}

#[derive(Debug, ClapArgs)]
pub(super) struct RunArgs {
    /// Workflow file, or the name of a shipped one
    #[arg(value_name = "FILE")]
    pub(super) workflow: OsString,
    /// An input: NAME=VALUE, or NAME=@FILE for what stands in a file
    #[arg(long = "input", value_name = "NAME=VALUE")]
    pub(super) inputs: Vec<String>,
    #[command(flatten)]
    pub(super) keep: Keep,
}

#[derive(Debug, Subcommand)]
pub(super) enum WorkflowCommand {
    /// Check workflow files (and dependencies.toml) without running anything
    Check(CheckArgs),
    /// The workflows there are, and what is missing to run them
    List,
    /// Print a commented file to begin with
    New {
        /// Name of the workflow
        name: String,
    },
    /// Print the JSON Schema of workflow files, for editors
    Schema,
}

#[derive(Debug, ClapArgs)]
pub(super) struct CheckArgs {
    /// Files to check
    #[arg(value_name = "FILE", required = true)]
    pub(super) files: Vec<OsString>,
    /// Findings as text, or as one line of JSON a file
    #[arg(long, default_value = "text", value_name = "FORMAT")]
    pub(super) format: Format,
    /// A warning counts as an error
    #[arg(long)]
    pub(super) deny_warnings: bool,
}

#[derive(Debug, ClapArgs)]
pub(super) struct ExplainArgs {
    /// Code of the finding
    pub(super) code: String,
}

#[derive(Debug, Subcommand)]
pub(super) enum StageCommand {
    /// List the kinds with what they read and give
    List {
        /// A table, a page for documentation, or the catalogue as JSON
        #[arg(long, default_value = "text", value_name = "FORMAT")]
        format: ListFormat,
    },
    /// Run one kind on inputs from standard input, without a workflow
    Run(StageRunArgs),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ListFormat {
    Text,
    Markdown,
    Json,
}

#[derive(Debug, ClapArgs)]
pub(super) struct StageRunArgs {
    /// The kind, such as `phi.detect`
    pub(super) kind: String,
    /// What would stand under `with`, as JSON
    #[arg(long = "with", value_name = "JSON")]
    pub(super) with: Option<String>,
    /// One object of inputs a line in, one object of outputs or {"error"} a line out
    #[arg(long)]
    pub(super) jsonl: bool,
}

impl Global {
    /// Whether nothing is logged, so that bars have standard error to themselves.
    pub(super) fn is_quiet(&self) -> bool {
        !super::logging::is_on(self.log)
    }

    /// The effective configuration.
    pub(super) fn settings(&self, keep: Option<&Keep>) -> Result<Settings, ConfigError> {
        let flags = Flags {
            config: self.config.clone(),
            data: keep.and_then(|keep| keep.data.clone()),
            keys: keep.and_then(|keep| keep.keys.clone()),
            snomed: keep.and_then(|keep| keep.snomed.clone()),
            listen: None,
        };
        Settings::load(&flags, &|name| std::env::var_os(name))
    }

    /// The effective configuration of a server.
    pub(super) fn serve_settings(&self, args: &ServeArgs) -> Result<Settings, ConfigError> {
        let flags = Flags {
            config: self.config.clone(),
            data: args.data.clone(),
            keys: args.keys.clone(),
            snomed: args.snomed.clone(),
            listen: args.listen.clone(),
        };
        Settings::load(&flags, &|name| std::env::var_os(name))
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_definition_holds() {
        Args::command().debug_assert();
    }
}
