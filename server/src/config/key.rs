//! Every key there is.

use super::value::Form;

/// A key of `revrx.toml`.
#[derive(Debug)]
pub(super) struct Key {
    /// Its dotted name.
    pub(super) name: &'static str,
    /// What its value looks like.
    pub(super) form: Form,
    /// The value when it is set nowhere, as it would stand in the file; empty when there is none.
    pub(super) default: &'static str,
    /// What it does.
    pub(super) about: &'static str,
}

impl Key {
    /// The variable that sets it: `REVRX_` and the name with `_` for dots and dashes.
    pub(super) fn variable(&self) -> String {
        format!("REVRX_{}", self.name.replace(['.', '-'], "_").to_uppercase())
    }
}

const fn key(name: &'static str, form: Form, default: &'static str, about: &'static str) -> Key {
    Key { name, form, default, about }
}

pub(super) const WORKFLOW: Key = key(
    "server.workflow",
    Form::Text,
    "clinical-report-offline",
    "what a note is processed with: a name or a file",
);
pub(super) const WORKFLOWS: Key =
    key("server.workflows", Form::List, "[]", "what else may be asked for: names or files");
pub(super) const LISTEN: Key = key(
    "server.listen",
    Form::Text,
    "127.0.0.1:8080",
    "where `serve` listens: an address of this machine alone",
);
pub(super) const HOSTS: Key =
    key("server.hosts", Form::List, "[]", "hosts that are answered beside this machine's own names");
pub(super) const ALLOWED_ORIGINS: Key =
    key("server.allowed-origins", Form::List, "[]", "origins of other pages that may use the API");
pub(super) const CONNECTIONS: Key =
    key("server.connections", Form::Count, "1024", "connections at the same time");
pub(super) const CONNECTIONS_PER_ADDRESS: Key =
    key("server.connections-per-address", Form::Count, "32", "of these from one address");
pub(super) const DATA: Key = key(
    "data",
    Form::Path,
    "",
    "the folder that keeps runs; without it `serve` takes ~/.local/share/revrx, other commands keep nothing",
);
pub(super) const KEYS_FOLDER: Key =
    key("keys", Form::Path, "", "the folder of the master keys; ~/.config/revrx/keys when left out");
pub(super) const MAX_RUNS: Key =
    key("worker.max-runs", Form::Count, "1024", "runs a worker holds at the same time");
pub(super) const MAX_BYTES: Key =
    key("worker.max-bytes", Form::Bytes, "256MiB", "inputs and outputs a worker holds at the same time");
pub(super) const GRACE: Key =
    key("shutdown.grace", Form::Duration, "10s", "how long calls may go on after a request to stop");
pub(super) const SNOMED: Key = key(
    "snomed.release",
    Form::Path,
    "",
    "a SNOMED CT release (RF2); without one there are no SNOMED CT codes",
);

/// All keys, in the order in which they are printed.
pub(super) const ALL: [&Key; 13] = [
    &WORKFLOW,
    &WORKFLOWS,
    &LISTEN,
    &HOSTS,
    &ALLOWED_ORIGINS,
    &CONNECTIONS,
    &CONNECTIONS_PER_ADDRESS,
    &DATA,
    &KEYS_FOLDER,
    &MAX_RUNS,
    &MAX_BYTES,
    &GRACE,
    &SNOMED,
];

/// The key that was probably meant.
pub(super) fn meant(name: &str) -> Option<&'static str> {
    let distance = |key: &Key| strsim::damerau_levenshtein(key.name, name);
    let nearest = ALL.iter().min_by_key(|key| distance(key))?;
    (distance(nearest) <= 3).then_some(nearest.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_has_a_variable() {
        assert_eq!(MAX_RUNS.variable(), "REVRX_WORKER_MAX_RUNS");
        assert_eq!(DATA.variable(), "REVRX_DATA");
        assert_eq!(meant("worker.maxruns"), Some("worker.max-runs"));
        assert_eq!(meant("colour"), None);
    }
}
