use revrx_api::Verdict::{Missed, Suppressed, UnderSpecified};
use revrx_api::{LeftOut, Severity};

use super::super::sample::{code, concept, document, finding, missing, report};
use super::*;

const NOTE: &str = "Plan:\nRight knee pain, knee replacement.\n\nSigned: Dr. X";

fn made() -> ReportView {
    let mut gap = finding("missing-laterality", Severity::Medium, &["Z96.659"]);
    gap.evidence.push(Evidence { begin: 23, end: 39, quote: "knee replacement".into() });
    let mut document = document(
        vec![
            code("Z96.659", UnderSpecified).quoting(23, 39, "knee replacement"),
            code("M25.561", Missed)
                .quoting(6, 21, "Right knee pain")
                .quoting(900, 905, "lost")
                .quoting(0, 4, "Plot"),
            code("R05", Suppressed),
            concept("30989003", Missed).quoting(12, 21, "knee pain"),
        ],
        vec![gap],
    );
    document.left_out.push(LeftOut { segment: 1, begin: 42, end: 99, reason: "signature".into() });
    document.completeness.missing.push(missing("infer_icd10", "ICD-10-CM inference", "timeout", None));
    document.warnings.push("The date of service lies outside the release.".into());
    let mut report = report(NOTE, Some(vec![]), document);
    report.encounter = serde_json::from_value(serde_json::json!({
        "id": "e", "version": 2, "label": null, "reference": null, "class": "outpatient", "date": "2026-01-20",
        "clinician": null, "characters": 55, "created_at": "2026-11-24T09:40:47.000Z",
        "changed_at": "2026-11-24T09:40:47.000Z", "report": null,
    }))
    .unwrap();
    ReportView::new(&report).unwrap()
}

#[test]
fn a_report_without_document_has_no_view() {
    let mut report = report(NOTE, None, document(vec![], vec![]));
    report.document = None;
    assert!(ReportView::new(&report).is_none());
}

#[test]
fn entries_and_note_lead_to_each_other() {
    let view = made();
    let anchors: Vec<&str> = view.entries.iter().map(|entry| entry.anchor.as_str()).collect();
    assert_eq!(anchors, ["c1", "c2", "c3", "fA"]);
    for (item, entry) in view.entries.iter().enumerate() {
        for piece in view.links.pieces(item) {
            assert!(view.links.items(piece).contains(&item), "{} {piece}", entry.anchor);
        }
    }
    let shared = view.links.quote(0, 0)[0];
    assert_eq!(view.links.items(shared), [0, 3]);
}

#[test]
fn a_quote_that_is_not_at_its_place_is_shown_and_not_linked() {
    let view = made();
    let quotes: Vec<(bool, Option<&str>)> =
        view.entries[1].quotes.iter().map(|quote| (quote.mark.is_some(), quote.section.as_deref())).collect();
    assert_eq!(quotes, [(true, Some("Plan")), (false, None), (false, None)]);
    assert_eq!(view.links.next_quote(1, Some(0)), Some(0));
}

#[test]
fn a_concept_stands_beside_its_code_and_has_no_number() {
    let view = made();
    assert_eq!(
        view.entries[1].concepts.iter().map(|concept| concept.code.as_str()).collect::<Vec<_>>(),
        ["30989003"]
    );
    assert!(view.entries.iter().all(|entry| entry.code.as_deref() != Some("30989003")));
}

#[test]
fn a_finding_leads_to_its_code_and_questions_know_the_day() {
    let view = made();
    assert_eq!(view.entries[3].see[0].anchor, "c1");
    for entry in [&view.entries[0], &view.entries[3]] {
        assert!(
            entry
                .question
                .as_ref()
                .unwrap()
                .contains("the visit of 20 Jan 2026 says:\n- “knee replacement” (Plan)")
        );
    }
}

#[test]
fn what_is_missing_left_out_or_out_of_date_is_said() {
    let view = made();
    assert_eq!(view.left_out, ["signature"]);
    assert_eq!(view.note.blocks.iter().filter(|block| block.left_out.is_some()).count(), 1);
    assert!(view.gaps.is_some_and(|gaps| gaps.failed));
    assert_eq!(view.warnings.len(), 2);
    assert_eq!(view.headline.lead, "Two codes to look at.");
    assert_eq!(view.strip.unwrap().cells[0].leads_to, "c1");
}
