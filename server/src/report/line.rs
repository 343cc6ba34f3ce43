//! The line of JSON for one note: a contract, kept stable.

use serde::Serialize;
use serde_json::value::RawValue;

use super::outcome::{Outcome, Problem, Status};

#[derive(Serialize)]
struct Line<'o> {
    file: &'o str,
    report_id: Option<&'o str>,
    status: Status,
    degraded: bool,
    elapsed_ms: u64,
    error: Option<&'o Problem>,
    report: Option<&'o RawValue>,
}

/// One line without its line feed.
///
/// # Errors
/// The report is no JSON.
pub(crate) fn json_line(outcome: &Outcome) -> Result<String, serde_json::Error> {
    let report = outcome.report.as_deref().map(serde_json::from_str::<&RawValue>).transpose()?;
    serde_json::to_string(&Line {
        file: &outcome.file,
        report_id: outcome.report_id.as_deref(),
        status: outcome.status,
        degraded: outcome.degraded,
        elapsed_ms: u64::try_from(outcome.elapsed.as_millis()).unwrap_or(u64::MAX),
        error: outcome.error.as_ref(),
        report,
    })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn the_fields_stand_in_their_order_and_the_file_verbatim() {
        let refused = Outcome {
            file: "../a \"b\"\n.txt".to_owned(),
            report_id: None,
            status: Status::Failed,
            degraded: false,
            elapsed: Duration::from_micros(1900),
            error: Some(Problem {
                code: "note-empty".to_owned(),
                message: "it is empty".to_owned(),
                hint: None,
            }),
            report: None,
        };
        assert_eq!(
            json_line(&refused).unwrap(),
            r#"{"file":"../a \"b\"\n.txt","report_id":null,"status":"failed","degraded":false,"elapsed_ms":1,"error":{"code":"note-empty","message":"it is empty"},"report":null}"#
        );
        let complete = Outcome {
            file: "a".to_owned(),
            report_id: Some("7".to_owned()),
            status: Status::Complete,
            degraded: true,
            error: None,
            report: Some(r#"{"release":"2026","codes":[]}"#.to_owned()),
            ..refused
        };
        assert_eq!(
            json_line(&complete).unwrap(),
            r#"{"file":"a","report_id":"7","status":"complete","degraded":true,"elapsed_ms":1,"error":null,"report":{"release":"2026","codes":[]}}"#
        );
    }
}
