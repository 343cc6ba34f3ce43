//! The effective configuration: flags over variables over the file over defaults.

use std::ffi::OsString;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::ConfigError;
use super::key::{self, Key};
use super::value::Value;

const FILE: &str = "revrx.toml";

/// What the command line sets.
#[derive(Debug, Default)]
pub(crate) struct Flags {
    /// The file to read instead of `revrx.toml` of the current folder.
    pub(crate) config: Option<PathBuf>,
    /// `data`
    pub(crate) data: Option<PathBuf>,
    /// `keys`
    pub(crate) keys: Option<PathBuf>,
    /// `snomed.release`
    pub(crate) snomed: Option<PathBuf>,
    /// `server.listen`
    pub(crate) listen: Option<String>,
}

/// Every key with the value that holds.
#[derive(Debug)]
pub(crate) struct Settings {
    entries: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    key: &'static Key,
    value: Option<Value>,
    origin: String,
}

impl Settings {
    /// Reads file and variables.
    ///
    /// # Errors
    /// The first thing that is wrong, with where it stands.
    pub(crate) fn load(
        flags: &Flags,
        variable: &dyn Fn(&str) -> Option<OsString>,
    ) -> Result<Self, ConfigError> {
        let entries = key::ALL.iter().map(|key| Entry {
            key,
            value: key.form.read_text(key.default),
            origin: "default".to_owned(),
        });
        let mut settings = Self { entries: entries.collect() };
        settings.read_file(flags.config.as_deref())?;
        settings.read_variables(variable)?;
        for (key, path) in
            [(&key::DATA, &flags.data), (&key::KEYS_FOLDER, &flags.keys), (&key::SNOMED, &flags.snomed)]
        {
            if let Some(path) = path {
                settings.set(key, Value::Path(path.clone()), "command line".to_owned());
            }
        }
        if let Some(address) = &flags.listen {
            settings.set(&key::LISTEN, Value::Text(address.clone()), "command line".to_owned());
        }
        Ok(settings)
    }

    fn read_file(&mut self, given: Option<&Path>) -> Result<(), ConfigError> {
        let path = given.unwrap_or_else(|| Path::new(FILE));
        let file = path.display().to_string();
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if given.is_none() && error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(ConfigError::Unreadable { file, kind: error.kind() }),
        };
        let table: toml::Table = toml::from_str(&text).map_err(|error| {
            let line = error.span().map_or(1, |span| 1 + text[..span.start].matches('\n').count());
            ConfigError::Syntax { file: file.clone(), line, problem: error.message().to_owned() }
        })?;
        let mut leaves = Vec::new();
        flatten("", &table, &mut leaves);
        let folder = path.parent().unwrap_or_else(|| Path::new(""));
        for (name, value) in leaves {
            let Some(key) = key::ALL.iter().find(|key| key.name == name) else {
                return Err(ConfigError::UnknownKey { origin: file, meant: key::meant(&name), key: name });
            };
            let value = key.form.read_toml(value, folder).ok_or_else(|| unfit(key, &file))?;
            self.set(key, value, file.clone());
        }
        Ok(())
    }

    fn read_variables(&mut self, variable: &dyn Fn(&str) -> Option<OsString>) -> Result<(), ConfigError> {
        for key in key::ALL {
            let name = key.variable();
            if let Some(text) = variable(&name) {
                let value = text
                    .to_str()
                    .and_then(|text| key.form.read_text(text))
                    .ok_or_else(|| unfit(key, &name))?;
                self.set(key, value, name);
            }
        }
        Ok(())
    }

    fn set(&mut self, key: &Key, value: Value, origin: String) {
        if let Some(entry) = self.entries.iter_mut().find(|entry| entry.key.name == key.name) {
            entry.value = Some(value);
            entry.origin = origin;
        }
    }

    fn get(&self, key: &Key) -> Option<&Value> {
        self.entries.iter().find(|entry| entry.key.name == key.name)?.value.as_ref()
    }

    /// `server.workflow`
    pub(crate) fn workflow(&self) -> &str {
        match self.get(&key::WORKFLOW) {
            Some(Value::Text(name)) => name,
            _ => key::WORKFLOW.default,
        }
    }

    /// `server.workflows`
    pub(crate) fn workflows(&self) -> &[String] {
        self.list(&key::WORKFLOWS)
    }

    /// `server.listen`
    pub(crate) fn listen(&self) -> &str {
        match self.get(&key::LISTEN) {
            Some(Value::Text(address)) => address,
            _ => key::LISTEN.default,
        }
    }

    /// `server.hosts`
    pub(crate) fn hosts(&self) -> &[String] {
        self.list(&key::HOSTS)
    }

    /// `server.allowed-origins`
    pub(crate) fn allowed_origins(&self) -> &[String] {
        self.list(&key::ALLOWED_ORIGINS)
    }

    /// `server.connections`
    pub(crate) fn connections(&self) -> u64 {
        self.number(&key::CONNECTIONS)
    }

    /// `server.connections-per-address`
    pub(crate) fn connections_per_address(&self) -> u64 {
        self.number(&key::CONNECTIONS_PER_ADDRESS)
    }

    /// `data`
    pub(crate) fn data(&self) -> Option<&Path> {
        self.path(&key::DATA)
    }

    /// `keys`
    pub(crate) fn keys(&self) -> Option<&Path> {
        self.path(&key::KEYS_FOLDER)
    }

    /// `snomed.release`
    pub(crate) fn snomed_release(&self) -> Option<&Path> {
        self.path(&key::SNOMED)
    }

    /// `worker.max-runs`
    pub(crate) fn max_runs(&self) -> u64 {
        self.number(&key::MAX_RUNS)
    }

    /// `worker.max-bytes`
    pub(crate) fn max_bytes(&self) -> u64 {
        self.number(&key::MAX_BYTES)
    }

    /// `shutdown.grace`
    pub(crate) fn shutdown_grace(&self) -> Duration {
        match self.get(&key::GRACE) {
            Some(Value::Duration(grace)) => *grace,
            _ => Duration::from_secs(10),
        }
    }

    fn path(&self, key: &Key) -> Option<&Path> {
        match self.get(key) {
            Some(Value::Path(path)) => Some(path),
            _ => None,
        }
    }

    fn list(&self, key: &Key) -> &[String] {
        match self.get(key) {
            Some(Value::List(items)) => items,
            _ => &[],
        }
    }

    fn number(&self, key: &Key) -> u64 {
        match self.get(key) {
            Some(Value::Number(number)) => *number,
            _ => u64::MAX,
        }
    }

    /// The effective configuration as a file, each key with where its value comes from. Secrets are stars.
    pub(crate) fn render(&self) -> String {
        let mut out = String::new();
        for Entry { key, value, origin } in &self.entries {
            let (mark, value) = match value {
                Some(value) => ("", value.to_string()),
                None => ("# ", "\"\"".to_owned()),
            };
            let origin = if mark.is_empty() { origin.as_str() } else { "not set" };
            // Writing to a string cannot fail.
            if writeln!(out, "# {}; {}\n{mark}{} = {value}   # {origin}", key.about, key.variable(), key.name)
                .is_err()
            {
                break;
            }
        }
        out
    }
}

