//! What `revrx process --format json` prints: one line per note. Only what is measured is read.

use serde::Deserialize;

/// One note.
#[derive(Debug, Deserialize)]
pub(super) struct Line {
    pub(super) file: String,
    pub(super) elapsed_ms: f64,
    pub(super) error: Option<Problem>,
    pub(super) report: Option<Report>,
}

/// Why there is no report.
#[derive(Debug, Deserialize)]
pub(super) struct Problem {
    pub(super) code: String,
}

/// The report.
#[derive(Debug, Deserialize)]
pub(super) struct Report {
    pub(super) codes: Vec<Code>,
}

/// One code of a report.
#[derive(Debug, Deserialize)]
pub(super) struct Code {
    pub(super) system: String,
    pub(super) code: String,
    pub(super) billable: Option<bool>,
    pub(super) verdict: String,
    pub(super) evidence: Vec<Evidence>,
}

impl Code {
    /// Whether the report suggests an ICD-10-CM code.
    pub(super) fn is_suggested(&self) -> bool {
        self.system == "icd-10-cm"
            && matches!(self.verdict.as_str(), "supported" | "missed" | "under-specified")
    }
}

/// A place in the note, in code points, and what stands there.
#[derive(Debug, Deserialize)]
pub(super) struct Evidence {
    pub(super) begin: usize,
    pub(super) end: usize,
    pub(super) quote: String,
}

impl Evidence {
    /// Whether the quote stands verbatim at its place.
    pub(super) fn stands_in(&self, note: &str) -> bool {
        let length = self.end.saturating_sub(self.begin);
        length > 0 && note.chars().skip(self.begin).take(length).eq(self.quote.chars())
    }
}

/// What is wrong with the suggested codes of a report on `note`, one line each.
pub(super) fn faults(report: &Report, note: &str) -> Vec<String> {
    let mut faults = Vec::new();
    for code in report.codes.iter().filter(|code| code.is_suggested()) {
        if code.billable != Some(true) && code.verdict != "under-specified" {
            faults.push(format!("{} is suggested and not billable", code.code));
        }
        if code.evidence.is_empty() {
            faults.push(format!("{} is suggested without evidence", code.code));
        }
        for evidence in code.evidence.iter().filter(|evidence| !evidence.stands_in(note)) {
            faults.push(format!(
                "{}: the quote does not stand at {}..{}",
                code.code, evidence.begin, evidence.end
            ));
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(verdict: &str, billable: bool, evidence: &[(usize, usize, &str)]) -> Code {
        let evidence = evidence.iter().map(|(begin, end, quote)| Evidence {
            begin: *begin,
            end: *end,
            quote: (*quote).to_owned(),
        });
        Code {
            system: "icd-10-cm".to_owned(),
            code: "X".to_owned(),
            billable: Some(billable),
            verdict: verdict.to_owned(),
            evidence: evidence.collect(),
        }
    }

    #[test]
    fn suggested_codes_are_billable_and_quote_the_note_by_code_points() {
        let note = "Ménière disease";
        for (code, count) in [
            (code("supported", true, &[(0, 7, "Ménière")]), 0),
            (code("missed", true, &[(8, 15, "disease")]), 0),
            (code("under-specified", false, &[(0, 15, note)]), 0),
            (code("supported", false, &[(0, 7, "Ménière")]), 1),
            (code("supported", true, &[]), 1),
            (code("supported", true, &[(10, 17, "disease"), (3, 3, "")]), 2),
            (code("suppressed", false, &[(0, 99, "other")]), 0),
            (code("unsupported", true, &[]), 0),
        ] {
            let report = Report { codes: vec![code] };
            assert_eq!(faults(&report, note).len(), count, "{report:?}");
        }
    }
}
