//! The document of the shipped workflow.

use revrx_api::{Document, ReportState, StartReport};
use revrx_stages::report::Report;
use serde_json::Value;

use super::bench::{Bench, OFFLINE};
use crate::encounters::Visit;
use crate::reports::{badge, locate, report};

const NOTE: &str = include_str!("../../../../workflows/samples/orthopaedics-knee.txt");
const VISIT: &str = include_str!("../../../../workflows/samples/orthopaedics-knee.encounter.json");

#[tokio::test]
async fn a_complete_report_has_its_document_without_loss() {
    let bench = Bench::new().await;
    let visit: Visit = serde_json::from_str(VISIT).unwrap();
    let encounter = bench.encounter_of(NOTE, visit).await;
    let how = StartReport { workflow: Some(OFFLINE.to_owned()), again: false };
    let started = bench.ask(encounter, how, None).await.unwrap();
    bench.ended(&started).await;

    let contents = started.run.contents().await.unwrap();
    let written: Report = serde_json::from_str(contents.output().unwrap()).unwrap();
    let written: Value = serde_json::to_value(&written).unwrap();
    let started = locate(&bench.app, &bench.principal, started.id.as_str()).await.unwrap();
    let said = report(&bench.app, started).await.unwrap();
    assert_eq!(
        (said.status, said.failure.is_none(), said.found.is_empty()),
        (ReportState::Complete, true, true)
    );
    let document = said.document.unwrap();
    assert_eq!(serde_json::to_value(&document).unwrap(), written);

    let note: Vec<char> = NOTE.chars().collect();
    for words in document.codes.iter().flat_map(|code| &code.evidence) {
        let quoted: String = note[words.begin as usize..words.end as usize].iter().collect();
        assert_eq!(quoted, words.quote, "a quote is what the note says there");
    }
    let counted = badge(&bench.app, contents.head.id).await.unwrap().to_look_at.unwrap();
    let total = counted.unsupported + counted.under_specified + counted.missed + counted.supported;
    assert!(total > 0);
    assert_eq!(counted.findings as usize, document.findings.len());
}

#[test]
fn every_word_of_a_report_is_known_on_the_wire() {
    let written: Value = serde_json::json!({
        "notice": "n", "release": "r",
        "codes": (["supported", "missed", "under-specified", "unsupported", "suppressed", "rejected"].map(|verdict| {
            serde_json::json!({
                "system": if verdict == "rejected" { "snomed-ct" } else { "icd-10-cm" },
                "code": "M10.9", "title": "t", "billable": true, "billed": null, "verdict": verdict, "reason": "w",
                "evidence": [{ "begin": 1, "end": 2, "quote": "q" }],
                "match": { "strength": 0.5, "wording": 0.25, "section": null, "detail": 1.0, "context": null },
                "detail": { "axis": "laterality", "says": null, "candidates": [{ "code": "M10.071", "title": "u" }] },
                "instead": { "code": "M10.9", "title": "t" },
            })
        })),
        "findings": (["high", "medium", "low"].map(|severity| serde_json::json!({
            "kind": "missing-laterality", "message": "m", "severity": severity, "evidence": [], "codes": ["M10.9"],
        }))),
        "completeness": { "notice": "c", "missing": [{ "stage": "s", "title": "t", "reason": "timeout", "stand_in": "k" }] },
        "left_out": [{ "segment": 1, "begin": 0, "end": 4, "reason": "social" }],
        "warnings": ["w"],
        "provenance": {
            "engine": "0.1.0", "icd10_release": "r", "icd10_valid": ["2025-10-01", "2026-09-30"],
            "snomed_edition": null,
            "stages": [{ "stage": "s", "kind": "k", "version": 1, "status": "done", "stand_in": null }],
        },
    });
    // What the stages can write and what clients can read are the same.
    let report: Report = serde_json::from_value(written.clone()).unwrap();
    let document: Document = serde_json::from_value(written.clone()).unwrap();
    assert_eq!(serde_json::to_value(&report).unwrap(), written);
    assert_eq!(serde_json::to_value(&document).unwrap(), written);
}
