//! The closed set of errors a stage can have. Retry, degradation and HTTP status all read this one field.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What kind of error an attempt ended with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FailureClass {
    /// The dependency asks for fewer requests. Transient.
    Throttled,
    /// The dependency is not there, or says it cannot now. Transient.
    Unavailable,
    /// The connection failed. Transient.
    Network,
    /// The stage's `timeout` passed. Transient.
    Timeout,
    /// The answer or the output is not what the contract states.
    InvalidOutput,
    /// The input is not what the stage can work on.
    InvalidInput,
    /// Refused: no permission, or a value that must not leave.
    Denied,
    /// What the kind itself needs is not there (known from configuration, before any call).
    NotConfigured,
    /// Whether the work was done is not known, and it must not be done twice.
    OutcomeUnknown,
    /// What remains of the deadline belongs to the critical stages still to come.
    DeadlineNear,
    /// A fault of the stage itself, a panic included.
    Internal,
    /// The run was cancelled.
    Cancelled,
}

impl FailureClass {
    /// Every class, in the order of this page.
    pub const ALL: [Self; 12] = [
        Self::Throttled,
        Self::Unavailable,
        Self::Network,
        Self::Timeout,
        Self::InvalidOutput,
        Self::InvalidInput,
        Self::Denied,
        Self::NotConfigured,
        Self::OutcomeUnknown,
        Self::DeadlineNear,
        Self::Internal,
        Self::Cancelled,
    ];

    /// Whether another try may succeed. Only transient errors are ever retried or lead to another run attempt.
    pub fn is_transient(self) -> bool {
        matches!(self, Self::Throttled | Self::Unavailable | Self::Network | Self::Timeout)
    }

    /// The name in files, events and reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Throttled => "throttled",
            Self::Unavailable => "unavailable",
            Self::Network => "network",
            Self::Timeout => "timeout",
            Self::InvalidOutput => "invalid-output",
            Self::InvalidInput => "invalid-input",
            Self::Denied => "denied",
            Self::NotConfigured => "not-configured",
            Self::OutcomeUnknown => "outcome-unknown",
            Self::DeadlineNear => "deadline-near",
            Self::Internal => "internal",
            Self::Cancelled => "cancelled",
        }
    }

    /// The class with that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.as_str() == name)
    }
}

impl fmt::Display for FailureClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Whether a call had been sent when the attempt failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sent {
    /// No call was sent.
    #[default]
    No,
    /// The dependency refused it, so it did no work.
    Refused,
    /// It may have done work, and may have billed it.
    Unknown,
}

/// An error of one attempt, as events carry it: never with the content of a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// The class, on which every decision rests.
    pub class: FailureClass,
    /// Whether a call was sent.
    #[serde(default, skip_serializing_if = "is_no")]
    pub sent: Sent,
    /// Words for a person: public, without content of the run.
    pub message: String,
    /// The dependency's own wish for the time until the next try, in milliseconds: a floor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_ms: Option<u64>,
}

fn is_no(sent: &Sent) -> bool {
    *sent == Sent::No
}

impl Failure {
    /// A failure without a call.
    pub fn new(class: FailureClass, message: impl Into<String>) -> Self {
        Self { class, sent: Sent::No, message: message.into(), retry_after_ms: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_class_is_the_same_everywhere() {
        for class in FailureClass::ALL {
            assert_eq!(serde_json::to_string(&class).unwrap(), format!("\"{class}\""));
            assert_eq!(FailureClass::from_name(class.as_str()), Some(class));
        }
    }
}
