//! How a report was made.

use revrx_api::{Document, Report};

use super::wording::{capital, number};
use crate::model::format;

/// How it was made.
pub struct Made {
    /// When it was ready, as milliseconds since 1970 UTC.
    pub ready_at: Option<i64>,
    /// How long it took, in words.
    pub took: Option<String>,
    /// Other facts, in order.
    pub facts: Vec<Fact>,
    /// Stages that took part: title, kind and version, what became of it.
    pub stages: Vec<(String, String, String)>,
    /// The fixed wording on every report.
    pub notice: String,
}

/// A fact.
#[derive(Debug, PartialEq, Eq)]
pub struct Fact {
    /// Its name.
    pub name: &'static str,
    /// What it is.
    pub text: String,
    /// Something read character by character.
    pub code: Option<String>,
}

/// How a report was made.
pub(super) fn made(report: &Report, document: &Document) -> Made {
    let provenance = &document.provenance;
    let accepted = report.accepted_at.as_millis();
    let ready_at = report.ended_at.map(revrx_api::Time::as_millis);
    #[expect(clippy::cast_precision_loss, reason = "a duration of days in milliseconds is far below 2^52")]
    let took = ready_at.map(|ready| format::seconds((ready - accepted).max(0) as f64));
    let fact = |name, text: String, code: Option<String>| Fact { name, text, code };
    let (first, last) = &provenance.icd10_valid;
    let snomed = provenance.snomed_edition.as_ref().map(|edition| format!("; SNOMED CT, {edition}"));
    let mut facts = vec![
        fact(
            "Code sets",
            format!(
                "{}, for visits from {} to {}{}",
                document.release,
                format::day(first),
                format::day(last),
                snomed.unwrap_or_default()
            ),
            None,
        ),
        fact("Workflow", report.outline.title.clone(), Some(report.workflow.clone())),
        fact("Made by", provenance.engine.clone(), None),
        fact("Report", String::new(), Some(report.id.as_str().to_owned())),
    ];
    facts.push(fact("Completeness", completeness(document), None));
    let left_out = match document.left_out.len() {
        0 => "All of it was used for coding.".to_owned(),
        1 => "One part of it was not used for coding; it is marked there.".to_owned(),
        parts => {
            format!(
                "{} parts of it were not used for coding; they are marked there.",
                capital(&number(parts))
            )
        }
    };
    facts.push(fact("Note", left_out, None));
    let title = |name: &str| {
        let stage = report.outline.stages.iter().find(|stage| stage.name.as_str() == name);
        stage.map_or_else(|| name.to_owned(), |stage| stage.title.clone())
    };
    let stages = provenance.stages.iter().map(|stage| {
        let became = match stage.stand_in.as_deref() {
            Some(stood_in) => format!("{}, {stood_in} stood in", became(&stage.status)),
            None => became(&stage.status).to_owned(),
        };
        (title(&stage.stage), format!("{} {}", stage.kind, stage.version), became)
    });
    Made { ready_at, took, facts, stages: stages.collect(), notice: document.notice.clone() }
}

fn completeness(document: &Document) -> String {
    let missing = document.completeness.missing.len();
    let all = document.provenance.stages.len();
    match (missing, all) {
        (0, 0) => "Nothing is missing.".to_owned(),
        (0, 1) => "Its one part was done; nothing is missing.".to_owned(),
        (0, all) => format!("All {} parts were done; nothing is missing.", number(all)),
        (1, _) => "One part is missing; it is named above.".to_owned(),
        (missing, _) => format!("{} parts are missing; they are named above.", capital(&number(missing))),
    }
}

/// What became of a stage, in a clinician's words.
fn became(status: &str) -> &str {
    match status {
        "done" => "done",
        "degraded" => "done with gaps",
        "skipped" => "left out",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use revrx_api::{LeftOut, StageRun};

    use super::super::sample::{document, missing, report};
    use super::*;

    #[test]
    fn it_is_said_when_by_what_and_with_which_code_sets() {
        let mut document = document(vec![], vec![]);
        document.provenance.stages.push(StageRun {
            stage: "clinical_filter".into(),
            kind: "clinical.filter".into(),
            version: 2,
            status: "degraded".into(),
            stand_in: None,
        });
        document.left_out.push(LeftOut { segment: 1, begin: 0, end: 2, reason: "signature".into() });
        let report = report("note", None, document);
        let made = made(&report, report.document.as_ref().unwrap());
        assert_eq!(made.took.as_deref(), Some("31.4 s"));
        let text = |name: &str| made.facts.iter().find(|fact| fact.name == name).unwrap().text.clone();
        assert_eq!(
            text("Code sets"),
            "ICD-10-CM FY2026 (April 2026), for visits from 1 Oct 2025 to 30 Sep 2026"
        );
        assert_eq!(text("Completeness"), "Its one part was done; nothing is missing.");
        assert_eq!(text("Note"), "One part of it was not used for coding; it is marked there.");
        assert_eq!(
            made.stages,
            [("clinical_filter".into(), "clinical.filter 2".into(), "done with gaps".into())]
        );
    }

    #[test]
    fn what_is_missing_is_counted() {
        for (parts, expected) in [
            (0, "Nothing is missing."),
            (1, "One part is missing; it is named above."),
            (2, "Two parts are missing; they are named above."),
        ] {
            let mut document = document(vec![], vec![]);
            document.completeness.missing = vec![missing("a", "A", "timeout", None); parts];
            assert_eq!(completeness(&document), expected);
        }
    }
}
