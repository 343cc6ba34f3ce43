//! The faults that are armed.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use revrx_engine_core::failure::FailureClass;
use revrx_engine_core::time::parse_duration;

use super::Point;
use crate::id::RunId;

static PLAN: Mutex<Plan> =
    Mutex::new(Plan { faults: Vec::new(), idempotent: false, attempts: None, fired: None });

struct Plan {
    faults: Vec<Fault>,
    idempotent: bool,
    attempts: Option<File>,
    fired: Option<File>,
}

#[derive(Debug)]
struct Fault {
    point: Point,
    stage: Option<String>,
    attempt: Option<u32>,
    nth: Option<u64>,
    passed: u64,
    action: Action,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Action {
    Kill,
    Delay(Duration),
    Error(FailureClass),
}

/// Why a text arms nothing.
#[derive(Debug, thiserror::Error)]
#[error("`{entry}` is no fault: {reason}")]
pub struct ArmError {
    entry: String,
    reason: String,
}

fn plan() -> MutexGuard<'static, Plan> {
    PLAN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Arms the faults that `REVRX_FAULTS` names, if it is set.
///
/// # Errors
/// The first entry that is none.
pub fn arm_from_environment() -> Result<(), ArmError> {
    match std::env::var("REVRX_FAULTS") {
        Ok(text) => arm(&text),
        Err(_) => Ok(()),
    }
}

/// Takes all faults away.
pub fn disarm() {
    *plan() = Plan { faults: Vec::new(), idempotent: false, attempts: None, fired: None };
}

/// Arms faults, besides those that are armed already.
///
/// # Errors
/// The first entry that is none.
pub fn arm(text: &str) -> Result<(), ArmError> {
    for entry in text.split(';').map(str::trim).filter(|entry| !entry.is_empty()) {
        arm_one(entry).map_err(|reason| ArmError { entry: entry.to_owned(), reason })?;
    }
    Ok(())
}

fn arm_one(entry: &str) -> Result<(), String> {
    let append = |path: &str| {
        OpenOptions::new().create(true).append(true).open(path).map_err(|error| error.to_string())
    };
    match entry.split_once('=') {
        None if entry == "idempotent" => plan().idempotent = true,
        None => return Err("write POINT=ACTION".to_owned()),
        Some(("attempts", path)) => plan().attempts = Some(append(path)?),
        Some(("fired", path)) => plan().fired = Some(append(path)?),
        Some((place, action)) => {
            let fault = parse_fault(place, action)?;
            plan().faults.push(fault);
        }
    }
    Ok(())
}

fn parse_fault(place: &str, action: &str) -> Result<Fault, String> {
    let (place, nth) = match place.rsplit_once(':') {
        Some((place, nth)) => (place, Some(nth.parse().map_err(|_| "NTH is no number")?)),
        None => (place, None),
    };
    let (place, attempt) = match place.rsplit_once('#') {
        Some((place, attempt)) => (place, Some(attempt.parse().map_err(|_| "ATTEMPT is no number")?)),
        None => (place, None),
    };
    let (name, stage) = match place.split_once('@') {
        Some((name, stage)) => (name, Some(stage.to_owned())),
        None => (place, None),
    };
    let point = Point::ALL.iter().copied().find(|point| point.as_str() == name);
    let point = point.ok_or_else(|| format!("there is no point `{name}`"))?;
    Ok(Fault { point, stage, attempt, nth, passed: 0, action: parse_action(action)? })
}

fn parse_action(text: &str) -> Result<Action, String> {
    let inner = |prefix: &str| text.strip_prefix(prefix).and_then(|rest| rest.strip_suffix(')'));
    if text == "kill" {
        return Ok(Action::Kill);
    }
    if let Some(duration) = inner("delay(") {
        return parse_duration(duration).map(Action::Delay).map_err(|error| error.to_string());
    }
    let class = inner("error(").and_then(FailureClass::from_name);
    class.map(Action::Error).ok_or_else(|| "actions are kill, delay(200ms) and error(CLASS)".to_owned())
}

pub(super) async fn hit(point: Point, stage: Option<&str>, attempt: Option<u32>) -> Option<FailureClass> {
    let (delay, error) = due(point, stage, attempt);
    if let Some(delay) = delay {
        tokio::time::sleep(delay).await;
    }
    error
}

fn due(point: Point, stage: Option<&str>, attempt: Option<u32>) -> (Option<Duration>, Option<FailureClass>) {
    let mut plan = plan();
    let (mut delay, mut error) = (None, None);
    for index in 0..plan.faults.len() {
        let fault = &mut plan.faults[index];
        let fits = fault.point == point
            && fault.stage.as_deref().is_none_or(|wanted| Some(wanted) == stage)
            && fault.attempt.is_none_or(|wanted| Some(wanted) == attempt);
        if !fits {
            continue;
        }
        fault.passed += 1;
        if fault.nth.is_some_and(|nth| nth != fault.passed) {
            continue;
        }
        let action = fault.action;
        write_line(&mut plan.fired, point.as_str());
        match action {
            Action::Kill => die(),
            Action::Delay(duration) => delay = Some(delay.unwrap_or(Duration::ZERO) + duration),
            Action::Error(class) => error = Some(class),
        }
    }
    (delay, error)
}

/// Dies as by `kill -9`: nothing is flushed, nothing is dropped.
fn die() -> ! {
    let _unreachable =
        rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::KILL);
    loop {
        std::thread::park();
    }
}

pub(super) fn record_attempt(run: RunId, stage: &str, attempt: u32) {
    write_line(&mut plan().attempts, &format!("{run} {stage} {attempt}"));
}

pub(super) fn pure_is_idempotent() -> bool {
    plan().idempotent
}

/// One write call a line, so that lines of several processes do not mix.
fn write_line(file: &mut Option<File>, line: &str) {
    if let Some(file) = file {
        file.write_all(format!("{line}\n").as_bytes()).expect("the file of a fault plan can be written");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_names_a_point_and_an_action() {
        for (entry, wanted) in [
            ("stage.after-run@a#2:3=kill", Ok((Some("a"), Some(2), Some(3), Action::Kill))),
            (
                "append.before-commit=delay(200ms)",
                Ok((None, None, None, Action::Delay(Duration::from_millis(200)))),
            ),
            (
                "stage.after-run@a=error(timeout)",
                Ok((Some("a"), None, None, Action::Error(FailureClass::Timeout))),
            ),
            ("stage.nowhere=kill", Err(())),
            ("stage.after-run=error(bad-luck)", Err(())),
            ("stage.after-run:x=kill", Err(())),
        ] {
            let (place, action) = entry.split_once('=').unwrap();
            let parsed = parse_fault(place, action);
            let shape =
                parsed.as_ref().map(|f| (f.stage.as_deref(), f.attempt, f.nth, f.action)).map_err(|_| ());
            assert_eq!(shape, wanted, "{entry}");
        }
    }
}
