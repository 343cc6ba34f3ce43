//! What became of one note.

use std::time::Duration;

use serde::Serialize;

/// What became of one note, whether or not it came to a run.
#[derive(Clone, Debug)]
pub(crate) struct Outcome {
    /// The argument, as given.
    pub(crate) file: String,
    /// The run; `None` for a note that was refused before.
    pub(crate) report_id: Option<String>,
    /// How it ended.
    pub(crate) status: Status,
    /// Whether the report has gaps.
    pub(crate) degraded: bool,
    /// From reading the note to the end.
    pub(crate) elapsed: Duration,
    /// Why there is no report.
    pub(crate) error: Option<Problem>,
    /// The report, as JSON.
    pub(crate) report: Option<String>,
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Status {
    Complete,
    Failed,
    Cancelled,
}

/// Why there is no report: never a word of the note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Problem {
    pub(crate) code: String,
    pub(crate) message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) hint: Option<String>,
}

impl Status {
    /// The word in reports.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Complete => "complete",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }
}

impl Outcome {
    /// Whether there is a report.
    pub(crate) fn is_complete(&self) -> bool {
        self.status == Status::Complete
    }

    /// In a word or two, for a person.
    pub(crate) fn words(&self) -> &'static str {
        match (self.status, self.degraded) {
            (Status::Complete, true) => "complete, with gaps",
            (status, _) => status.as_str(),
        }
    }
}
