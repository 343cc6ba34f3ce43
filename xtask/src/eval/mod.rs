//! `cargo xtask eval`: clinical quality of the offline workflow, measured through the binary as a user has it.
//!
//! The data is described in `docs/data-sources.md`; none of it is in the repository.

mod bars;
mod client;
mod complaints;
mod icd10;
mod line;
mod notes;
mod phi;
mod sets;

use std::env;
use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::sh;
use bars::Bars;
use client::Client;

/// The data folder: `REVRX_DATA`, else `shared/data` beside the workspace, where one of them exists.
pub(crate) fn default_data() -> Option<PathBuf> {
    let beside = sh::root().parent().map(|parent| parent.join("shared/data"));
    env::var_os("REVRX_DATA").map(PathBuf::from).or(beside).filter(|folder| folder.is_dir())
}

/// Measures `binary` on the data and prints the figures with their bars.
///
/// # Errors
/// The data cannot be read or the binary fails; with `enforce`, also when a figure is below its bar.
pub(crate) fn run(binary: &Path, data: &Path, enforce: bool) -> Result<(), Error> {
    let client = Client::new(binary);
    let mut bars = Bars::default();
    sets::phi(&client, data, &mut bars)?;
    sets::icd10(&client, data, &mut bars)?;
    notes::run(&client, data, &mut bars)?;
    println!("\n{bars}");
    match bars.below() {
        0 => Ok(()),
        below if enforce => {
            Err(Error::Check(format!("{below} figures of clinical quality are below their bar")))
        }
        _ => Ok(()),
    }
}
