//! Measures live events: so many listeners on so many reports of a chain of stages that take a second each, some of
//! which stop reading. Prints one JSON line. `live-load REVRX [--listeners N] ...`
#![expect(clippy::print_stdout, reason = "a measurement speaks on its terminal")]

mod drive;
mod listener;
mod server;

use std::path::PathBuf;

use clap::Parser;

/// What to measure.
#[derive(Parser)]
struct Arguments {
    /// The binary, built with the feature `faults`.
    binary: PathBuf,
    /// Sockets, from 32 loopback addresses in turn.
    #[arg(long, default_value_t = 1_000)]
    listeners: usize,
    /// Reports, each listened to by the same number of sockets.
    #[arg(long, default_value_t = 100)]
    reports: usize,
    /// Stages of a report, each a second long: two events a second.
    #[arg(long, default_value_t = 60)]
    stages: usize,
    /// Listeners that read their first frame and nothing after it.
    #[arg(long, default_value_t = 100)]
    stopped: usize,
    /// Starts of further reports while all that goes on, to see how fast 202 is answered.
    #[arg(long, default_value_t = 200)]
    starts: usize,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("{}", drive::measure(&Arguments::parse()).await?);
    Ok(())
}
