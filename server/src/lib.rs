//! The binary `revrx`, as a library so that its parts can be tested.
//!
//! `cli` has a file per command, `note` reads and checks what comes in, `report` writes what goes out, `workflow`
//! loads workflow files, `config` reads `revrx.toml`. There is no scheduling here: that is the engine's.

mod cli;
mod config;
mod encounters;
mod http;
mod note;
mod report;
mod reports;
mod workflow;

pub use cli::main;
