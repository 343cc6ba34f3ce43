//! The order of the work.

use std::fs::{self, File};
use std::path::Path;

use super::shrink::{Shrink, Shrinker};
use super::sizes::Sizes;
use super::{bindgen, compile, dist, inputs, names, styles, template};
use crate::error::Error;
use crate::{sh, wasm};

/// How the page is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// As it is shipped: small.
    Small,
    /// Quickly, with names and line numbers in what it says when it panics.
    Dev,
}

/// Builds the page into `frontend/dist` unless it is there already, prints what it weighs, and with `budget` holds it
/// to that.
///
/// # Errors
/// A source is missing or does not build, a tool fails, a file cannot be written, or the page is too large.
pub(crate) fn build(mode: Mode, shrink: Shrink, budget: bool) -> Result<(), Error> {
    let root = sh::root();
    let frontend = root.join("frontend");
    let target = compile::target_folder()?;
    // Two builds at a time would remove each other's files; the lock ends with the handle.
    let lock = File::open(&frontend).map_err(Error::file(&frontend))?;
    lock.lock().map_err(Error::file(&frontend))?;

    wasm::provide()?;
    let shrinker = if mode == Mode::Small { Shrinker::find(shrink)? } else { None };
    let build = inputs::hash(&root, &format!("{mode:?}, shrunk: {}", shrinker.is_some()))?;
    let folder = frontend.join(dist::FOLDER);
    if let Some(files) = dist::read(&folder, &build) {
        eprintln!("the page is up to date");
        return report(&Sizes::of(&files), budget);
    }
    let module = bindgen::run(&compile::run(mode, &target)?, &target, mode)?;
    let module = match shrinker {
        Some(shrinker) => shrinker.run(module, &target)?,
        None => module,
    };
    let files = dist::compress(assemble(&frontend, &build, module)?, mode == Mode::Small);
    dist::write(&folder, &files)?;
    report(&Sizes::of(&files), budget)
}

fn report(sizes: &Sizes, budget: bool) -> Result<(), Error> {
    print!("{sizes}");
    if budget { sizes.check() } else { Ok(()) }
}

/// All files of the page; those with a hash in their name first, `index.html`, which names them, last.
fn assemble(frontend: &Path, build: &str, module: bindgen::Module) -> Result<Vec<dist::Asset>, Error> {
    let read = |name: &str| {
        let path = frontend.join(name);
        fs::read_to_string(&path).map_err(Error::file(&path))
    };
    let script = dist::Asset::hashed("revrx", ".js", module.script.into_bytes());
    let wasm = dist::Asset::hashed("revrx", "_bg.wasm", module.wasm);
    let css = dist::Asset::hashed("revrx", ".css", styles::read(&frontend.join("styles"))?.into_bytes());
    let theme = dist::Asset::hashed("theme", ".js", read("theme.js")?.into_bytes());
    let boot = template::fill(
        "frontend/boot.js",
        &read("boot.js")?,
        &[("script", &script.name), ("wasm", &wasm.name)],
    )?;
    let boot = dist::Asset::hashed("boot", ".js", boot.into_bytes());
    let index = template::fill(
        "frontend/index.html",
        &read(names::INDEX)?,
        &[
            ("build", build),
            ("theme", &theme.name),
            ("css", &css.name),
            ("script", &script.name),
            ("boot", &boot.name),
            ("wasm", &wasm.name),
        ],
    )?;
    let icon = dist::Asset::named(names::ICON, read(names::ICON)?.into_bytes());
    let index = dist::Asset::named(names::INDEX, index.into_bytes());
    Ok(vec![script, wasm, css, theme, boot, icon, index])
}
