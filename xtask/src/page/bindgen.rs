//! The script through which the module and the browser speak with each other.

use std::fs;
use std::path::Path;

use wasm_bindgen_cli_support::Bindgen;

use super::Mode;
use crate::error::Error;

const NAME: &str = "revrx";

/// A module and the script that loads it.
pub(super) struct Module {
    pub(super) script: String,
    pub(super) wasm: Vec<u8>,
}

/// Makes the script for the compiled `module`, in a folder of its own under `target`.
///
/// # Errors
/// The module is not one that wasm-bindgen knows, or needs a script that the page would have to load beside it.
pub(super) fn run(module: &Path, target: &Path, mode: Mode) -> Result<Module, Error> {
    let folder = target.join("bindgen");
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(Error::file(&folder))?;
    }
    let small = mode == Mode::Small;
    let failed = |problem: String| Error::Check(format!("wasm-bindgen: {}: {problem}", module.display()));
    let mut bindgen = Bindgen::new();
    bindgen.input_path(module).out_name(NAME).typescript(false).omit_default_module_path(true);
    bindgen.remove_name_section(small).remove_producers_section(small);
    bindgen
        .web(true)
        .and_then(|bindgen| bindgen.generate(&folder))
        .map_err(|error| failed(format!("{error:#}")))?;
    if folder.join("snippets").exists() {
        return Err(failed(
            "a dependency brings JavaScript files of its own, which the page does not load".to_owned(),
        ));
    }
    let script = folder.join(NAME).with_extension("js");
    let wasm = folder.join(format!("{NAME}_bg.wasm"));
    Ok(Module {
        script: fs::read_to_string(&script).map_err(Error::file(&script))?,
        wasm: fs::read(&wasm).map_err(Error::file(&wasm))?,
    })
}
