//! The whole pipeline in memory on an invented note, and what a report refuses.

use revrx_engine::stage::Upstream;
use revrx_engine_core::failure::FailureClass;
use revrx_engine_core::view::StageStatus;

use super::*;
use crate::encounter::Encounter;
use crate::local::icd10_infer::{self, Options};
use crate::local::phi_deidentify::deidentify;
use crate::local::phi_detect::{Known, detect, note_entities};
use crate::local::{clinical_filter, coding_identify, quality_assess};
use crate::note::Note;
use crate::ports::{DropReason, Evidence, Findings, Icd10Codes, Suggestions, Verdict};
use crate::text::{CodePoints, Span, Text};

const NOTE: &str = "Patient Name: Zebulon Quixworth\nMRN: 00417733\n\nHISTORY OF PRESENT ILLNESS:\nMr. Quixworth, résumé of care: \
he was seen on 03/14/2026 for asthma and hypertension. No pneumonia.\n\nASSESSMENT:\n1. Asthma, stable.\n2. Hypertension. \
\n3. Osteoarthritis of the knee.\n\nMEDICATIONS:\nmetformin 500 mg daily\n\nWe chatted about the weather.\n\n\
Electronically signed by: Dr. Ottoline Fernsby";

fn encounter() -> Encounter {
    Encounter {
        date: Some("2026-03-14".into()),
        billed: Some(vec!["I10".to_owned(), "M10.9".to_owned()]),
        patient_names: vec!["Zebulon Quixworth".into()],
        mrns: vec!["00417733".into()],
        clinicians: vec!["Ottoline Fernsby".into()],
        ..Encounter::default()
    }
}

/// All stages in their order, without an engine.
fn reported(note: &str, encounter: &Encounter, upstream: &[Upstream]) -> (Report, Text) {
    let whole = Note::new(note);
    let known = Known::from(encounter);
    let entities = note_entities(note, &detect(note, &known));
    let safe = deidentify(&Text::cut(note), &entities, &known);
    let summary = encounter.summary();
    let (text, dropped) = clinical_filter::filter(&safe.text);
    let map = text.map();
    let icd10 = Icd10Codes::from_inferred(&map, &icd10_infer::infer(map.text(), &Options::from(&summary)));
    let coding = coding_identify::identify(&coding_identify::Material {
        text: &text,
        icd10: Some(&icd10),
        snomed: None,
        encounter: Some(&summary),
    });
    let quality = quality_assess::assess(&quality_assess::Material {
        map: &map,
        icd10: Some(&icd10),
        snomed: None,
        encounter: Some(&summary),
    });
    let report = assemble(&Material {
        note: &whole,
        text: &text,
        icd10: Some(&icd10),
        snomed: None,
        coding: &coding,
        quality: &quality,
        encounter: Some(&summary),
        visit: Some(encounter),
        dropped: Some(&dropped),
        upstream,
    });
    (report, text)
}

fn verdict(report: &Report, code: &str) -> Option<Verdict> {
    report.codes.iter().find(|found| found.code == code).map(|found| found.verdict)
}

#[test]
fn a_note_becomes_a_report() {
    let (report, text) = reported(NOTE, &encounter(), &[]);
    for (code, expected) in [
        ("J45.909", Verdict::Missed),
        ("I10", Verdict::Supported),
        ("M10.9", Verdict::Unsupported),
        ("M17.9", Verdict::UnderSpecified),
        ("J18.9", Verdict::Suppressed),
    ] {
        assert_eq!(verdict(&report, code), Some(expected), "{code}");
    }
    let reasons: Vec<DropReason> = report.left_out.iter().map(|dropped| dropped.reason).collect();
    assert_eq!(reasons, [DropReason::Administrative, DropReason::Social, DropReason::Signature]);
    let kinds: Vec<_> = report.findings.iter().map(|finding| finding.kind).collect();
    assert!(kinds.contains(&crate::ports::FindingKind::MissingLaterality), "{kinds:?}");
    assert!(kinds.contains(&crate::ports::FindingKind::DrugWithoutDiagnosis), "{kinds:?}");
    assert!(report.warnings.is_empty());
    let seen = serde_json::to_string(&text).unwrap();
    for hidden in ["Quixworth", "00417733", "Fernsby", "03/14"] {
        assert!(!seen.contains(hidden), "what stages see of {hidden}");
    }
}

#[test]
fn every_quote_stands_verbatim_in_the_note() {
    let (report, _) = reported(NOTE, &encounter(), &[]);
    let index = CodePoints::new(NOTE);
    let codes = report.codes.iter().flat_map(|code| &code.evidence);
    let quotes: Vec<&Evidence> =
        codes.chain(report.findings.iter().flat_map(|finding| &finding.evidence)).collect();
    assert!(quotes.len() > 6);
    for evidence in quotes {
        assert_eq!(index.slice(NOTE, Span::new(evidence.begin, evidence.end)), Some(evidence.quote.expose()));
    }
}

