//! The seven-stage workload: what a durable engine costs.
//!
//! `first -> filter -> {left, right} -> {codes, checks} -> finalize` on an input of 2 KB; every stage gives 200
//! bytes of JSON. Prints one JSON line a measure. After a burst the process that ran it is ended with SIGKILL and
//! a fresh one opens the store, counts and compares.
//!
//! `cargo run --release -p revrx-engine --example seven_stages -- [--store memory|sqlite] [--runs N] [--measure
//! throughput|latency|overlap|memory|all] [--effect pure|idempotent]`

#![expect(clippy::print_stdout, reason = "the figures are its output")]

#[path = "seven_stages/measure.rs"]
mod measure;
#[path = "seven_stages/options.rs"]
mod options;
#[path = "seven_stages/system.rs"]
mod system;
#[path = "seven_stages/verify.rs"]
mod verify;
#[path = "seven_stages/workload.rs"]
mod workload;

use options::{Measure, Options};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let options = Options::from_arguments(std::env::args().skip(1))?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        match options.child {
            Some(Measure::Verify) => verify::verify(&options).await,
            Some(measure) => measure::run(measure, &options).await,
            None => measure::all(&options).await,
        }
    })
}
