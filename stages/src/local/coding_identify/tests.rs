//! Verdicts by example, on invented sentences.

use super::*;
use crate::encounter::EncounterClass;
use crate::local::icd10_infer::{self, Options};
use crate::ports::{Assertion, ConceptKind, Evidence, SnomedConcept, Verdict};

fn identified(note: &str, billed: Option<&[&str]>) -> Vec<Suggestion> {
    let text = Text::cut(note);
    let map = text.map();
    let icd10 = Icd10Codes::from_inferred(&map, &icd10_infer::infer(map.text(), &Options::default()));
    let billed = billed.map(|codes| codes.iter().map(|code| (*code).to_owned()).collect());
    let encounter =
        EncounterSummary { class: EncounterClass::Outpatient, billed, ..EncounterSummary::default() };
    identify(&Material { text: &text, icd10: Some(&icd10), snomed: None, encounter: Some(&encounter) }).0
}

fn of<'s>(suggestions: &'s [Suggestion], code: &str) -> Option<&'s Suggestion> {
    suggestions.iter().find(|suggestion| suggestion.code == code)
}

#[test]
fn every_verdict_by_example() {
    use Verdict::{Missed, Rejected, Supported, Suppressed, UnderSpecified, Unsupported};
    type Case = (&'static str, Option<&'static [&'static str]>, &'static str, Verdict, &'static str);
    let cases: [Case; 14] = [
        ("Assessment: Hypertension.", None, "I10", Supported, "documented"),
        ("Assessment: Hypertension.", Some(&["I10"]), "I10", Supported, "documented and billed"),
        ("Assessment: Hypertension.", Some(&["i10 "]), "I10", Supported, "documented and billed"),
        ("Assessment: Hypertension.", Some(&[]), "I10", Missed, "not billed"),
        ("Assessment: Hypertension.", Some(&["J45.909"]), "J45.909", Unsupported, "not documented"),
        ("Assessment: Hypertension.", Some(&["X99.99Q"]), "X99.99Q", Rejected, "not a code"),
        ("Assessment: Hypertension. No asthma.", None, "J45.909", Suppressed, "negated"),
        ("Assessment: Hypertension. No asthma.", Some(&["J45.909"]), "J45.909", Unsupported, "negated"),
        ("FAMILY HISTORY:\nMother had asthma.", Some(&["J45.909"]), "J45.909", Unsupported, "family"),
        ("Assessment: Possible pneumonia.", None, "J18.9", Suppressed, "uncertain"),
        ("Assessment: Osteoarthritis of the knee.", None, "M17.9", UnderSpecified, "the side"),
        ("Assessment: Hypertension.", Some(&["E11"]), "E11", UnderSpecified, "header"),
        ("Assessment: Hypertension with heart failure.", Some(&["I10"]), "I10", Unsupported, "combined"),
        ("Assessment: Type 2 diabetes.", Some(&["E11.65"]), "E11.65", Unsupported, "more detail"),
    ];
    for (note, billed, code, verdict, reason) in cases {
        let found = identified(note, billed);
        let suggestion = of(&found, code).unwrap_or_else(|| panic!("{note}: no {code}"));
        assert_eq!(suggestion.verdict, verdict, "{note} {billed:?} {code}");
        assert!(suggestion.reason.expose().contains(reason), "{note}: {}", suggestion.reason.expose());
        assert_eq!(found.iter().filter(|other| other.code == code).count(), 1, "{note}: one verdict a code");
    }
}

#[test]
fn a_vague_billed_code_names_the_documented_one() {
    let found = identified("Assessment: Acute on chronic systolic heart failure.", Some(&["I50.9"]));
    let billed = of(&found, "I50.9").unwrap();
    assert_eq!(billed.verdict, Verdict::UnderSpecified);
    assert_eq!(billed.instead.as_ref().map(|code| code.code.as_str()), Some("I50.23"));
    assert_eq!(of(&found, "I50.23").map(|code| code.verdict), Some(Verdict::Missed));
}

#[test]
fn suggested_codes_are_in_the_release_and_quote_the_text() {
    let note = "Assessment: Gout of the left foot, asthma, type 2 diabetes, chest pain.";
    let text = Text::cut(note);
    let found = identified(note, None);
    assert!(found.iter().filter(|s| s.verdict.is_suggested()).count() >= 3);
    for suggestion in found.iter().filter(|suggestion| suggestion.verdict.is_suggested()) {
        assert!(!suggestion.title.is_empty(), "{}", suggestion.code);
        assert!(suggestion.billable || suggestion.verdict == Verdict::UnderSpecified, "{}", suggestion.code);
        assert!(
            !suggestion.evidence.is_empty() && suggestion.evidence.iter().all(|e| e.stands_in(&text)),
            "{}",
            suggestion.code
        );
    }
}

#[test]
fn a_code_without_its_quote_or_outside_the_release_is_rejected() {
    let text = Text::cut("Assessment: Hypertension.");
    let map = text.map();
    let inferred = icd10_infer::infer(map.text(), &Options::default());
    for (change, reason) in [(0, "no quote"), (1, "not a code")] {
        let mut icd10 = Icd10Codes::from_inferred(&map, &inferred);
        match change {
            0 => {
                icd10.codes[0].evidence = vec![Evidence { begin: 12, end: 24, quote: "hypotension!".into() }]
            }
            _ => icd10.codes[0].code = "Q99.99Z".to_owned(),
        }
        let found = identify(&Material { text: &text, icd10: Some(&icd10), snomed: None, encounter: None }).0;
        assert_eq!(found[0].verdict, Verdict::Rejected);
        assert!(found[0].reason.expose().contains(reason));
    }
}

#[test]
fn a_concept_with_the_title_of_a_billed_code_documents_it() {
    let text = Text::cut("Seen for flurbitis.");
    let evidence = Evidence::at(&text.map(), 9..18).unwrap();
    let concept = SnomedConcept {
        id: "11".to_owned(),
        title: "Essential (primary) hypertension".to_owned(),
        kind: ConceptKind::Disorder,
        assertion: Assertion::Affirmed,
        evidence: vec![evidence],
    };
    let snomed = SnomedCodes { edition: "Invented".to_owned(), concepts: vec![concept] };
    let encounter = EncounterSummary { billed: Some(vec!["I10".to_owned()]), ..EncounterSummary::default() };
    let icd10 = Icd10Codes::default();
    let material =
        Material { text: &text, icd10: Some(&icd10), snomed: Some(&snomed), encounter: Some(&encounter) };
    assert_eq!(identify(&material).0[0].verdict, Verdict::Supported);
}

#[test]
fn without_inferred_codes_nothing_is_called_unsupported() {
    let text = Text::cut("Assessment: Hypertension.");
    let billed = Some(vec!["I10".to_owned(), "Z99.99Z".to_owned()]);
    let encounter = EncounterSummary { billed, ..EncounterSummary::default() };
    let found = identify(&Material { text: &text, icd10: None, snomed: None, encounter: Some(&encounter) }).0;
    assert_eq!(
        found.iter().map(|s| (s.code.as_str(), s.verdict)).collect::<Vec<_>>(),
        [("Z99.99Z", Verdict::Rejected)]
    );
}
