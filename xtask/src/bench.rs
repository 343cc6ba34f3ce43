//! `cargo xtask bench`: the engine on the seven-stage workload, optimised.

use crate::error::Error;
use crate::sh;

/// Builds the bench program and runs it with `arguments`; it prints one JSON line per measurement.
///
/// # Errors
/// It does not build, or fails.
pub(crate) fn run(arguments: &[String]) -> Result<(), Error> {
    let mut bench = sh::cargo([
        "run",
        "--release",
        "--locked",
        "--package",
        "revrx-engine",
        "--example",
        "seven_stages",
        "--",
    ]);
    sh::run(bench.args(arguments))
}
