//! The words a clinician reads for states, failures and waits, and the tone and shape that go with them.

use revrx_api::ReportState;
use revrx_engine_core::failure::FailureClass;
use revrx_engine_core::run::WaitReason;
use revrx_engine_core::view::PhaseState;

/// What a colour means; the word of the attribute `data-tone`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Supported, or done.
    Good,
    /// Missed: to be added.
    Add,
    /// Needs detail, is tried again, or has gaps.
    Warn,
    /// Unsupported, or failed.
    Bad,
    /// Moves now.
    Live,
    /// A finding about the documentation.
    Find,
    /// The rest.
    Mute,
}

impl Tone {
    /// The word of the attribute.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Add => "add",
            Self::Warn => "warn",
            Self::Bad => "bad",
            Self::Live => "live",
            Self::Find => "find",
            Self::Mute => "mute",
        }
    }
}

/// The word for the state of a report.
pub fn state_word(state: ReportState, degraded: bool) -> &'static str {
    match state {
        ReportState::Pending => "Queued",
        ReportState::Processing => "In progress",
        ReportState::Complete if degraded => "Ready with gaps",
        ReportState::Complete => "Ready",
        ReportState::Failed => "Failed",
        ReportState::Cancelled => "Cancelled",
    }
}

/// The tone of the state of a report.
pub fn tone(state: ReportState, degraded: bool) -> Tone {
    match state {
        ReportState::Pending | ReportState::Cancelled => Tone::Mute,
        ReportState::Processing => Tone::Live,
        ReportState::Complete if degraded => Tone::Warn,
        ReportState::Complete => Tone::Good,
        ReportState::Failed => Tone::Bad,
    }
}

/// The glyph of the state of a report.
pub fn state_glyph(state: ReportState, degraded: bool) -> &'static str {
    match state {
        ReportState::Pending => "waiting",
        ReportState::Processing => "running",
        ReportState::Complete if degraded => "gaps",
        ReportState::Complete => "ready",
        ReportState::Failed => "failed",
        ReportState::Cancelled => "cancelled",
    }
}

/// Word, tone and glyph of a step.
pub fn phase_word(state: PhaseState, retrying: bool) -> (&'static str, Tone, &'static str) {
    match state {
        PhaseState::NotStarted => ("Waiting", Tone::Mute, "waiting"),
        PhaseState::Running if retrying => ("Trying again", Tone::Warn, "retrying"),
        PhaseState::Running => ("Running", Tone::Live, "running"),
        PhaseState::Done => ("Done", Tone::Good, "ready"),
        PhaseState::Degraded => ("Done with gaps", Tone::Warn, "gaps"),
        PhaseState::Failed => ("Failed", Tone::Bad, "failed"),
        PhaseState::Cancelled => ("Cancelled", Tone::Mute, "cancelled"),
    }
}

/// What went wrong, to follow the title of a step or stage: `ICD-10-CM codes` *did not answer in time*.
pub fn failure_words(class: FailureClass) -> &'static str {
    match class {
        FailureClass::Throttled => "was too busy",
        FailureClass::Unavailable => "did not answer",
        FailureClass::Network => "could not be reached",
        FailureClass::Timeout => "did not answer in time",
        FailureClass::InvalidOutput => "gave an answer that could not be used",
        FailureClass::InvalidInput => "could not work with this note",
        FailureClass::Denied => "was refused",
        FailureClass::NotConfigured => "is not set up",
        FailureClass::OutcomeUnknown => "was cut off and must not be repeated by itself",
        FailureClass::DeadlineNear => "had no time left",
        FailureClass::Internal => "ran into a fault",
        FailureClass::Cancelled => "was cancelled",
    }
}

/// What it waits for, to follow *Waits*: *for a free place*.
pub fn wait_words(reason: WaitReason) -> &'static str {
    match reason {
        WaitReason::Permit => "for a free place",
        WaitReason::Backoff => "for its next try",
        WaitReason::Breaker => "until the service recovers",
        WaitReason::RetryAfter => "because the service asked for a pause",
        WaitReason::RunBackoff => "for another attempt at the report",
        WaitReason::Clearance => "for its settings to be checked",
        WaitReason::Workflow => "for an update of the server",
        WaitReason::KindVersion => "to repeat a part with the new version",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clinician_reads_six_words_for_a_report() {
        for (state, degraded, word, attribute, glyph) in [
            (ReportState::Pending, false, "Queued", "mute", "waiting"),
            (ReportState::Processing, false, "In progress", "live", "running"),
            (ReportState::Processing, true, "In progress", "live", "running"),
            (ReportState::Complete, false, "Ready", "good", "ready"),
            (ReportState::Complete, true, "Ready with gaps", "warn", "gaps"),
            (ReportState::Failed, true, "Failed", "bad", "failed"),
            (ReportState::Cancelled, false, "Cancelled", "mute", "cancelled"),
        ] {
            assert_eq!(state_word(state, degraded), word);
            assert_eq!(tone(state, degraded).as_str(), attribute, "{word}");
            assert_eq!(state_glyph(state, degraded), glyph, "{word}");
        }
    }

    #[test]
    fn no_word_of_the_engine_reaches_a_clinician() {
        let waits = [
            WaitReason::Permit,
            WaitReason::Backoff,
            WaitReason::Breaker,
            WaitReason::RetryAfter,
            WaitReason::RunBackoff,
            WaitReason::Clearance,
            WaitReason::Workflow,
            WaitReason::KindVersion,
        ];
        let failures = FailureClass::ALL.map(failure_words);
        for words in failures.into_iter().chain(waits.map(wait_words)) {
            for word in ["stage", "run ", "lease", "dead letter", "degraded", "breaker", "backoff", "permit"]
            {
                assert!(!words.contains(word), "{words}");
            }
        }
    }

    #[test]
    fn every_glyph_that_is_named_is_drawn() {
        use super::super::shapes::glyph;
        let phases = [
            PhaseState::NotStarted,
            PhaseState::Running,
            PhaseState::Done,
            PhaseState::Degraded,
            PhaseState::Failed,
            PhaseState::Cancelled,
        ];
        for state in phases {
            for retrying in [false, true] {
                assert!(glyph(phase_word(state, retrying).2).is_some());
            }
        }
    }
}
