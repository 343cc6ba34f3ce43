//! The Rust target of the page.

use std::fs;

use crate::error::Error;
use crate::sh;

/// Its name.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// Adds the target to the toolchain where it is missing.
///
/// # Errors
/// It is missing, and there is no rustup or it fails.
pub(crate) fn provide() -> Result<(), Error> {
    let folder = sh::capture(sh::command("rustc").args(["--print", "target-libdir", "--target", TARGET]))?;
    if fs::exists(folder.trim()).unwrap_or(false) {
        return Ok(());
    }
    if !sh::installed("rustup") {
        return Err(Error::Check(format!(
            "the Rust target {TARGET} is missing and there is no rustup to add it"
        )));
    }
    sh::run(sh::command("rustup").args(["target", "add", TARGET]))
}
