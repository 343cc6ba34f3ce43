//! The steps, cheapest first: a mistake shows early.

use std::process::Command;

use super::session::{Outcome, Session, Step};
use crate::error::Error;
use crate::{eval, generate, sh, tidy};

/// Test-only features, the same for lint and test so that nothing is compiled twice.
const FEATURES: &str = "revrx-server/faults,revrx-engine/faults,revrx-engine/testkit";
const END_TO_END: &str = "revrx-tests";

const FORMAT: Step = Step { name: "format", run: format };
const TIDY: Step = Step { name: "tidy", run: |_| tidy::check().map(|()| Outcome::Passed) };
const CLIPPY: Step = Step { name: "clippy", run: clippy };
const UNIT: Step = Step { name: "unit and contract tests", run: unit };

/// The steps of `check`.
pub(super) const FAST: [Step; 4] = [FORMAT, TIDY, CLIPPY, UNIT];

/// The steps of `test`.
pub(super) const ALL: [Step; 11] = [
    FORMAT,
    TIDY,
    CLIPPY,
    UNIT,
    Step { name: "documentation tests", run: documentation },
    Step { name: "engine core for WebAssembly", run: wasm },
    Step { name: "build of revrx", run: |session| session.binary().map(|_| Outcome::Passed) },
    Step { name: "generated files", run: generated },
    Step { name: "end-to-end tests", run: end_to_end },
    Step { name: "clinical quality", run: quality },
    Step { name: "licences and sources", run: supply_chain },
];

fn format(_: &mut Session) -> Result<Outcome, Error> {
    done(&mut sh::cargo(["fmt", "--all", "--check"]))
}

fn clippy(_: &mut Session) -> Result<Outcome, Error> {
    let mut clippy =
        sh::cargo(["clippy", "--locked", "--workspace", "--all-targets", "--features", FEATURES]);
    done(clippy.args(["--", "--deny", "warnings"]))
}

fn unit(session: &mut Session) -> Result<Outcome, Error> {
    session.tests(runner().args(["--workspace", "--exclude", END_TO_END, "--features", FEATURES]))
}

/// `cargo nextest` runs no documentation tests, so they have a step of their own.
fn documentation(session: &mut Session) -> Result<Outcome, Error> {
    let mut test = sh::cargo(["test", "--locked", "--doc", "--workspace", "--no-fail-fast"]);
    session.tests(test.args(["--exclude", END_TO_END, "--features", FEATURES]))
}

/// Both feature sets: all, and what a page needs.
fn wasm(_: &mut Session) -> Result<Outcome, Error> {
    for features in [&["--all-features"][..], &["--no-default-features"]] {
        let mut check = sh::cargo(["check", "--locked", "--package", "revrx-engine-core", "--lib"]);
        sh::run(check.args(["--target", "wasm32-unknown-unknown"]).args(features))?;
    }
    Ok(Outcome::Passed)
}

fn generated(session: &mut Session) -> Result<Outcome, Error> {
    generate::check(session.binary()?)?;
    Ok(Outcome::Passed)
}

/// The tests find the binary in the environment, as `REVRX_BIN`.
fn end_to_end(session: &mut Session) -> Result<Outcome, Error> {
    if !sh::root().join("tests/Cargo.toml").exists() {
        return Ok(Outcome::Skipped(format!("there is no package {END_TO_END} yet")));
    }
    let binary = session.binary()?.to_owned();
    session.tests(runner().args(["--package", END_TO_END]).env("REVRX_BIN", binary))
}

fn quality(session: &mut Session) -> Result<Outcome, Error> {
    match eval::default_data() {
        Some(data) => eval::run(session.binary()?, &data, true).map(|()| Outcome::Passed),
        None => Ok(Outcome::Skipped("no evaluation data; REVRX_DATA names its folder".to_owned())),
    }
}

fn supply_chain(_: &mut Session) -> Result<Outcome, Error> {
    if !sh::installed("cargo-deny") {
        return Ok(Outcome::Skipped("cargo-deny is not installed".to_owned()));
    }
    done(&mut sh::cargo(["deny", "--offline", "--locked", "check", "bans", "licenses", "sources"]))
}

fn done(command: &mut Command) -> Result<Outcome, Error> {
    sh::run(command).map(|()| Outcome::Passed)
}

/// `cargo nextest` where it is installed, else `cargo test`.
fn runner() -> Command {
    if sh::installed("cargo-nextest") {
        sh::cargo(["nextest", "run", "--locked", "--no-fail-fast"])
    } else {
        sh::cargo(["test", "--locked", "--no-fail-fast", "--lib", "--bins", "--tests"])
    }
}
