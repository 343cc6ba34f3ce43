//! `revrx stage run KIND`.

use std::io::{self, BufRead, Read};

use revrx_engine::Registry;
use revrx_engine_core::catalogue::{Catalogue, KindContract};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use super::inputs::inputs;
use crate::cli::CliError;
use crate::cli::args::StageRunArgs;
use crate::cli::exit::Exit;
use crate::cli::session::runtime;
use crate::cli::streams::Streams;

/// Longest line, in bytes.
const LINE_BYTES_MAX: u64 = 64 << 20;

/// One kind, ready to be run.
struct Bench {
    registry: Registry,
    runtime: Runtime,
    contract: KindContract,
    with: Value,
}

/// Runs one kind on what stands on standard input.
pub(super) fn run(args: &StageRunArgs, streams: &mut Streams<'_>) -> Result<Exit, CliError> {
    let registry = revrx_stages::registry();
    let contract = contract(&registry.catalogue(), &args.kind)?;
    let with = match &args.with {
        Some(json) => serde_json::from_str(json).map_err(|error| {
            CliError::usage(format!("--with is not JSON: {error}"), r#"for example --with '{"key": 1}'"#)
        })?,
        None => Value::Null,
    };
    let bench = Bench { registry, runtime: runtime()?, contract, with };
    if args.jsonl { lines(&bench, streams) } else { whole(&bench, streams) }
}

fn contract(catalogue: &Catalogue, kind: &str) -> Result<KindContract, CliError> {
    let Some(contract) = catalogue.kind(kind) else {
        let nearest = catalogue.kinds().min_by_key(|known| strsim::levenshtein(known.kind.as_str(), kind));
        let hint =
            nearest.map(|known| format!("did you mean `{}`? `revrx stage list` names all", known.kind));
        return Err(CliError::Usage { message: format!("there is no kind `{kind}`"), hint });
    };
    if contract.in_this_build {
        Ok(contract.clone())
    } else {
        let missing = vec!["it is not in this build".to_owned()];
        Err(CliError::NotRunnable { name: kind.to_owned(), missing })
    }
}

fn whole(bench: &Bench, streams: &mut Streams<'_>) -> Result<Exit, CliError> {
    let mut text = String::new();
    let read = io::stdin().lock().take(LINE_BYTES_MAX).read_to_string(&mut text);
    read.map_err(|error| {
        CliError::usage(format!("standard input cannot be read: {}", error.kind()), "it takes JSON in UTF-8")
    })?;
    let (line, exit) = bench.answer(&text);
    streams.print(format_args!("{line}\n"))?;
    Ok(exit)
}

fn lines(bench: &Bench, streams: &mut Streams<'_>) -> Result<Exit, CliError> {
    let mut input = io::stdin().lock();
    let mut exit = Exit::Success;
    let mut bytes = Vec::new();
    loop {
        bytes.clear();
        let read = input.by_ref().take(LINE_BYTES_MAX).read_until(b'\n', &mut bytes);
        let read = read.map_err(|error| {
            CliError::usage(format!("standard input: {}", error.kind()), "it takes lines of JSON")
        })?;
        if read == 0 {
            return Ok(exit);
        }
        let (line, ended) = match std::str::from_utf8(&bytes) {
            Ok(text) => bench.answer(text.trim_end_matches(['\r', '\n'])),
            Err(error) => refused(
                "invalid-input",
                &format!("not UTF-8: byte {} begins no character", error.valid_up_to()),
            ),
        };
        if ended != Exit::Success {
            exit = ended;
        }
        streams.print(format_args!("{line}\n"))?;
    }
}

impl Bench {
    /// The line for one object of inputs.
    fn answer(&self, line: &str) -> (String, Exit) {
        let inputs = match inputs(&self.contract, line) {
            Ok(inputs) => inputs,
            Err(message) => return refused("invalid-input", &message),
        };
        let run = self.registry.run_once(self.contract.kind.as_str(), &self.with, &inputs);
        match self.runtime.block_on(run) {
            Ok(outputs) => (outputs, Exit::Success),
            Err(error) => {
                let failure = error.into_failure();
                refused(failure.class.as_str(), &failure.message)
            }
        }
    }
}

fn refused(code: &str, message: &str) -> (String, Exit) {
    (json!({ "error": { "code": code, "message": message } }).to_string(), Exit::Failed)
}