#[test]
fn the_same_note_gives_the_same_report() {
    let json = || serde_json::to_string(&reported(NOTE, &encounter(), &[]).0).unwrap();
    assert_eq!(json(), json());
}

#[test]
fn debug_shows_no_word_of_the_note() {
    let (report, text) = reported(NOTE, &encounter(), &[]);
    let shown = format!("{report:?} {text:?}");
    for word in ["Quixworth", "stable", "chatted", "500 mg", "résumé"] {
        assert!(!shown.contains(word), "{word}");
    }
}

#[test]
fn what_a_model_makes_up_is_rejected() {
    let (report, text) = reported(NOTE, &encounter(), &[]);
    let whole = Note::new(NOTE);
    let made_up = |change: fn(&mut crate::ports::Suggestion)| {
        let mut suggestion = report.codes.iter().find(|code| code.code == "J45.909").cloned().unwrap();
        suggestion.evidence.truncate(1);
        change(&mut suggestion);
        let coding = Suggestions(vec![suggestion]);
        let (quality, dropped) = (Findings::default(), crate::ports::DroppedSegments::default());
        let material = Material {
            note: &whole,
            text: &text,
            icd10: None,
            snomed: None,
            coding: &coding,
            quality: &quality,
            encounter: None,
            visit: None,
            dropped: Some(&dropped),
            upstream: &[],
        };
        assemble(&material).codes.remove(0)
    };
    assert_eq!(made_up(|_| {}).verdict, Verdict::Missed);
    assert_eq!(made_up(|code| code.evidence.clear()).verdict, Verdict::Rejected);
    assert_eq!(made_up(|code| code.evidence[0].begin += 1).verdict, Verdict::Rejected);
    assert_eq!(made_up(|code| code.evidence[0].quote = "severe asthma".into()).verdict, Verdict::Rejected);
    assert_eq!(made_up(|code| code.code = "J45.9999".to_owned()).verdict, Verdict::Rejected);
    assert_eq!(made_up(|code| code.code = "J45".to_owned()).verdict, Verdict::UnderSpecified);
    assert_eq!(
        made_up(|code| code.title = "Another title".to_owned()).title,
        "Unspecified asthma, uncomplicated"
    );
}

#[test]
fn a_text_that_is_not_the_notes_supports_nothing() {
    let (_, text) = reported(NOTE, &encounter(), &[]);
    let other = Note::new(NOTE.replace("Asthma, stable", "Asthmo, stable"));
    let map = text.map();
    let at = map.text().find("Asthma").unwrap();
    let evidence = Evidence::at(&map, at..at + 6).unwrap();
    let quoted = |note: &Note| super::verify::Sources { note, text: &text }.quoted(&evidence);
    assert!(quoted(&Note::new(NOTE)).is_some());
    assert_eq!(quoted(&other), None);
}

#[test]
fn completeness_names_what_is_missing_and_why() {
    let stage = |name: &str, status, reason, stand_in: Option<&str>| Upstream {
        stage: name.into(),
        title: name.to_owned(),
        status,
        reason,
        stand_in: stand_in.map(str::to_owned),
        kind: "a.kind".to_owned(),
        version: 1,
    };
    let upstream = [
        stage("infer_icd10", StageStatus::Done, None, None),
        stage("infer_snomed", StageStatus::Skipped, Some(FailureClass::NotConfigured), None),
        stage("clinical_filter", StageStatus::Degraded, Some(FailureClass::Timeout), Some("deidentify.text")),
    ];
    let (report, _) = reported(NOTE, &encounter(), &upstream);
    let missing: Vec<_> =
        report.completeness.missing.iter().map(|part| (part.stage.as_str(), part.reason.as_str())).collect();
    assert_eq!(missing, [("infer_snomed", "not-configured"), ("clinical_filter", "timeout")]);
    assert_eq!(report.provenance.stages.len(), 3);
}

#[test]
fn a_date_outside_the_release_is_warned_of() {
    for (date, warned) in [
        (Some("2026-03-14"), false),
        (Some("2025-09-30"), true),
        (Some("2025-10-01"), false),
        (Some("2026-10-01"), true),
        (Some("2019-01-01"), true),
        (None, false),
    ] {
        let encounter = Encounter { date: date.map(Into::into), ..encounter() };
        assert_eq!(reported(NOTE, &encounter, &[]).0.warnings.len(), usize::from(warned), "{date:?}");
    }
}
