//! `cargo xtask gen`: files that `revrx` itself prints, committed so that editors and readers have them.

use std::fs;
use std::path::Path;

use crate::error::Error;
use crate::sh;

/// A committed file, and the arguments with which `revrx` prints it.
struct Generated {
    path: &'static str,
    arguments: &'static [&'static str],
}

const GENERATED: [Generated; 3] = [
    Generated { path: "workflows/workflow.schema.json", arguments: &["workflow", "schema"] },
    Generated { path: "docs/stages/README.md", arguments: &["stage", "list", "--format", "markdown"] },
    Generated { path: "docs/openapi.json", arguments: &["openapi"] },
];

/// Builds `revrx` and writes every generated file.
///
/// # Errors
/// The binary does not build or cannot print a file, or a file cannot be written.
pub(crate) fn write() -> Result<(), Error> {
    let binary = sh::binary(false)?;
    for generated in GENERATED {
        let path = sh::root().join(generated.path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(Error::file(folder))?;
        }
        fs::write(&path, print(&binary, &generated)?).map_err(Error::file(&path))?;
        println!("wrote {}", generated.path);
    }
    Ok(())
}

/// Compares every generated file with what `binary` prints.
///
/// # Errors
/// A file is missing or stale; all of them are named.
pub(crate) fn check(binary: &Path) -> Result<(), Error> {
    let mut stale = Vec::new();
    for generated in GENERATED {
        let committed = fs::read_to_string(sh::root().join(generated.path)).unwrap_or_default();
        if committed != print(binary, &generated)? {
            stale.push(generated.path);
        }
    }
    if stale.is_empty() {
        return Ok(());
    }
    Err(Error::Check(format!("stale: {}; `cargo xtask gen` writes them anew", stale.join(", "))))
}

fn print(binary: &Path, generated: &Generated) -> Result<String, Error> {
    sh::capture(sh::command(binary).args(generated.arguments))
}
