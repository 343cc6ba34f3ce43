//! Findings by example, on invented sentences.

use super::*;
use crate::local::icd10_infer::{self, Options};
use crate::text::Text;
use FindingKind::{
    ConflictingCodes, ConflictingLaterality, ConflictingStatements, DrugWithoutDiagnosis, MissingLaterality,
    MissingUnderlyingDisease, SignWithoutCause, UncertainDiagnosis, ValueWithoutDiagnosis,
};

fn assessed(note: &str) -> Vec<Finding> {
    let map = Text::cut(note).map();
    let icd10 = Icd10Codes::from_inferred(&map, &icd10_infer::infer(map.text(), &Options::default()));
    assess(&Material { map: &map, icd10: Some(&icd10), snomed: None, encounter: None }).0
}

#[test]
fn gaps_and_contradictions_are_found_with_their_words() {
    for (note, kind, quote) in [
        ("Assessment: Osteoarthritis of the knee.", MissingLaterality, "Osteoarthritis of the knee"),
        ("Assessment: Possible pneumonia.", UncertainDiagnosis, "pneumonia"),
        ("Assessment: Cough and fatigue.", SignWithoutCause, "Cough"),
        ("Assessment: Asthma, stable.\nROS: No asthma.", ConflictingStatements, "Asthma"),
        ("Assessment: Type 1 diabetes. Type 2 diabetes.", ConflictingCodes, "1 diabetes"),
        (
            "Assessment: Primary osteoarthritis of the right knee.\nPlan: Primary osteoarthritis of the left knee, brace.",
            ConflictingLaterality,
            "Primary osteoarthritis",
        ),
        ("Medications: metformin 500 mg daily.\nAssessment: Gout.", DrugWithoutDiagnosis, "metformin"),
        ("Plan: continue apixaban.\nAssessment: Gout.", DrugWithoutDiagnosis, "apixaban"),
        ("Vitals: BMI 34.2.\nAssessment: Gout.", ValueWithoutDiagnosis, "BMI 34.2"),
        ("Vitals: BP 162/95.\nAssessment: Gout.", ValueWithoutDiagnosis, "BP 162/95"),
        ("Labs: HbA1c 8.1%.\nAssessment: Gout.", ValueWithoutDiagnosis, "HbA1c 8.1%"),
        ("Labs: hemoglobin 7.9 g/dL.\nAssessment: Gout.", ValueWithoutDiagnosis, "hemoglobin 7.9 g/dL"),
    ] {
        let found = assessed(note);
        let finding = found.iter().find(|finding| finding.kind == kind);
        let finding = finding
            .unwrap_or_else(|| panic!("{note}: {:?}", found.iter().map(|f| f.kind).collect::<Vec<_>>()));
        let said =
            finding.evidence.first().map(|evidence| evidence.quote.expose().to_owned()).unwrap_or_default();
        assert!(said.starts_with(quote), "{note}: {said}");
        assert!(finding.message.expose().ends_with('.'), "{note}");
    }
}

#[test]
fn what_is_documented_is_not_asked_for() {
    for (note, kind) in [
        ("Assessment: Primary osteoarthritis of the right knee.", MissingLaterality),
        ("Assessment: Cough from asthma.", SignWithoutCause),
        ("Assessment: Asthma.\nFAMILY HISTORY:\nNo asthma.", ConflictingStatements),
        ("Medications: metformin 500 mg.\nAssessment: Type 2 diabetes.", DrugWithoutDiagnosis),
        ("Allergies: metformin.\nAssessment: Gout.", DrugWithoutDiagnosis),
        ("Plan: no metformin.\nAssessment: Gout.", DrugWithoutDiagnosis),
        ("Vitals: BMI 34.2.\nAssessment: Obesity.", ValueWithoutDiagnosis),
        ("Vitals: BMI 24.2, BP 122/80, SpO2 97%.\nAssessment: Gout.", ValueWithoutDiagnosis),
        ("Labs: hemoglobin a1c 5.4%, hemoglobin 13.1.\nAssessment: Gout.", ValueWithoutDiagnosis),
        ("Assessment: Hypertension. Gout.", ConflictingCodes),
        ("Assessment: Pain. Back pain.", ConflictingCodes),
        ("Assessment: Tumor of the left testis.\nNo tumor elsewhere.", ConflictingStatements),
        ("Assessment: Asthma with no asthma attack.", ConflictingStatements),
        ("Assessment: Possible cough.", UncertainDiagnosis),
        ("Assessment: Cystitis, E. coli grown.", MissingUnderlyingDisease),
    ] {
        assert!(!assessed(note).iter().any(|finding| finding.kind == kind), "{note}");
    }
}

#[test]
fn a_manifestation_needs_its_disease() {
    let map = Text::cut("Assessment: Dementia in it.").map();
    let mut icd10 =
        Icd10Codes::from_inferred(&map, &icd10_infer::infer("Assessment: Gout in it.", &Options::default()));
    let code = &mut icd10.codes[0];
    code.code = "F02.80".to_owned();
    code.title = "Dementia in other diseases classified elsewhere, unspecified severity".to_owned();
    let material = Material { map: &map, icd10: Some(&icd10), snomed: None, encounter: None };
    assert!(assess(&material).0.iter().any(|finding| finding.kind == MissingUnderlyingDisease));
    let mut underlying = icd10.codes[0].clone();
    underlying.code = "G30.9".to_owned();
    underlying.title = "Alzheimer's disease, unspecified".to_owned();
    icd10.codes.push(underlying);
    let material = Material { map: &map, icd10: Some(&icd10), snomed: None, encounter: None };
    assert!(!assess(&material).0.iter().any(|finding| finding.kind == MissingUnderlyingDisease));
}

#[test]
fn the_most_severe_comes_first_and_without_codes_nothing_is_said() {
    let severities: Vec<Severity> =
        assessed("Assessment: Asthma. Osteoarthritis of the knee. Cough.\nROS: No asthma.")
            .iter()
            .map(|finding| finding.severity)
            .collect();
    assert!(severities.is_sorted() && severities.len() >= 2);
    let map = Text::cut("Assessment: Asthma.").map();
    let material = Material { map: &map, icd10: None, snomed: None, encounter: None };
    assert_eq!(assess(&material), Findings::default());
}
