//! The codes of a report for other programs: the clipboard, CSV, JSON.

use revrx_api::{CodeEntry, CodeSystem, Document, Report, ReportId};
use serde::Serialize;

use super::wording;

/// Columns of the CSV file.
const COLUMNS: [&str; 11] = [
    "system", "code", "title", "verdict", "billed", "billable", "reason", "instead", "match", "evidence",
    "places",
];
/// Excel takes a file for UTF-8 when it begins so.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The suggested and billed codes, one a line: code, title, verdict, parted by tabs.
pub fn table(document: &Document) -> String {
    let row = |code: &CodeEntry| {
        let cells = [code.code.as_str(), code.title.as_str(), wording::verdict(code.verdict)];
        cells.map(|cell| cell.replace(['\t', '\r', '\n'], " ")).join("\t")
    };
    let rows: Vec<String> = document.codes.iter().filter(|code| is_listed(code)).map(row).collect();
    rows.join("\n")
}

/// What is not to be coded does not belong on a list of codes, unless it was billed.
fn is_listed(code: &CodeEntry) -> bool {
    use revrx_api::Verdict::{Rejected, Suppressed};
    code.system == CodeSystem::Icd10Cm
        && (code.billed == Some(true) || !matches!(code.verdict, Suppressed | Rejected))
}

/// All codes as CSV (RFC 4180, UTF-8).
pub fn csv(document: &Document) -> String {
    let mut text = format!("{BYTE_ORDER_MARK}{}\r\n", COLUMNS.join(","));
    for code in &document.codes {
        let quotes: Vec<&str> = code.evidence.iter().map(|evidence| evidence.quote.as_str()).collect();
        let places: Vec<String> =
            code.evidence.iter().map(|evidence| format!("{}..{}", evidence.begin, evidence.end)).collect();
        let yes = |is: bool| if is { "yes" } else { "no" }.to_owned();
        let cells = [
            match code.system {
                CodeSystem::Icd10Cm => "ICD-10-CM".to_owned(),
                CodeSystem::SnomedCt => "SNOMED CT".to_owned(),
            },
            code.code.clone(),
            code.title.clone(),
            wording::verdict(code.verdict).to_owned(),
            code.billed.map(yes).unwrap_or_default(),
            yes(code.billable),
            code.reason.clone(),
            code.instead.as_ref().map(|instead| instead.code.clone()).unwrap_or_default(),
            code.fit.map(|fit| format!("{:.2}", fit.strength)).unwrap_or_default(),
            quotes.join(" | "),
            places.join(" | "),
        ];
        text.push_str(&cells.map(|cell| escaped(&cell)).join(","));
        text.push_str("\r\n");
    }
    text
}

/// A cell in quotes where it has to be. What a spreadsheet would take for a formula gets an apostrophe before it
/// (OWASP, "CSV Injection").
fn escaped(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let cell = if formula { format!("'{cell}") } else { cell.to_owned() };
    if cell.contains([',', '"', '\r', '\n']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}

/// The report as JSON, without the note beyond what it quotes.
pub fn json(report: &Report) -> String {
    #[derive(Serialize)]
    struct Exported<'a> {
        report: &'a ReportId,
        workflow: &'a str,
        degraded: bool,
        accepted_at: revrx_api::Time,
        ended_at: Option<revrx_api::Time>,
        billed: &'a Option<Vec<String>>,
        document: &'a Option<Document>,
    }
    let exported = Exported {
        report: &report.id,
        workflow: &report.workflow,
        degraded: report.degraded,
        accepted_at: report.accepted_at,
        ended_at: report.ended_at,
        billed: &report.billed,
        document: &report.document,
    };
    serde_json::to_string_pretty(&exported).unwrap_or_default()
}

/// The name of an exported file: it names the report and nobody.
pub fn file_name(report: &ReportId, extension: &str) -> String {
    let id: String = report.as_str().chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    format!("report-{id}.{extension}")
}

#[cfg(test)]
mod tests {
    use revrx_api::Verdict::{Missed, Rejected, Supported, Suppressed};

    use super::super::sample::{code, concept, document, report};
    use super::*;

    #[test]
    fn the_table_has_what_may_be_billed_and_what_was() {
        let document = document(
            vec![
                code("I10", Supported).title("Essential\t(primary) hypertension"),
                code("G47.33", Missed),
                code("R05", Suppressed).billed(Some(false)),
                code("Q00.00", Rejected).billed(Some(true)).title(""),
                concept("1", Supported),
            ],
            vec![],
        );
        assert_eq!(
            table(&document),
            "I10\tEssential (primary) hypertension\tsupported\nG47.33\tTitle of G47.33\tmissed\nQ00.00\t\trejected"
        );
    }

    #[test]
    fn cells_are_escaped() {
        for (cell, expected) in [
            ("plain", "plain"),
            ("a,b", "\"a,b\""),
            ("say \"no\"", "\"say \"\"no\"\"\""),
            ("two\nlines", "\"two\nlines\""),
            ("=1+1", "'=1+1"),
            ("-5, cold", "\"'-5, cold\""),
            ("@x", "'@x"),
            ("", ""),
            ("é 🩺", "é 🩺"),
        ] {
            assert_eq!(escaped(cell), expected);
        }
    }

    #[test]
    fn the_csv_has_a_row_a_code_and_as_many_cells_as_columns() {
        let codes = vec![
            code("I10", Supported).quoting(3, 7, "high").quoting(9, 12, "BP").strength(0.9).billed(None),
        ];
        assert_eq!(
            csv(&document(codes, vec![])),
            "\u{feff}system,code,title,verdict,billed,billable,reason,instead,match,evidence,places\r\nICD-10-CM,I10,Title of I10,supported,,yes,\"documented, but not billed\",,0.90,high | BP,3..7 | 9..12\r\n"
        );
    }

    #[test]
    fn the_json_has_the_document_and_not_the_note() {
        let report = report("a very private note", None, document(vec![code("I10", Supported)], vec![]));
        let json = json(&report);
        assert!(json.contains("\"I10\"") && json.contains("01935c1e"));
        assert!(!json.contains("very private"));
    }

    #[test]
    fn a_file_name_names_nobody() {
        assert_eq!(file_name(&ReportId::from("01935c1e-8f0a"), "csv"), "report-01935c1e-8f0a.csv");
        assert_eq!(file_name(&ReportId::from("../x y"), "json"), "report-xy.json");
    }
}
