//! Commands in a row on one data folder, most of them killed, and what must hold after each.

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::support::{Attempt, Flow, Place, Ran, RunLog, attempts, laws, logs, run_again, snapshot};

/// How a command is to end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Ends {
    Killed,
    With(i32),
}

/// A command: the faults armed for it, what it is called with, how it is to end.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub(crate) faults: String,
    pub(crate) args: Vec<String>,
    pub(crate) ends: Ends,
}

/// A data folder in a place, and what is known of it.
pub(crate) struct Cycle {
    pub(crate) place: Place,
    flow: Flow,
    idempotent: bool,
    step: usize,
    /// The runs as they stood after each command.
    pub(crate) before: Vec<RunLog>,
}

impl Cycle {
    /// `idempotent` says whether no stage may run before its intent is durable.
    pub(crate) fn new(place: Place, flow: Flow, idempotent: bool) -> Self {
        Self { place, flow, idempotent, step: 0, before: Vec::new() }
    }

    fn numbered(&self, name: &str) -> PathBuf {
        self.place.path(&format!("{name}-{}", self.step))
    }

    /// The faults of the next command, with the files it writes down what it does.
    pub(crate) fn armed(&mut self, faults: &str) -> String {
        self.step += 1;
        let idempotent = if self.idempotent { "idempotent;" } else { "" };
        let (attempts, fired) = (self.numbered("attempts"), self.numbered("fired"));
        format!("{idempotent}{faults};attempts={};fired={}", attempts.display(), fired.display())
    }

    /// The points that the newest command passed, in order.
    pub(crate) fn fired(&self) -> Vec<String> {
        let text = std::fs::read_to_string(self.numbered("fired")).unwrap_or_default();
        text.lines().map(str::to_owned).collect()
    }

    /// The attempts of the newest command.
    pub(crate) fn attempts(&self) -> Vec<Attempt> {
        attempts(&self.numbered("attempts"))
    }

    /// The stages that were started, by all commands.
    pub(crate) fn all_attempts(&self) -> Vec<String> {
        let of_step = |step| attempts(&self.place.path(&format!("attempts-{step}")));
        (1..=self.step).flat_map(of_step).map(|attempt| attempt.stage).collect()
    }

    /// Runs a command and judges what it left behind.
    #[track_caller]
    pub(crate) fn run(&mut self, step: &Step) -> Ran {
        let faults = self.armed(&step.faults);
        let ran = self.place.run(&step.args, &faults);
        let ended = match (ran.signal, ran.code) {
            (Some(9), _) => Ends::Killed,
            (_, code) => Ends::With(code.unwrap_or(-1)),
        };
        assert_eq!(ended, step.ends, "{faults}\n{}{}\n{:?}", ran.out, ran.err, self.fired());
        let breaches = self.judge();
        assert!(breaches.is_empty(), "{faults}\n{breaches:#?}");
        ran
    }

    /// What is wrong with what the newest command left behind. It must have ended.
    pub(crate) fn judge(&mut self) -> Vec<String> {
        let (copy, attempts) = (self.numbered("copy"), self.attempts());
        if self.place.path("data").exists() {
            snapshot(&self.place.path("data"), &copy);
        }
        let now = logs(&copy);
        let mut breaches: Vec<String> = now.iter().flat_map(|run| laws(run, self.flow)).collect();
        let known: BTreeSet<&str> = now.iter().map(|run| run.id.as_str()).collect();
        breaches.extend(
            self.before
                .iter()
                .filter(|run| !known.contains(run.id.as_str()))
                .map(|run| format!("{} is lost", run.id)),
        );
        breaches.extend(
            run_again(&self.before, &attempts).iter().map(|attempt| format!("run again: {attempt:?}")),
        );
        let is_durable = |attempt: &Attempt| now.iter().any(|run| run.has_started(attempt));
        if self.idempotent {
            let early = attempts.iter().filter(|attempt| !is_durable(attempt));
            breaches.extend(early.map(|attempt| format!("ran before its intent was durable: {attempt:?}")));
        }
        self.before = now;
        breaches
    }

    /// The only run there is.
    #[track_caller]
    pub(crate) fn only_run(&self) -> &RunLog {
        assert_eq!(self.before.len(), 1, "runs");
        &self.before[0]
    }
}
