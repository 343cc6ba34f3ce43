//! What a row of the list says.

use revrx_api::{EncounterClass, EncounterRow, ReportBadge, ReportState, ToLookAt};
use revrx_engine_core::failure::FailureClass;
use revrx_engine_core::view::PhaseState;

use super::moving::Moving;
use crate::model::format;
use crate::model::words::{self, Tone};

/// What a row says of the encounter.
#[derive(Clone, PartialEq, Eq)]
pub struct Who {
    /// What a person calls it.
    pub name: String,
    /// Whether someone gave it that name.
    pub is_named: bool,
    /// A second line, in small.
    pub sub: String,
    /// Day of the visit, short; nothing when it is not known.
    pub day: Option<String>,
    /// The same in full.
    pub day_long: Option<String>,
    /// Outpatient or inpatient.
    pub class: &'static str,
    /// Where its link leads.
    pub href: String,
}

/// What a row says of the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// State of each step.
    pub phases: Vec<PhaseState>,
    /// The same in words.
    pub steps: String,
    /// Whether the step it is in is tried again.
    pub is_trying_again: bool,
    /// The word.
    pub word: String,
    /// What a screen reader says before the word.
    pub before: Option<String>,
    /// The tone of word and dots.
    pub tone: Tone,
    /// Percent, while it is made.
    pub percent: Option<u8>,
}

/// What there is to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Looks {
    /// Nothing to say.
    Nothing,
    /// Shapes with their counts and words.
    Counts(Vec<Count>),
    /// The codes stand as they are.
    AllRight,
    /// A sentence.
    Words(String),
}

/// A count of codes under a verdict, or of findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// How many.
    pub number: u32,
    /// What of, in that number.
    pub word: &'static str,
    /// The tone.
    pub tone: Tone,
    /// The shape; findings have a letter in place of one.
    pub glyph: Option<&'static str>,
}

/// What a row says of the encounter.
pub fn who(row: &EncounterRow) -> Who {
    let written = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
    let label = written(&row.label);
    let reference = written(&row.reference).filter(|text| Some(text) != label.as_ref());
    let length = format::plural(row.characters, "character", "characters");
    let sub = match (reference, written(&row.clinician)) {
        (Some(reference), Some(clinician)) => format!("{reference} · {clinician}"),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => length,
    };
    Who {
        is_named: label.is_some(),
        name: label.unwrap_or_else(|| "Note without a name".to_owned()),
        sub,
        day: row.date.as_deref().map(format::day_short),
        day_long: row.date.as_deref().map(format::day),
        class: class_word(row.class),
        href: href(row),
    }
}

/// Where a row leads: to its report, else to the encounter.
pub fn href(row: &EncounterRow) -> String {
    match &row.report {
        Some(report) => format!("/reports/{}", report.id),
        None => format!("/encounters/{}", row.id),
    }
}

/// Outpatient or inpatient.
pub fn class_word(class: EncounterClass) -> &'static str {
    match class {
        EncounterClass::Outpatient => "outpatient",
        EncounterClass::Inpatient => "inpatient",
    }
}

/// What a row says of the report, if there is one.
pub fn state(report: Option<&Moving>) -> State {
    let Some(moving) = report else {
        return State {
            phases: Vec::new(),
            steps: String::new(),
            is_trying_again: false,
            word: "No report".to_owned(),
            before: None,
            tone: Tone::Mute,
            percent: None,
        };
    };
    let badge = &moving.badge;
    let is_trying_again = badge.status == ReportState::Processing && moving.is_trying_again();
    let general = words::state_word(badge.status, badge.degraded).to_owned();
    let step = badge.phase.clone().filter(|_| badge.status == ReportState::Processing);
    let (word, before) = match step {
        Some(step) if is_trying_again => (format!("{step}, trying again"), Some(general)),
        Some(step) => (step, Some(general)),
        None => (general, None),
    };
    State {
        phases: badge.phases.clone(),
        steps: steps(moving, is_trying_again),
        is_trying_again,
        word,
        before,
        tone: if is_trying_again { Tone::Warn } else { words::tone(badge.status, badge.degraded) },
        percent: (badge.status == ReportState::Processing).then_some(badge.percent),
    }
}

