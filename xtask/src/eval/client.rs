//! The binary under measurement, used as its documentation says.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use serde_json::Value;

use super::line::Line;
use crate::error::Error;
use crate::sh;

/// Runs `revrx`.
pub(super) struct Client<'a> {
    binary: &'a Path,
}

impl<'a> Client<'a> {
    pub(super) fn new(binary: &'a Path) -> Self {
        Self { binary }
    }

    /// Processes many notes in one go; one line per file, in order.
    ///
    /// # Errors
    /// The binary fails for another reason than a note that could not be processed, or breaks its contract.
    pub(super) fn process(&self, files: &[PathBuf]) -> Result<Vec<Line>, Error> {
        let mut command = sh::command(self.binary);
        command.args(["process", "--format", "json"]).args(files);
        // Progress goes to stderr, a line for each note; why a note failed stands in its line of JSON.
        command.stderr(Stdio::null());
        let (status, text) = sh::filter(&mut command, String::new())?;
        if !matches!(status.code(), Some(0 | 1)) {
            sh::check(&command, status)?;
        }
        let wrong = |problem| Error::Output { command: sh::line(&command), problem };
        let lines: Result<Vec<Line>, _> = text.lines().map(serde_json::from_str).collect();
        let lines = lines.map_err(|error| wrong(error.to_string()))?;
        let in_order = lines.iter().map(|line| Path::new(&line.file)).eq(files.iter().map(PathBuf::as_path));
        if in_order { Ok(lines) } else { Err(wrong("other lines than one per file, in order".to_owned())) }
    }

    /// Gives every inputs object to a stage; one outputs object each.
    ///
    /// # Errors
    /// The stage fails on one of them, or the binary breaks its contract.
    pub(super) fn stage(&self, kind: &str, inputs: &[Value]) -> Result<Vec<Value>, Error> {
        let mut command = sh::command(self.binary);
        command.args(["stage", "run", kind, "--jsonl"]);
        let input: String = inputs.iter().map(|input| format!("{input}\n")).collect();
        let (status, text) = sh::filter(&mut command, input)?;
        sh::check(&command, status)?;
        let wrong = |problem| Error::Output { command: sh::line(&command), problem };
        let outputs: Result<Vec<Value>, _> = text.lines().map(serde_json::from_str).collect();
        let outputs = outputs.map_err(|error| wrong(error.to_string()))?;
        if outputs.len() != inputs.len() {
            return Err(wrong(format!("{} lines for {} inputs", outputs.len(), inputs.len())));
        }
        if let Some(at) = outputs.iter().position(|output| output.get("error").is_some()) {
            return Err(wrong(format!("an error for input {at}: {}", outputs[at]["error"])));
        }
        Ok(outputs)
    }
}

/// The text files of a folder, sorted.
///
/// # Errors
/// The folder cannot be read.
pub(super) fn texts(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(Error::file(folder))? {
        let path = entry.map_err(Error::file(folder))?.path();
        if path.extension().is_some_and(|extension| extension == "txt") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// The text of a file.
///
/// # Errors
/// It cannot be read, or is not UTF-8.
pub(super) fn read(path: &Path) -> Result<String, Error> {
    fs::read_to_string(path).map_err(Error::file(path))
}
