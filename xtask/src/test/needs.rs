//! What the tests need beside Rust. Missing pieces are installed where that is possible, else named.

use std::os::unix::fs::MetadataExt;
use std::path::PathBuf;
use std::{env, fs};

use crate::error::Error;
use crate::{sh, wasm};

/// Programs the tests start, each with its Debian package.
const PROGRAMS: [(&str, &str); 3] = [("strace", "strace"), ("node", "nodejs"), ("npm", "npm")];
/// The browser that the page is tested in: the program, and its Debian package.
const CHROMIUM: (&str, &str) = ("chromium", "chromium");
/// Names another Chromium to test in.
pub(super) const CHROMIUM_VARIABLE: &str = "CHROMIUM";

/// Sees to it that everything is there.
///
/// # Errors
/// Something is missing and cannot be installed from here; the text names it.
pub(super) fn provide() -> Result<(), Error> {
    let browser = env::var_os(CHROMIUM_VARIABLE).is_none().then_some(CHROMIUM);
    let missing: Vec<&str> = PROGRAMS
        .into_iter()
        .chain(browser)
        .filter(|(program, _)| !sh::installed(program))
        .map(|(_, package)| package)
        .collect();
    if !missing.is_empty() {
        install(&missing)?;
    }
    wasm::provide()
}

/// The browser that the page is tested in.
///
/// # Errors
/// There is none.
pub(super) fn chromium() -> Result<PathBuf, Error> {
    let (program, package) = CHROMIUM;
    env::var_os(CHROMIUM_VARIABLE).map(PathBuf::from).or_else(|| sh::find(program)).ok_or_else(|| {
        Error::Check(format!(
            "there is no `{program}`; install the package `{package}`, or name one in {CHROMIUM_VARIABLE}"
        ))
    })
}

fn install(packages: &[&str]) -> Result<(), Error> {
    if !is_root() || !sh::installed("apt-get") {
        return Err(Error::Check(format!("missing: {}; install these Debian packages", packages.join(", "))));
    }
    sh::run(sh::command("apt-get").args(["update", "--quiet"]))?;
    let mut apt = sh::command("apt-get");
    apt.env("DEBIAN_FRONTEND", "noninteractive");
    sh::run(apt.args(["install", "--yes", "--no-install-recommends"]).args(packages))
}

fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
}
