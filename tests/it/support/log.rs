//! The log of a run, read without the engine's types.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

/// One event.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Happening {
    /// Microseconds since 1970.
    pub(crate) at: i64,
    /// Its name, such as `started`.
    pub(crate) name: String,
    /// The stage it is about.
    pub(crate) stage: Option<String>,
    pub(crate) attempt: Option<u64>,
    /// The event as it stands in the row.
    pub(crate) value: Value,
}

impl Happening {
    /// The events of one row.
    pub(crate) fn read(body: &str) -> Vec<Self> {
        let events: Vec<Value> = serde_json::from_str(body).unwrap();
        events.into_iter().map(Self::of).collect()
    }

    fn of(value: Value) -> Self {
        let event = &value["event"];
        let (name, parts) = match event.as_object().and_then(|object| object.iter().next()) {
            Some((name, parts)) => (name.clone(), parts.clone()),
            None => (event.as_str().unwrap().to_owned(), Value::Null),
        };
        let stage = parts["stage"].as_str().map(str::to_owned);
        Self { at: value["at"].as_i64().unwrap(), name, stage, attempt: parts["attempt"].as_u64(), value }
    }

    pub(crate) fn is_terminal(&self) -> bool {
        matches!(self.name.as_str(), "completed" | "failed" | "cancelled")
    }

    /// Whether a stage is finished with it.
    pub(crate) fn finishes(&self) -> bool {
        matches!(self.name.as_str(), "finished" | "degraded" | "skipped")
    }
}

/// A run: its head and all its events.
#[derive(Clone, Debug)]
pub(crate) struct RunLog {
    pub(crate) id: String,
    /// 0 queued, 1 running, 2 complete, 3 failed, 4 cancelled.
    pub(crate) state: i64,
    pub(crate) head_seq: i64,
    pub(crate) percent: i64,
    /// Number and count of events of each row.
    pub(crate) rows: Vec<(i64, i64)>,
    pub(crate) events: Vec<Happening>,
}

impl RunLog {
    /// Stages whose end stands in the log.
    pub(crate) fn finished(&self) -> BTreeSet<&str> {
        self.events
            .iter()
            .filter(|event| event.finishes())
            .filter_map(|event| event.stage.as_deref())
            .collect()
    }

    /// Whether an attempt's start stands in the log.
    pub(crate) fn has_started(&self, attempt: &Attempt) -> bool {
        self.events.iter().any(|event| {
            event.name == "started"
                && event.stage.as_deref() == Some(&attempt.stage)
                && event.attempt == Some(attempt.number)
        })
    }

    /// When a stage did that first, in microseconds since 1970.
    pub(crate) fn at(&self, name: &str, stage: &str) -> Option<i64> {
        let is_it = |event: &&Happening| event.name == name && event.stage.as_deref() == Some(stage);
        self.events.iter().find(is_it).map(|event| event.at)
    }

    pub(crate) fn is_terminal(&self) -> bool {
        self.state > 1
    }
}

/// An attempt, as the process wrote it down before the stage ran.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Attempt {
    pub(crate) run: String,
    pub(crate) stage: String,
    pub(crate) number: u64,
}

/// The attempts in a file; none where there is no file.
pub(crate) fn attempts(file: &Path) -> Vec<Attempt> {
    let text = std::fs::read_to_string(file).unwrap_or_default();
    let attempt = |line: &str| {
        let mut words = line.split(' ').map(str::to_owned);
        let mut word = || words.next().unwrap();
        Attempt { run: word(), stage: word(), number: word().parse().unwrap() }
    };
    text.lines().map(attempt).collect()
}

/// The attempts of stages that were durably finished before.
pub(crate) fn run_again<'a>(before: &[RunLog], later: &'a [Attempt]) -> Vec<&'a Attempt> {
    let was_finished = |attempt: &&Attempt| {
        before.iter().any(|run| run.id == attempt.run && run.finished().contains(attempt.stage.as_str()))
    };
    later.iter().filter(was_finished).collect()
}
