//! Every kind of problem there is: code, status and title, in one table.

use axum::http::StatusCode;

macro_rules! kinds {
    ($($name:ident $status:ident $code:literal $title:literal)*) => {
        /// What went wrong, for a program. The code and the title of a kind never change from case to case.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub(crate) enum Kind {
            $(#[doc = $title] $name,)*
        }

        impl Kind {
            /// All kinds.
            #[cfg(test)]
            pub(crate) const ALL: &[Self] = &[$(Self::$name,)*];

            /// The code, such as `note-empty`.
            pub(crate) fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// The HTTP status.
            pub(crate) fn status(self) -> StatusCode {
                match self { $(Self::$name => StatusCode::$status,)* }
            }

            /// The title.
            pub(crate) fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)* }
            }
        }
    };
}

kinds! {
    // The request itself.
    BodyIncomplete BAD_REQUEST "body-incomplete" "The body ended early"
    BodyTimeout REQUEST_TIMEOUT "body-timeout" "The body took too long"
    BodyTooLarge PAYLOAD_TOO_LARGE "body-too-large" "The body is too large"
    ContentEncoding UNSUPPORTED_MEDIA_TYPE "content-encoding" "Compressed bodies are not taken"
    ContentType UNSUPPORTED_MEDIA_TYPE "content-type" "This type of body is not taken"
    HostUnknown MISDIRECTED_REQUEST "host-unknown" "This server does not answer to that host"
    JsonField UNPROCESSABLE_ENTITY "json-field" "The body does not have the form that is expected"
    JsonSyntax BAD_REQUEST "json-syntax" "The body is not valid JSON"
    MethodNotAllowed METHOD_NOT_ALLOWED "method-not-allowed" "This method is not allowed here"
    Multipart BAD_REQUEST "multipart" "The form cannot be read"
    OriginNotAllowed FORBIDDEN "origin-not-allowed" "This origin is not allowed"
    QueryField BAD_REQUEST "query-field" "A query parameter is not what is expected"
    RequestInvalid BAD_REQUEST "request-invalid" "The request cannot be used"
    RouteUnknown NOT_FOUND "route-unknown" "There is nothing at this address"
    UpgradeRequired UPGRADE_REQUIRED "upgrade-required" "This address takes WebSocket connections only"

    // Encounters.
    CursorInvalid BAD_REQUEST "cursor-invalid" "The cursor is not one that a list gave"
    EncounterDeleted GONE "encounter-deleted" "The encounter was deleted"
    EncounterInvalid UNPROCESSABLE_ENTITY "encounter-invalid" "The visit is not what is expected"
    EncounterUnknown NOT_FOUND "encounter-unknown" "There is no such encounter"
    NoteEmpty UNPROCESSABLE_ENTITY "note-empty" "The note is empty"
    NoteNotText UNPROCESSABLE_ENTITY "note-not-text" "The note is not plain text"
    NoteNotUtf8 UNPROCESSABLE_ENTITY "note-not-utf8" "The note is not UTF-8"
    NoteTooLarge PAYLOAD_TOO_LARGE "note-too-large" "The note is too large"
    ReferenceTooLong UNPROCESSABLE_ENTITY "reference-too-long" "The reference is too long"

    // Reports.
    ContentErased GONE "content-erased" "The content was erased"
    IdempotencyKey BAD_REQUEST "idempotency-key" "The idempotency key cannot be used"
    IdempotencyKeyReused UNPROCESSABLE_ENTITY "idempotency-key-reused" "The idempotency key was used for another request"
    InputRefused UNPROCESSABLE_ENTITY "input-refused" "The workflow does not take this input"
    NoReport NOT_FOUND "no-report" "There is no report of this encounter"
    ReportState CONFLICT "report-state" "The state of the report does not allow this"
    ReportUnknown NOT_FOUND "report-unknown" "There is no such report"
    WorkflowUnknown UNPROCESSABLE_ENTITY "workflow-unknown" "There is no such workflow"

    // The server.
    Internal INTERNAL_SERVER_ERROR "internal" "An error of the server"
    NotReady SERVICE_UNAVAILABLE "not-ready" "The server is not ready"
    ShuttingDown SERVICE_UNAVAILABLE "shutting-down" "The server is shutting down"
    TooManyConnections SERVICE_UNAVAILABLE "too-many-connections" "Too many connections"
    StoreUnavailable SERVICE_UNAVAILABLE "store-unavailable" "The store does not work just now"
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn codes_are_unique_kebab_case_and_titles_are_short() {
        let codes: HashSet<&str> = Kind::ALL.iter().map(|kind| kind.code()).collect();
        assert_eq!(codes.len(), Kind::ALL.len());
        for kind in Kind::ALL {
            assert!(
                kind.code().bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-' || byte == b'8')
            );
            assert!(kind.title().len() <= 60 && !kind.title().ends_with('.'), "{}", kind.title());
            assert!(kind.status().is_client_error() || kind.status().is_server_error());
        }
    }
}
