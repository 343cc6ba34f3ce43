//! Errors of the API as problem documents (RFC 9457).

use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use revrx_api::Problem;
use revrx_engine::EngineError;
use revrx_engine::seal::SealError;

use super::kind::Kind;

/// Media type of a problem document.
pub(crate) const PROBLEM_JSON: &str = "application/problem+json";

/// An error as a client sees it. Nothing in it repeats what was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ApiError {
    kind: Kind,
    detail: String,
    hint: Option<&'static str>,
    /// Seconds.
    retry_after: Option<u32>,
}

/// What a handler gives.
pub(crate) type ApiResult<T> = Result<T, ApiError>;

impl ApiError {
    /// An error: `detail` says what happened this time and where, as a fragment without a full stop. It may name a
    /// field, a line, an offset, a length or an id, never content.
    pub(crate) fn new(kind: Kind, detail: impl Into<String>) -> Self {
        Self { kind, detail: detail.into(), hint: None, retry_after: None }
    }

    /// Adds the way out.
    #[must_use]
    pub(crate) fn hint(mut self, hint: &'static str) -> Self {
        self.hint = Some(hint);
        self
    }

    /// Asks to try again after so many seconds.
    #[must_use]
    pub(crate) fn retry_after(mut self, seconds: u32) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// An error of ours. What it is goes to the log, which holds no content either.
    pub(crate) fn internal(error: &dyn std::error::Error) -> Self {
        tracing::error!(error = %error, "a request failed");
        Self::new(Kind::Internal, "the server could not answer; its log says more")
    }

    /// The kind.
    pub(crate) fn kind(&self) -> Kind {
        self.kind
    }

    /// The HTTP status.
    pub(crate) fn status(&self) -> StatusCode {
        self.kind.status()
    }

    /// The document.
    pub(crate) fn problem(&self) -> Problem {
        let detail = match self.hint {
            Some(hint) => format!("{}: {hint}", self.detail),
            None => self.detail.clone(),
        };
        Problem {
            kind: format!("urn:revrx:problem:{}", self.kind.code()),
            title: self.kind.title().to_owned(),
            status: self.status().as_u16(),
            detail,
            code: self.kind.code().to_owned(),
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let body = serde_json::to_vec(&self.problem()).expect("a problem is strings and a number");
        let content_type = HeaderValue::from_static(PROBLEM_JSON);
        let mut response = (self.status(), [(CONTENT_TYPE, content_type)], body).into_response();
        let headers = response.headers_mut();
        if let Some(seconds) = self.retry_after {
            headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl From<EngineError> for ApiError {
    fn from(error: EngineError) -> Self {
        match &error {
            EngineError::UnknownRun(run) => {
                Self::new(Kind::ReportUnknown, format!("there is no report {run}"))
            }
            EngineError::UnknownWorkflow(_) => {
                Self::new(Kind::WorkflowUnknown, "no workflow of that name runs here")
            }
            EngineError::Input { .. } => Self::new(Kind::InputRefused, error.to_string()),
            EngineError::KeyReused(run) => Self::new(
                Kind::IdempotencyKeyReused,
                format!("the key was used with another request, for report {run}"),
            )
            .hint("use a new key for a new request"),
            EngineError::State { run, status } | EngineError::NoOutput { run, status } => {
                Self::new(Kind::ReportState, format!("report {run} is {}", status.as_str()))
            }
            EngineError::ShuttingDown => shutting_down(),
            EngineError::Store(store) if store.is_transient() => {
                tracing::warn!(%error, "a request met a store that does not work");
                Self::new(Kind::StoreUnavailable, "nothing was changed").hint("try again").retry_after(1)
            }
            EngineError::Seal(SealError::Erased) => {
                Self::new(Kind::ContentErased, "nothing is left to be shown")
            }
            _ => Self::internal(&error),
        }
    }
}

/// The answer to what comes while the server stops.
pub(crate) fn shutting_down() -> ApiError {
    ApiError::new(Kind::ShuttingDown, "nothing is accepted any more").hint("try again soon").retry_after(2)
}

#[cfg(test)]
mod tests {
    use revrx_engine::RunId;
    use revrx_engine::store::StoreError;
    use revrx_engine_core::view::RunStatus;

    use super::*;

    #[test]
    fn what_the_engine_says_has_a_status_and_a_code() {
        let run = RunId::new();
        let input = EngineError::Input { input: "note".to_owned(), reason: "it is missing".to_owned() };
        let unreadable = EngineError::Unreadable { run, reason: "canary".to_owned() };
        for (error, status, code, retries) in [
            (EngineError::UnknownRun(run), 404, "report-unknown", false),
            (EngineError::UnknownWorkflow("canary".to_owned()), 422, "workflow-unknown", false),
            (input, 422, "input-refused", false),
            (EngineError::KeyReused(run), 422, "idempotency-key-reused", false),
            (EngineError::State { run, status: RunStatus::Complete }, 409, "report-state", false),
            (EngineError::NoOutput { run, status: RunStatus::Failed }, 409, "report-state", false),
            (EngineError::ShuttingDown, 503, "shutting-down", true),
            (EngineError::Store(StoreError::Full), 503, "store-unavailable", true),
            (EngineError::Store(StoreError::Corrupt("canary".to_owned())), 500, "internal", false),
            (EngineError::Seal(SealError::Erased), 410, "content-erased", false),
            (EngineError::Seal(SealError::Tampered), 500, "internal", false),
            (EngineError::OutputType, 500, "internal", false),
            (unreadable, 500, "internal", false),
        ] {
            let error = ApiError::from(error);
            let problem = error.problem();
            assert_eq!((problem.status, problem.code.as_str()), (status, code), "{problem:?}");
            assert!(!problem.detail.contains("canary"), "{problem:?}");
            assert_eq!(problem.kind, format!("urn:revrx:problem:{code}"));
            let response = error.into_response();
            assert_eq!(response.status(), status);
            assert_eq!(response.headers()[CONTENT_TYPE], PROBLEM_JSON);
            assert_eq!(response.headers().contains_key(RETRY_AFTER), retries);
        }
    }

    #[test]
    fn the_way_out_stands_behind_what_happened() {
        let error = ApiError::new(Kind::NoteEmpty, "the note has no character").hint("send some text");
        assert_eq!(error.problem().detail, "the note has no character: send some text");
    }
}
