//! One run of the steps: times, counts, and the table at the end.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use super::counts::Counts;
use crate::error::Error;
use crate::sh;

/// How a step ended when it did not fail.
pub(super) enum Outcome {
    /// All of it was done.
    Passed,
    /// It was not done, for this reason.
    Skipped(String),
}

/// A named step.
pub(super) struct Step {
    pub(super) name: &'static str,
    pub(super) run: fn(&mut Session) -> Result<Outcome, Error>,
}

/// What the steps share.
pub(super) struct Session {
    budget: Option<f64>,
    counts: Counts,
    binary: Option<PathBuf>,
}

impl Session {
    pub(super) fn new(budget: Option<f64>) -> Self {
        Self { budget, counts: Counts::default(), binary: None }
    }

    /// Runs the steps until one fails, then prints the table and the number of tests.
    ///
    /// # Errors
    /// A step failed, or the budget was not kept.
    pub(super) fn run(mut self, steps: &[Step]) -> Result<(), Error> {
        let start = Instant::now();
        let mut rows = Vec::new();
        let mut failure = None;
        for step in steps {
            if failure.is_some() {
                rows.push((step.name, Duration::ZERO, "not run".to_owned()));
                continue;
            }
            eprintln!("\n== {}", step.name);
            let begin = Instant::now();
            let word = match (step.run)(&mut self) {
                Ok(Outcome::Passed) => "ok".to_owned(),
                Ok(Outcome::Skipped(why)) => format!("skipped: {why}"),
                Err(error) => {
                    failure = Some(error);
                    "FAILED".to_owned()
                }
            };
            rows.push((step.name, begin.elapsed(), word));
        }
        let minutes = start.elapsed().as_secs_f64() / 60.0;
        print!("\n{}", table(&rows, minutes, self.budget));
        println!("{} passed, {} failed", self.counts.passed, self.counts.failed);
        match (failure, self.budget) {
            (Some(error), _) => Err(error),
            (None, Some(budget)) if minutes > budget => {
                Err(Error::Check(format!("{minutes:.1} minutes are more than the budget of {budget}")))
            }
            (None, _) => Ok(()),
        }
    }

    /// Runs a command that runs tests, and adds its numbers.
    ///
    /// # Errors
    /// It cannot be started, or a test failed.
    pub(super) fn tests(&mut self, command: &mut Command) -> Result<Outcome, Error> {
        let (status, text) = sh::tee(command)?;
        self.counts += Counts::read(&text);
        sh::check(command, status)?;
        Ok(Outcome::Passed)
    }

    /// The `revrx` binary, built when this is the first time it is asked for.
    ///
    /// # Errors
    /// It does not build.
    pub(super) fn binary(&mut self) -> Result<&Path, Error> {
        let binary = match self.binary.take() {
            Some(binary) => binary,
            None => sh::binary(false)?,
        };
        Ok(self.binary.insert(binary))
    }
}

fn table(rows: &[(&str, Duration, String)], minutes: f64, budget: Option<f64>) -> String {
    let mut text = format!("{:<28} {:>7}  result\n", "step", "minutes");
    for (name, time, word) in rows {
        writeln!(text, "{name:<28} {:>7.2}  {word}", time.as_secs_f64() / 60.0).expect("a string takes all");
    }
    let budget = budget.map_or_else(String::new, |budget| format!("of {budget}"));
    writeln!(text, "{}", format!("{:<28} {minutes:>7.2}  {budget}", "all").trim_end())
        .expect("a string takes all");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_shows_every_step_and_the_whole() {
        let rows = [
            ("format", Duration::from_secs(6), "ok".to_owned()),
            ("eval", Duration::ZERO, "skipped: no data".to_owned()),
        ];
        let shown = table(&rows, 0.1, Some(45.0));
        assert_eq!(
            shown,
            "step                         minutes  result\n\
             format                          0.10  ok\n\
             eval                            0.00  skipped: no data\n\
             all                             0.10  of 45\n"
        );
    }

    #[test]
    fn after_a_failure_nothing_runs_and_the_budget_is_kept() {
        fn pass(_: &mut Session) -> Result<Outcome, Error> {
            Ok(Outcome::Passed)
        }
        fn fail(_: &mut Session) -> Result<Outcome, Error> {
            Err(Error::Check("no".to_owned()))
        }
        fn unreachable(_: &mut Session) -> Result<Outcome, Error> {
            panic!("a step after a failed one must not run")
        }
        let step = |run| Step { name: "step", run };
        assert!(Session::new(Some(1.0)).run(&[step(pass), step(pass)]).is_ok());
        assert_eq!(Session::new(None).run(&[step(fail), step(unreachable)]).unwrap_err().to_string(), "no");
        let late = Session::new(Some(0.0)).run(&[step(pass)]).unwrap_err();
        assert!(late.to_string().contains("budget"), "{late}");
    }
}
