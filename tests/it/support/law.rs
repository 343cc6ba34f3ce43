//! What holds for the log of every run, whatever happened to the processes that wrote it.

use std::collections::{BTreeMap, BTreeSet};

use super::log::{Happening, RunLog};

/// The stages of a workflow, each with those it reads from.
pub(crate) type Flow = &'static [(&'static str, &'static [&'static str])];

/// `clinical-report-offline.toml`.
pub(crate) const OFFLINE: Flow = &[
    ("detect_phi", &[]),
    ("deidentify", &["detect_phi"]),
    ("clinical_filter", &["deidentify"]),
    ("infer_icd10", &["clinical_filter", "deidentify"]),
    ("infer_snomed", &["clinical_filter"]),
    ("ai_coding", &["clinical_filter", "infer_icd10", "infer_snomed", "deidentify"]),
    ("ai_quality", &["clinical_filter", "infer_icd10", "infer_snomed", "deidentify"]),
    ("report", &["clinical_filter", "infer_icd10", "infer_snomed", "ai_coding", "ai_quality", "deidentify"]),
];

/// The chain of `crash-engine`.
pub(crate) const CHAIN: Flow = &[("a", &[]), ("b", &["a"]), ("c", &["b"])];

/// Every breach of a law in a log, in words; none when all is well.
pub(crate) fn laws(run: &RunLog, flow: Flow) -> Vec<String> {
    let mut judge = Judge { flow, breaches: rows(run), ..Judge::default() };
    for (index, event) in run.events.iter().enumerate() {
        let seq = index + 1;
        for breach in judge.hear(event) {
            judge.breaches.push(format!("event {seq} ({}): {breach}", event.name));
        }
    }
    let state =
        ["queued", "running", "completed", "failed", "cancelled"][usize::try_from(run.state).unwrap()];
    let ended = run.events.last().filter(|event| event.is_terminal()).map(|event| event.name.as_str());
    if run.is_terminal() != ended.is_some() || ended.is_some_and(|name| name != state) {
        judge.breaches.push(format!("the head says {state}, the log ends with {ended:?}"));
    }
    judge.breaches
}

/// Rows are numbered by their last event, without a gap, up to the head's.
fn rows(run: &RunLog) -> Vec<String> {
    let mut breaches = Vec::new();
    let mut last = 0;
    for (seq, events) in &run.rows {
        last += events;
        if *seq != last {
            breaches.push(format!("row {seq} should have number {last}"));
            last = *seq;
        }
    }
    if last != run.head_seq {
        breaches.push(format!("the head is at {}, the last row at {last}", run.head_seq));
    }
    breaches
}

#[derive(Default)]
struct Judge {
    flow: Flow,
    breaches: Vec<String>,
    seen: usize,
    held: bool,
    ended: bool,
    last_at: i64,
    tries: BTreeMap<String, u64>,
    in_flight: BTreeMap<String, u64>,
    finished: BTreeSet<String>,
}

impl Judge {
    fn hear(&mut self, event: &Happening) -> Vec<String> {
        let mut breaches = Vec::new();
        let mut law = |holds: bool, text: &str| {
            if !holds {
                breaches.push(text.to_owned())
            }
        };
        law((self.seen == 0) == (event.name == "queued"), "`queued` comes first and once");
        law(!self.ended || event.name == "reopened", "nothing but `reopened` follows an end");
        self.seen += 1;
        match event.name.as_str() {
            "claimed" => {
                law(!self.held, "the run is claimed already");
                self.held = true;
                self.last_at = event.at;
            }
            "lease-lost" | "given-back" | "requeued" | "postponed" => {
                law(self.held, "nobody holds the run");
                self.let_go();
            }
            "completed" => {
                law(self.held, "nobody holds the run");
                law(self.finished.len() == self.flow.len(), "a stage is not finished");
            }
            "reopened" => {
                law(self.ended, "the run has not ended");
                self.ended = false;
                self.let_go();
            }
            _ => {}
        }
        if self.held {
            law(event.at >= self.last_at, "time goes back within a run attempt");
            self.last_at = event.at;
        }
        if event.is_terminal() {
            self.ended = true;
            self.let_go();
        }
        if let Some(stage) = &event.stage {
            breaches.extend(self.stage(event, stage));
        }
        breaches
    }

