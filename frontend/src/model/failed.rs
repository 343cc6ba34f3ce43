//! A report that failed or was cancelled: what happened, what is kept, what to do.

pub mod log;

use revrx_api::{Failure, FoundCode, Report, ReportState};
use revrx_engine_core::failure::FailureClass;
use revrx_engine_core::run::EndingReason;
use revrx_engine_core::view::PhaseState;

use super::progress::wording::{listed, ordinal, times};
use super::words::failure_words;

/// What stands above everything else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// One sentence.
    pub title: &'static str,
    /// What happened, and what is kept.
    pub lead: String,
    /// The one button.
    pub button: String,
    /// What pressing it does.
    pub fine: String,
}

/// What stands above everything else on the page of a report that failed or was cancelled.
pub fn verdict(report: &Report) -> Verdict {
    let kept = kept(report);
    if report.status == ReportState::Cancelled {
        return Verdict {
            title: "This report was cancelled",
            lead: format!("It was stopped before it was done. {kept}"),
            button: "Make the report again".to_owned(),
            fine: "Another report is made of the same note, from the beginning. This one stays as it is."
                .to_owned(),
        };
    }
    let failure = report.failure.as_ref();
    Verdict {
        title: "This report could not be made",
        lead: format!("{} {kept}", failure.map_or_else(|| "It failed.".to_owned(), what_happened)),
        button: match failure.and_then(|failure| failure.phase.as_ref()).filter(|_| is_by_a_part(failure)) {
            Some(phase) => format!("Try {phase} again"),
            None => "Try again".to_owned(),
        },
        fine: advice(report),
    }
}

/// What happened, in one sentence or two.
fn what_happened(failure: &Failure) -> String {
    let part = failure.stage.as_deref().unwrap_or("A part");
    match (&failure.why, failure.class) {
        (EndingReason::Stage { class, .. }, known) => by_a_part(part, known.unwrap_or(*class), failure.tries),
        (EndingReason::Deadline, _) => "The time limit for making it passed.".to_owned(),
        (EndingReason::Expired, _) => "It waited too long to go on and was given up.".to_owned(),
        (EndingReason::Poison, _) => "The server was interrupted too often while it was made.".to_owned(),
        (EndingReason::Cancel, _) => "It was cancelled.".to_owned(),
    }
}

fn by_a_part(part: &str, class: FailureClass, tries: u32) -> String {
    if class == FailureClass::OutcomeUnknown {
        return format!(
            "{part} was cut off, and whether its work was done is not known. It may have been charged, so it is not \
             repeated by itself."
        );
    }
    match tries {
        0 | 1 => format!("{part} {}.", failure_words(class)),
        tries => format!("{part} {}, {}.", failure_words(class), times(tries)),
    }
}

fn is_by_a_part(failure: Option<&Failure>) -> bool {
    failure.is_some_and(|failure| matches!(failure.why, EndingReason::Stage { .. }))
}

/// `Your note is kept, and the first three steps are kept.`
fn kept(report: &Report) -> String {
    let note = "Your note is kept";
    if report.status == ReportState::Cancelled {
        return format!("{note}.");
    }
    let done = steps_done(report);
    match u32::try_from(done.len()).unwrap_or(u32::MAX) {
        0 => format!("{note}."),
        1 => format!("{note}, and so is what {} did.", done[0]),
        number if done.len() == report.outline.phases.len() - 1 => {
            format!("{note}, and so are all steps but the {}.", ordinal_of_rest(report, number))
        }
        _ => format!("{note}, and so is what {} did.", listed(&done)),
    }
}

/// The step that is not done is the last one, or the so-manieth.
fn ordinal_of_rest(report: &Report, done: u32) -> String {
    let phases = report.outline.phases.len();
    let is_done = |phase: usize| is_done(report, phase);
    match (0..phases).find(|phase| !is_done(*phase)) {
        Some(rest) if rest + 1 < phases => ordinal(u32::try_from(rest + 1).unwrap_or(done)),
        _ => "last".to_owned(),
    }
}

fn steps_done(report: &Report) -> Vec<&str> {
    let phases = report.outline.phases.iter().enumerate();
    phases.filter(|(index, _)| is_done(report, *index)).map(|(_, phase)| phase.title.as_str()).collect()
}

fn is_done(report: &Report, phase: usize) -> bool {
    matches!(
        report.progress.view.phase_state(&report.outline, phase),
        PhaseState::Done | PhaseState::Degraded
    )
}

/// What another try does, and whether it is likely to help.
fn advice(report: &Report) -> String {
    let what = match steps_done(report).is_empty() {
        true => "The report is begun again.",
        false => "Only what is not done is repeated.",
    };
    let why = report.failure.as_ref().map(|failure| (&failure.why, failure.class));
    let hope = match why {
        Some((EndingReason::Stage { .. }, Some(class))) => match class {
            FailureClass::Throttled
            | FailureClass::Unavailable
            | FailureClass::Network
            | FailureClass::Timeout => "It helps once the service answers again.",
            FailureClass::OutcomeUnknown => "What may have been charged is then sent once more.",
            FailureClass::NotConfigured => "It helps once whoever runs the server has set it up.",
            FailureClass::Denied => "It helps once whoever runs the server has given permission.",
            FailureClass::InvalidInput => "With the same note it is likely to fail again.",
            FailureClass::InvalidOutput | FailureClass::Internal => {
                "If it fails again, send the details to whoever runs the server."
            }
            FailureClass::DeadlineNear | FailureClass::Cancelled => "It then has its full time again.",
        },
        Some((EndingReason::Deadline | EndingReason::Expired, _)) => "It then has its full time again.",
        _ => "If it fails again, send the details to whoever runs the server.",
    };
    format!("{what} {hope}")
}

/// The reason as a fact for support: `timeout, 2 tries`.
pub fn reason(report: &Report) -> String {
    let Some(failure) = &report.failure else { return "cancelled".to_owned() };
    let tries = match failure.tries {
        0 => String::new(),
        1 => ", 1 try".to_owned(),
        tries => format!(", {tries} tries"),
    };
    let why = match (&failure.why, failure.class) {
        (EndingReason::Stage { class, .. }, known) => known.unwrap_or(*class).as_str(),
        (EndingReason::Deadline, _) => "time limit passed",
        (EndingReason::Expired, _) => "waited too long",
        (EndingReason::Poison, _) => "interrupted too often",
        (EndingReason::Cancel, _) => "cancelled",
    };
    match &failure.stage {
        Some(stage) => format!("{stage}: {why}{tries}"),
        None => format!("{why}{tries}"),
    }
}

/// What is copied for support: ids, times and reasons, nothing of the patient and nothing of the note.
pub fn details(report: &Report) -> String {
    let mut lines = vec![
        format!("RevRx report {}", report.id),
        format!("State: {}", super::words::state_word(report.status, report.degraded).to_lowercase()),
        format!("Reason: {}", reason(report)),
        format!("Workflow: {}", report.workflow),
        format!("Accepted: {}", report.accepted_at),
    ];
    lines.extend(report.ended_at.map(|at| format!("Ended: {at}")));
    let message = report.failure.as_ref().and_then(|failure| failure.message.as_ref());
    lines.extend(message.map(|message| format!("Message: {message}")));
    lines.extend(log::lines(report).iter().map(|line| format!("{} {}", line.at, line.text)));
    lines.join("\n")
}

/// The quote of a found code that is shown, and how many more there are.
pub fn quote(found: &FoundCode) -> Option<(&str, usize)> {
    let (first, rest) = found.evidence.split_first()?;
    Some((&first.quote, rest.len()))
}

#[cfg(test)]
mod tests;
