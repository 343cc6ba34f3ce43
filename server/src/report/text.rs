//! A report for reading in a terminal.

use std::fmt::{self, Display};

use super::document::{Document, Evidence, Finding, SuggestedCode, words};
use super::outcome::Outcome;

/// Said on every report.
const WORDING: &str = "Coding support for review by a qualified coder or clinician.";
/// Said of what is missing.
const ABSENCE: &str = "That something is missing here is not a negative finding.";
/// Longest quote that is printed whole, in characters.
const QUOTE_CHARS_MAX: usize = 100;

/// The report of one note as text; what a workflow gives that is no report is printed as JSON.
pub(crate) fn render(outcome: &Outcome) -> String {
    let mut page = Page::default();
    page.line(format_args!("{}: {}", outcome.file, outcome.words()));
    if let Some(id) = &outcome.report_id {
        page.line(format_args!("report {id}, {:.1} s", outcome.elapsed.as_secs_f64()));
    }
    if let Some(problem) = &outcome.error {
        page.line(format_args!("error: {} [{}]", problem.message, problem.code));
        if let Some(hint) = &problem.hint {
            page.line(format_args!("hint: {hint}"));
        }
    }
    if let Some(json) = &outcome.report {
        match serde_json::from_str::<Document>(json) {
            Ok(document) => page.document(&document),
            Err(_) => page.line(json),
        }
    }
    page.0
}

#[derive(Default)]
struct Page(String);

impl Page {
    fn line(&mut self, text: impl Display) {
        // What a note says may hold line feeds and control characters, which must not reach a terminal.
        self.0.extend(text.to_string().chars().map(|c| if c.is_control() { ' ' } else { c }));
        self.0.push('\n');
    }

    fn heading(&mut self, text: &str) {
        self.0.push('\n');
        self.line(text);
    }

    fn document(&mut self, document: &Document) {
        self.line(format_args!("release: {}", words(&document.release)));
        for warning in &document.warnings {
            self.line(format_args!("warning: {warning}"));
        }
        let of = |verdicts: &[&str]| -> Vec<&SuggestedCode> {
            document.codes.iter().filter(|code| verdicts.contains(&code.verdict.as_str())).collect()
        };
        let named = ["supported", "missed", "under-specified", "unsupported", "suppressed", "rejected"];
        self.codes("Codes", &of(&named[..4]));
        self.codes("Suppressed", &of(&named[4..5]));
        self.codes("Rejected", &of(&named[5..]));
        let others: Vec<&SuggestedCode> =
            document.codes.iter().filter(|code| !named.contains(&code.verdict.as_str())).collect();
        if !others.is_empty() {
            self.codes("Other", &others);
        }
        self.findings(&document.findings);
        self.heading("Completeness");
        if document.completeness.missing.is_empty() {
            self.line("  nothing is missing");
        }
        for missing in &document.completeness.missing {
            let stage = missing.title.as_deref().unwrap_or(&missing.stage);
            let stand_in =
                missing.stand_in.as_ref().map(|name| format!("; `{name}` stood in")).unwrap_or_default();
            self.line(format_args!("  missing: {stage} ({}{stand_in})", missing.reason));
        }
        if !document.completeness.missing.is_empty() {
            self.line(format_args!("  {}", document.completeness.notice.as_deref().unwrap_or(ABSENCE)));
        }
        self.0.push('\n');
        self.line(document.notice.as_deref().unwrap_or(WORDING));
    }

    fn codes(&mut self, title: &str, codes: &[&SuggestedCode]) {
        self.heading(&format!("{title} ({})", codes.len()));
        let width = codes.iter().map(|code| code.code.chars().count()).max().unwrap_or(0);
        for code in codes {
            let system =
                if code.system == "icd-10-cm" { String::new() } else { format!(" [{}]", code.system) };
            let billable = if code.billable == Some(false) { " (not billable)" } else { "" };
            let title = code.title.as_deref().unwrap_or("");
            self.line(format_args!(
                "  {:width$}  {:<15}  {title}{system}{billable}",
                code.code, code.verdict
            ));
            self.evidence(&code.evidence, width);
            if let Some(reason) = code.reason.as_deref().filter(|reason| !reason.is_empty()) {
                self.line(format_args!("  {:width$}  why: {reason}", ""));
            }
            if let Some(instead) = code.instead.as_ref().map(words).filter(|words| !words.is_empty()) {
                self.line(format_args!("  {:width$}  consider: {instead}", ""));
            }
        }
    }

    fn evidence(&mut self, evidence: &[Evidence], width: usize) {
        for Evidence { begin, end, quote } in evidence {
            self.line(format_args!("  {:width$}  {begin}..{end} \"{}\"", "", Cut(quote)));
        }
    }

    fn findings(&mut self, findings: &[Finding]) {
        self.heading(&format!("Findings ({})", findings.len()));
        for finding in findings {
            let severity = finding.severity.as_deref().unwrap_or("note");
            self.line(format_args!("  {severity}: {} [{}]", finding.message, finding.kind));
            self.evidence(&finding.evidence, 0);
        }
    }
}

/// A quote, cut when it is long.
struct Cut<'q>(&'q str);

impl Display for Cut<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.char_indices().nth(QUOTE_CHARS_MAX) {
            Some((at, _)) => write!(f, "{}…", &self.0[..at]),
            None => f.write_str(self.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::super::outcome::Status;
    use super::*;

    #[test]
    fn a_report_says_what_supports_each_code_and_what_is_missing() {
        let report = serde_json::json!({
            "release": "ICD-10-CM 2026",
            "codes": [
                { "system": "icd-10-cm", "code": "I10", "title": "Essential hypertension", "billable": true,
                  "verdict": "supported", "reason": "documented and billed",
                  "evidence": [{ "begin": 3, "end": 15, "quote": "hyper\ntension" }] },
                { "system": "snomed-ct", "code": "386661006", "title": "Fever", "verdict": "suppressed",
                  "reason": "negated", "evidence": [] },
                { "system": "icd-10-cm", "code": "E11", "title": "Type 2 diabetes", "billable": false,
                  "verdict": "under-specified", "reason": "", "instead": "E11.9", "evidence": [] },
            ],
            "findings": [{ "kind": "gap", "message": "no laterality", "severity": "warning", "evidence": [] }],
            "completeness": { "missing": [{ "stage": "infer_snomed", "reason": "not-configured" }] },
        });
        let outcome = Outcome {
            file: "a.txt".to_owned(),
            report_id: Some("7".to_owned()),
            status: Status::Complete,
            degraded: true,
            elapsed: Duration::from_millis(420),
            error: None,
            report: Some(report.to_string()),
        };
        let expected = "\
a.txt: complete, with gaps
report 7, 0.4 s
release: ICD-10-CM 2026

Codes (2)
  I10  supported        Essential hypertension
       3..15 \"hyper tension\"
       why: documented and billed
  E11  under-specified  Type 2 diabetes (not billable)
       consider: E11.9

Suppressed (1)
  386661006  suppressed       Fever [snomed-ct]
             why: negated

Rejected (0)

Findings (1)
  warning: no laterality [gap]

Completeness
  missing: infer_snomed (not-configured)
  That something is missing here is not a negative finding.

Coding support for review by a qualified coder or clinician.
";
        assert_eq!(render(&outcome), expected);
        let other = Outcome { report: Some("{\"total\":3}".to_owned()), ..outcome };
        assert!(render(&other).ends_with("{\"total\":3}\n"));
    }
}
