//! `wasm-opt`, which makes the module smaller, from npm's `binaryen`.

use std::fs;
use std::path::{Path, PathBuf};

use super::bindgen::Module;
use crate::error::Error;
use crate::{npm, sh};

/// Where the committed package file and lock file of the tool are.
const PACKAGE: &str = "xtask/npm";
const PROGRAM: &str = "node_modules/binaryen/bin/wasm-opt";

/// Whether the page is shrunk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shrink {
    /// Where npm is there and can install the tool; else a line says that the page stays larger.
    WherePossible,
    /// Always.
    Always,
}

/// The installed tool.
pub(super) struct Shrinker {
    program: PathBuf,
}

impl Shrinker {
    /// Installs the tool into the build folder of the workspace, unless it is there.
    ///
    /// # Errors
    /// It is needed and cannot be installed.
    pub(super) fn find(shrink: Shrink) -> Result<Option<Self>, Error> {
        match (Self::install(), shrink) {
            (Ok(shrinker), _) => Ok(Some(shrinker)),
            (Err(error), Shrink::Always) => Err(error),
            (Err(error), Shrink::WherePossible) => {
                eprintln!("the page is not made smaller, which changes nothing else: {error}");
                Ok(None)
            }
        }
    }

    /// The module after `wasm-opt -Oz`.
    ///
    /// # Errors
    /// The tool fails.
    pub(super) fn run(&self, module: Module, target: &Path) -> Result<Module, Error> {
        let before = target.join("before.wasm");
        let after = target.join("after.wasm");
        fs::write(&before, &module.wasm).map_err(Error::file(&before))?;
        let mut node = sh::command("node");
        sh::run(node.arg(&self.program).arg("-Oz").arg(&before).arg("-o").arg(&after))?;
        Ok(Module { wasm: fs::read(&after).map_err(Error::file(&after))?, ..module })
    }

    fn install() -> Result<Self, Error> {
        if !npm::installed() {
            return Err(Error::Check("npm is not installed".to_owned()));
        }
        let folder = sh::target_folder()?.join("npm");
        fs::create_dir_all(&folder).map_err(Error::file(&folder))?;
        for name in ["package.json", "package-lock.json"] {
            let from = sh::root().join(PACKAGE).join(name);
            fs::copy(&from, folder.join(name)).map_err(Error::file(&from))?;
        }
        npm::install(&folder)?;
        Ok(Self { program: folder.join(PROGRAM) })
    }
}
