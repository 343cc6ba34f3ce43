//! What the tests need beside Rust. Missing pieces are installed where that is possible, else named.

use std::fs;
use std::os::unix::fs::MetadataExt;

use crate::error::Error;
use crate::sh;

/// Programs the tests start, each with its Debian package.
const PROGRAMS: [(&str, &str); 1] = [("strace", "strace")];
const WASM: &str = "wasm32-unknown-unknown";

/// Sees to it that everything is there.
///
/// # Errors
/// Something is missing and cannot be installed from here; the text names it.
pub(super) fn provide() -> Result<(), Error> {
    let missing: Vec<&str> =
        PROGRAMS.iter().filter(|(program, _)| !sh::installed(program)).map(|(_, package)| *package).collect();
    if !missing.is_empty() {
        install(&missing)?;
    }
    if !wasm_is_installed()? {
        if !sh::installed("rustup") {
            return Err(Error::Check(format!(
                "the Rust target {WASM} is missing and there is no rustup to add it"
            )));
        }
        sh::run(sh::command("rustup").args(["target", "add", WASM]))?;
    }
    Ok(())
}

fn install(packages: &[&str]) -> Result<(), Error> {
    if !is_root() || !sh::installed("apt-get") {
        return Err(Error::Check(format!("missing: {}; install these Debian packages", packages.join(", "))));
    }
    sh::run(sh::command("apt-get").args(["update", "--quiet"]))?;
    sh::run(sh::command("apt-get").args(["install", "--yes", "--no-install-recommends"]).args(packages))
}

fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
}

fn wasm_is_installed() -> Result<bool, Error> {
    let folder = sh::capture(sh::command("rustc").args(["--print", "target-libdir", "--target", WASM]))?;
    Ok(fs::exists(folder.trim()).unwrap_or(false))
}
