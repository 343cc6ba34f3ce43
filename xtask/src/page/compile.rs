//! Rust to WebAssembly.

use std::fs;
use std::path::{Path, PathBuf};

use super::{Mode, linked};
use crate::error::Error;
use crate::{sh, wasm};

/// The crate that is the page.
pub(crate) const PACKAGE: &str = "revrx-frontend";
/// Its build folder, inside that of the workspace.
const TARGET_FOLDER: &str = "page";
/// Views without their types: so large a page weighs a seventh less (docs/decisions/page-weight.md).
const ERASE: &str = "erase_components";

/// The build folder of the page: inside that of the workspace, so that the two do not wait for each other.
///
/// # Errors
/// cargo does not say where the workspace builds, or the folder cannot be made.
pub(crate) fn target_folder() -> Result<PathBuf, Error> {
    let folder = sh::target_folder()?.join(TARGET_FOLDER);
    fs::create_dir_all(&folder).map_err(Error::file(&folder))?;
    Ok(folder)
}

/// Compiles the page and returns where the module is.
///
/// # Errors
/// It does not build, or holds code that it must not need.
pub(super) fn run(mode: Mode, target: &Path) -> Result<PathBuf, Error> {
    let mut cargo = sh::cargo(["build", "--locked", "--package", PACKAGE, "--lib", "--target", wasm::TARGET]);
    cargo.args(["--config", &flags(), "--target-dir"]).arg(target);
    let profile = match mode {
        Mode::Small => {
            cargo.args(["--profile", "page"]);
            "page"
        }
        Mode::Dev => "debug",
    };
    sh::run(&mut cargo)?;
    let module =
        target.join(wasm::TARGET).join(profile).join(PACKAGE.replace('-', "_")).with_extension("wasm");
    if mode == Mode::Small {
        // Only here is what nothing calls really gone.
        linked::check(&fs::read(&module).map_err(Error::file(&module))?)?;
    }
    Ok(module)
}

/// Flags of the compiler, as a setting of cargo. Messages of panics name files; where cargo keeps them is nobody's
/// business.
fn flags() -> String {
    let home = std::env::var("CARGO_HOME").or_else(|_| std::env::var("HOME").map(|home| home + "/.cargo"));
    let mut flags = vec!["--cfg".to_owned(), ERASE.to_owned()];
    flags.extend(home.map(|home| format!("--remap-path-prefix={home}=cargo")));
    format!("target.wasm32-unknown-unknown.rustflags={flags:?}")
}