fn unfit(key: &Key, origin: &str) -> ConfigError {
    ConfigError::Value { origin: origin.to_owned(), key: key.name, expected: key.form.expected() }
}

fn flatten<'t>(prefix: &str, table: &'t toml::Table, leaves: &mut Vec<(String, &'t toml::Value)>) {
    for (name, value) in table {
        let name = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
        match value {
            toml::Value::Table(table) => flatten(&name, table, leaves),
            value => leaves.push((name, value)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(file: &str, variables: &[(&str, &str)], data: Option<&str>) -> Result<Settings, ConfigError> {
        let folder = tempfile::tempdir().unwrap();
        let config = folder.path().join("revrx.toml");
        std::fs::write(&config, file).unwrap();
        let flags = Flags { config: Some(config), data: data.map(PathBuf::from), ..Flags::default() };
        let variable =
            |name: &str| variables.iter().find(|(key, _)| *key == name).map(|(_, value)| value.into());
        Settings::load(&flags, &variable)
    }

    #[test]
    fn flags_go_before_variables_before_the_file_before_defaults() {
        let file = "data = \"/file\"\nworker.max-runs = 5\n[server]\nworkflow = \"mine.toml\"\n";
        let variable = ("REVRX_DATA", "/variable");
        for (file, variables, flag, data, runs) in [
            ("", vec![], None, None, 1024),
            (file, vec![], None, Some("/file"), 5),
            (file, vec![variable], None, Some("/variable"), 5),
            (file, vec![variable, ("REVRX_WORKER_MAX_RUNS", "9")], Some("/flag"), Some("/flag"), 9),
        ] {
            let settings = load(file, &variables, flag).unwrap();
            assert_eq!(settings.data(), data.map(Path::new));
            assert_eq!(settings.max_runs(), runs);
        }
        assert_eq!(load(file, &[], None).unwrap().workflow(), "mine.toml");
    }

    #[test]
    fn what_is_wrong_is_named_without_its_value() {
        for (file, variables, expected, hint) in [
            ("sever.workflow = 1", vec![], "unknown key `sever.workflow`", Some("`server.workflow`")),
            ("colour = 1", vec![], "unknown key `colour`", Some("revrx config")),
            ("shutdown.grace = 10", vec![], "`shutdown.grace` must be a duration such as 10s", None),
            ("\n\ndata = ", vec![], "revrx.toml:3: not valid TOML", None),
            (
                "",
                vec![("REVRX_WORKER_MAX_RUNS", "zz9")],
                "REVRX_WORKER_MAX_RUNS: `worker.max-runs` must be a whole",
                None,
            ),
        ] {
            let error = load(file, &variables, None).unwrap_err();
            assert!(error.to_string().contains(expected), "{error}");
            assert!(!error.to_string().contains("zz9"));
            assert_eq!(hint.is_some(), error.hint().is_some(), "{error}");
            assert!(hint.is_none_or(|hint| error.hint().unwrap().contains(hint)));
        }
    }

    #[test]
    fn what_is_printed_reads_back_the_same() {
        let first =
            load("worker.max-bytes = \"2MiB\"\nserver.workflows = [\"a\", \"b\"]", &[], None).unwrap();
        let again = load(&first.render(), &[], None).unwrap();
        assert_eq!(again.max_bytes(), 2 << 20);
        assert_eq!(again.workflows(), ["a", "b"]);
        assert_eq!(again.shutdown_grace(), Duration::from_secs(10));
        assert_eq!(again.data(), None);
    }
}