    fn let_go(&mut self) {
        self.held = false;
        self.in_flight.clear();
    }

    fn stage(&mut self, event: &Happening, stage: &str) -> Vec<String> {
        let mut breaches = Vec::new();
        let mut law = |holds: bool, text: &str| {
            if !holds {
                breaches.push(format!("{stage}: {text}"))
            }
        };
        law(self.held, "nobody holds the run");
        law(!self.finished.contains(stage), "it was finished before");
        let attempt = event.attempt.unwrap_or(0);
        match event.name.as_str() {
            "started" => {
                let inputs =
                    self.flow.iter().find(|(name, _)| *name == stage).map_or(&[][..], |(_, from)| from);
                law(
                    inputs.iter().all(|input| self.finished.contains(*input)),
                    "what it reads is not finished",
                );
                law(
                    attempt > self.tries.get(stage).copied().unwrap_or(0),
                    "the number of its attempt is used",
                );
                law(!self.in_flight.contains_key(stage), "an attempt of it is in flight");
                self.tries.insert(stage.to_owned(), attempt);
                self.in_flight.insert(stage.to_owned(), attempt);
            }
            "finished" => {
                law(self.in_flight.get(stage) == Some(&attempt), "that attempt is not in flight");
            }
            "attempt-failed" | "attempt-aborted" if attempt > 0 => {
                self.in_flight.remove(stage);
            }
            _ => {}
        }
        if event.finishes() {
            self.in_flight.remove(stage);
            self.finished.insert(stage.to_owned());
        }
        breaches
    }
}

/// A judge that finds nothing proves nothing: each of these logs breaks one law.
#[test]
fn every_law_can_be_broken() {
    let good = r#""queued" {"claimed":{}} {"started":{"stage":"a","attempt":1}} {"finished":{"stage":"a","attempt":1}} {"started":{"stage":"b","attempt":1}} {"finished":{"stage":"b","attempt":1}} {"started":{"stage":"c","attempt":1}} {"finished":{"stage":"c","attempt":1}} {"completed":{}}"#;
    let judged = |events: &str, state: i64| {
        let wrap = |(at, event): (usize, &str)| format!(r#"{{"at":{at},"event":{event}}}"#);
        let body: Vec<String> = events.split(' ').enumerate().map(wrap).collect();
        let events = Happening::read(&format!("[{}]", body.join(",")));
        let count = i64::try_from(events.len()).unwrap();
        let run = RunLog {
            id: String::new(),
            state,
            head_seq: count,
            percent: 0,
            rows: vec![(count, count)],
            events,
        };
        laws(&run, CHAIN)
    };
    assert_eq!(judged(good, 2), [] as [&str; 0]);
    for (from, to, state, breach) in [
        (r#""queued" "#, "", 2, "`queued` comes first"),
        (r#"{"completed":{}}"#, r#"{"completed":{}} {"failed":{}}"#, 3, "follows an end"),
        (r#"{"completed":{}}"#, r#"{"lease-lost":{}}"#, 2, "the head says completed"),
        (r#"{"claimed":{}} "#, "", 2, "nobody holds the run"),
        (r#" {"finished":{"stage":"a","attempt":1}}"#, "", 2, "what it reads is not finished"),
        (r#" {"finished":{"stage":"c","attempt":1}}"#, "", 2, "a stage is not finished"),
        (
            r#"{"started":{"stage":"b","attempt":1}}"#,
            r#"{"started":{"stage":"a","attempt":2}}"#,
            2,
            "finished before",
        ),
        (
            r#"{"finished":{"stage":"b","attempt":1}}"#,
            r#"{"finished":{"stage":"b","attempt":2}}"#,
            2,
            "not in flight",
        ),
        (r#"{"started":{"stage":"b","attempt":1}}"#, r#"{"lease-lost":{}}"#, 2, "nobody holds the run"),
    ] {
        let breaches = judged(&good.replacen(from, to, 1), state);
        assert!(breaches.iter().any(|found| found.contains(breach)), "{breach}: {breaches:?}");
    }
}