/// The dots of the steps in words: `Step 3 of 4, trying again`.
fn steps(moving: &Moving, is_trying_again: bool) -> String {
    let phases = &moving.badge.phases;
    let (step, of) = (moving.step().unwrap_or(0), phases.len());
    let with_gaps = phases.iter().filter(|phase| **phase == PhaseState::Degraded).count();
    match moving.badge.status {
        _ if of == 0 => String::new(),
        ReportState::Pending => "No step started".to_owned(),
        ReportState::Processing if is_trying_again => format!("Step {step} of {of}, trying again"),
        ReportState::Processing => format!("Step {step} of {of}"),
        ReportState::Complete if with_gaps > 0 => format!("{of} of {of} steps done, {with_gaps} with gaps"),
        ReportState::Complete => format!("{of} of {of} steps done"),
        ReportState::Failed => format!("Failed in step {step} of {of}"),
        ReportState::Cancelled => format!("Cancelled in step {step} of {of}"),
    }
}

/// What there is to look at.
pub fn looks(report: Option<&Moving>) -> Looks {
    let Some(moving) = report else { return Looks::Words("Not started".to_owned()) };
    let badge = &moving.badge;
    match badge.status {
        ReportState::Pending => Looks::Words(queue_words(badge.ahead)),
        ReportState::Processing => match moving.waits_for {
            Some(reason) => Looks::Words(format!("Waits {}", words::wait_words(reason))),
            None => Looks::Nothing,
        },
        ReportState::Complete => match badge.to_look_at {
            Some(to_look_at) => counts(to_look_at, badge.degraded),
            None => Looks::Nothing,
        },
        ReportState::Failed => Looks::Words(failure(badge)),
        ReportState::Cancelled => Looks::Words("Stopped before it was ready".to_owned()),
    }
}

/// Why a queued report does not begin.
pub fn queue_words(ahead: Option<u64>) -> String {
    match ahead {
        None => "Waits for a free place".to_owned(),
        Some(0) => "Next in line".to_owned(),
        Some(ahead) => format!("Waits for a free place: {} ahead", format::count(ahead)),
    }
}

/// What to look at in words, for a notice: `1 unsupported, 2 missed`.
pub fn looks_words(looks: &Looks) -> String {
    match looks {
        Looks::Nothing => String::new(),
        Looks::AllRight => "Nothing to change".to_owned(),
        Looks::Words(words) => words.clone(),
        Looks::Counts(counts) => {
            let parts: Vec<String> =
                counts.iter().map(|count| format!("{} {}", count.number, count.word)).collect();
            parts.join(", ")
        }
    }
}

/// Counts that ask for something, worst first; supported codes ask for nothing.
fn counts(to_look_at: ToLookAt, degraded: bool) -> Looks {
    let ToLookAt { unsupported, under_specified, missed, supported, findings } = to_look_at;
    let under = if under_specified == 1 { "needs detail" } else { "need detail" };
    let finding = if findings == 1 { "gap in the note" } else { "gaps in the note" };
    let all = [
        Count { number: unsupported, word: "unsupported", tone: Tone::Bad, glyph: Some("unsupported") },
        Count { number: under_specified, word: under, tone: Tone::Warn, glyph: Some("under") },
        Count { number: missed, word: "missed", tone: Tone::Add, glyph: Some("missed") },
        Count { number: findings, word: finding, tone: Tone::Find, glyph: None },
    ];
    let there: Vec<Count> = all.into_iter().filter(|count| count.number > 0).collect();
    match (there.is_empty(), degraded, supported) {
        (false, _, _) => Looks::Counts(there),
        // With parts missing, that nothing was found says little.
        (true, true, _) => Looks::Words("Nothing to change in the parts that were checked".to_owned()),
        (true, false, 0) => Looks::Words("No codes in this note".to_owned()),
        (true, false, _) => Looks::AllRight,
    }
}

fn failure(badge: &ReportBadge) -> String {
    match (&badge.reason, badge.class) {
        (Some(reason), Some(class)) => format!("{reason} {}", words::failure_words(class)),
        (Some(reason), None) => reason.clone(),
        (None, Some(FailureClass::Internal)) => "A fault of RevRx itself".to_owned(),
        (None, Some(class)) => format!("A part of it {}", words::failure_words(class)),
        (None, None) => "The report says why".to_owned(),
    }
}

#[cfg(test)]
#[path = "row_tests.rs"]
mod tests;
