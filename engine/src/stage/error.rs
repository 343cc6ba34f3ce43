//! How an attempt fails.

use std::borrow::Cow;
use std::time::Duration;

use revrx_engine_core::failure::{Failure, FailureClass, Sent};

/// The error of an attempt. There is no conversion from other errors: a class has to be chosen.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{class}: {message}")]
pub struct StageError {
    class: FailureClass,
    sent: Sent,
    message: Cow<'static, str>,
    retry_after: Option<Duration>,
}

impl StageError {
    /// An error of that class. `message` is public: it must not quote the input.
    pub fn new(class: FailureClass, message: impl Into<Cow<'static, str>>) -> Self {
        Self { class, sent: Sent::No, message: message.into(), retry_after: None }
    }

    /// The input is not what the stage can work on.
    pub fn invalid_input(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(FailureClass::InvalidInput, message)
    }

    /// The output is not what the contract states.
    pub fn invalid_output(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(FailureClass::InvalidOutput, message)
    }

    /// What it works with is not there now.
    pub fn unavailable(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(FailureClass::Unavailable, message)
    }

    /// A fault of the stage itself.
    pub fn internal(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(FailureClass::Internal, message)
    }

    /// The attempt was told to stop.
    pub fn cancelled() -> Self {
        Self::new(FailureClass::Cancelled, "the attempt was cancelled")
    }

    /// Says whether a call was sent.
    #[must_use]
    pub fn sent(mut self, sent: Sent) -> Self {
        self.sent = sent;
        self
    }

    /// Hands on the dependency's wish for a pause.
    #[must_use]
    pub fn retry_after(mut self, pause: Duration) -> Self {
        self.retry_after = Some(pause);
        self
    }

    /// The class.
    pub fn class(&self) -> FailureClass {
        self.class
    }

    /// As events carry it.
    pub fn into_failure(self) -> Failure {
        Failure {
            class: self.class,
            sent: self.sent,
            message: self.message.into_owned(),
            retry_after_ms: self
                .retry_after
                .map(|pause| u64::try_from(pause.as_millis()).unwrap_or(u64::MAX)),
        }
    }
}
