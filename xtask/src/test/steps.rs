//! The steps, cheapest first: a mistake shows early.

use std::process::Command;

use super::needs;
use super::session::{Outcome, Session, Step};
use crate::error::Error;
use crate::page::{self, Mode, Shrink};
use crate::{eval, generate, npm, sh, tidy, wasm};

/// Test-only features, the same for lint and test so that nothing is compiled twice.
const FEATURES: &str = "revrx-server/faults,revrx-engine/faults,revrx-engine/testkit";
const END_TO_END: &str = "revrx-tests";
const BROWSER: &str = "tests/browser";
/// Leptos can read settings from a file; the page does not, so that the crate is listed and its code is not linked.
const SETTINGS_OF_LEPTOS: &str = "leptos_config";

const FORMAT: Step = Step { name: "format", run: format };
const TIDY: Step = Step { name: "tidy", run: |_| tidy::check().map(|()| Outcome::Passed) };
const CLIPPY: Step = Step { name: "clippy", run: clippy };
const UNIT: Step = Step { name: "unit and contract tests", run: unit };

/// The steps of `check`.
pub(super) const FAST: [Step; 4] = [FORMAT, TIDY, CLIPPY, UNIT];

/// The steps of `test`.
///
/// The page comes before what embeds it: were it built later, the server would be compiled again.
pub(super) const ALL: [Step; 15] = [
    FORMAT,
    TIDY,
    Step { name: "page, and its size", run: page },
    Step { name: "clippy of the page", run: page_clippy },
    Step { name: "what the page depends on", run: page_links },
    CLIPPY,
    UNIT,
    Step { name: "documentation tests", run: documentation },
    Step { name: "engine core for WebAssembly", run: core_for_wasm },
    Step { name: "build of revrx", run: |session| session.binary().map(|_| Outcome::Passed) },
    Step { name: "generated files", run: generated },
    Step { name: "end-to-end tests", run: end_to_end },
    Step { name: "page in a browser", run: browser },
    Step { name: "clinical quality", run: quality },
    Step { name: "licences and sources", run: supply_chain },
];

fn format(_: &mut Session) -> Result<Outcome, Error> {
    done(&mut sh::cargo(["fmt", "--all", "--check"]))
}

fn page(_: &mut Session) -> Result<Outcome, Error> {
    page::build(Mode::Small, Shrink::Always, true)?;
    Ok(Outcome::Passed)
}

/// In the build folder and with the profile of the page, so that its macros are not compiled once more.
fn page_clippy(_: &mut Session) -> Result<Outcome, Error> {
    let mut clippy =
        sh::cargo(["clippy", "--locked", "--package", page::PACKAGE, "--lib", "--profile", "page"]);
    clippy.args(["--target", wasm::TARGET, "--target-dir"]).arg(page::target_folder()?);
    done(clippy.args(["--", "--deny", "warnings"]))
}

/// What the crate depends on; that no such code is in the module is seen when the page is built.
fn page_links(_: &mut Session) -> Result<Outcome, Error> {
    let mut tree = sh::cargo(["tree", "--locked", "--package", page::PACKAGE]);
    tree.args(["--edges", "normal,no-proc-macro", "--prune", SETTINGS_OF_LEPTOS]);
    let text = sh::capture(tree.args(["--target", wasm::TARGET, "--prefix", "none"]))?;
    let found = linked(&text, &page::NEVER);
    if found.is_empty() {
        return Ok(Outcome::Passed);
    }
    Err(Error::Check(format!("the page links {}; `{}` shows why", found.join(" and "), sh::line(&tree))))
}

/// Those of `crates` that `cargo tree --prefix none` lists in `tree`.
fn linked<'a>(tree: &str, crates: &[&'a str]) -> Vec<&'a str> {
    let listed = |name: &&&str| tree.lines().any(|line| line.split(' ').next() == Some(**name));
    crates.iter().filter(listed).copied().collect()
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
fn core_for_wasm(_: &mut Session) -> Result<Outcome, Error> {
    for features in [&["--all-features"][..], &["--no-default-features"]] {
        let mut check = sh::cargo(["check", "--locked", "--package", "revrx-engine-core", "--lib"]);
        sh::run(check.args(["--target", wasm::TARGET]).args(features))?;
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

/// The tests find the binary and the browser in the environment, as `REVRX_BIN` and `CHROMIUM`.
fn browser(session: &mut Session) -> Result<Outcome, Error> {
    npm::install(&sh::root().join(BROWSER))?;
    let binary = session.binary()?.to_owned();
    let mut node = sh::command("node");
    node.arg(format!("{BROWSER}/run.mjs")).env("REVRX_BIN", binary);
    node.env(needs::CHROMIUM_VARIABLE, needs::chromium()?);
    session.tests(&mut node)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crate_is_linked_when_the_tree_lists_it_by_its_whole_name() {
        let tree =
            "revrx-frontend v0.1.0 (frontend)\nserde v1.0.0\ntoml_datetime v1.0.0\npetgraph v0.8.3 (*)\n";
        assert_eq!(linked(tree, &["petgraph", "toml", "serde_json"]), ["petgraph"]);
        assert_eq!(linked(tree, &["toml"]), [""; 0]);
    }
}
