//! What the coder makes of sentences.

use super::{Assertion, Inferred, Options, infer};
use crate::encounter::{EncounterClass, Sex};
use proptest::prelude::*;

/// Codes suggested for a text, in the order of the codes.
fn suggested(text: &str) -> Vec<String> {
    let found = infer(text, &Options::default());
    let mut codes: Vec<_> =
        found.iter().filter(|code| code.is_suggested()).map(|code| code.code.to_string()).collect();
    codes.sort_unstable();
    codes
}

fn only(found: &[Inferred], code: &str) -> Inferred {
    found.iter().find(|found| found.code.to_string() == code).unwrap().clone()
}

#[test]
fn a_documented_condition_is_suggested_with_its_complete_code() {
    let cases: [(&str, &[&str]); 13] = [
        ("He has hypertension.", &["I10"]),
        ("Known type 2 diabetes.", &["E11.9"]),
        ("Pain in the left knee since Monday.", &["M25.562"]),
        ("Knee pain.", &["M25.569"]),
        ("Pt with HTN and hld.", &["E78.5", "I10"]),
        ("Patient with Crohn's disease.", &["K50.90"]),
        ("Hashimoto thyroiditis.", &["E06.3"]),
        ("Acute appendicitis was confirmed.", &["K35.80"]),
        ("She has gout.", &["M10.9"]),
        ("Migraines twice a week.", &["G43.909"]),
        ("Chronic kidney disease stage 3.", &["N18.30"]),
        ("Hypertension and congestive heart failure.", &["I11.0", "I50.9"]),
        ("Hypertension. Chronic kidney disease stage 4.", &["I12.9", "N18.4"]),
    ];
    for (text, expected) in cases {
        assert_eq!(suggested(text), expected, "{text}");
    }
}

#[test]
fn what_is_not_affirmed_is_named_with_its_reason() {
    let cases = [
        ("Denies chest pain.", "R07.9", Assertion::Negated),
        ("No history of asthma.", "J45.909", Assertion::Negated),
        ("Mother has asthma.", "J45.909", Assertion::Family),
        ("FAMILY HISTORY\nAsthma.", "J45.909", Assertion::Family),
        ("Possible pneumonia.", "J18.9", Assertion::Uncertain),
        ("Return if fever develops.", "R50.9", Assertion::Hypothetical),
        ("History of pneumonia.", "J18.9", Assertion::History),
        ("MEDICATIONS\nAlbuterol for asthma.", "J45.909", Assertion::NotForCoding),
        ("ALLERGIES\nPenicillin: hives.", "L50.9", Assertion::NotForCoding),
    ];
    for (text, code, expected) in cases {
        let found = only(&infer(text, &Options::default()), code);
        assert_eq!(found.assertion, expected, "{text}");
    }
}

#[test]
fn a_past_condition_names_the_code_for_having_had_it() {
    let found = only(&infer("History of pneumonia.", &Options::default()), "J18.9");
    assert_eq!(found.instead.unwrap().to_string(), "Z87.01");
}

#[test]
fn an_uncertain_diagnosis_may_be_coded_at_an_inpatients_discharge() {
    let options = Options { encounter_class: EncounterClass::Inpatient, ..Options::default() };
    let found = only(&infer("DISCHARGE DIAGNOSES\nProbable pneumonia.", &options), "J18.9");
    assert!(found.is_suggested());
}

#[test]
fn a_missing_side_is_a_detail_to_ask_for() {
    let found = only(&infer("Knee pain.", &Options::default()), "M25.569");
    assert!(found.under_specified && found.billable);
    let candidates: Vec<_> = found.detail.unwrap().candidates.iter().map(ToString::to_string).collect();
    assert_eq!(candidates, ["M25.561", "M25.562"]);
}

#[test]
fn a_sign_of_a_confirmed_diagnosis_is_not_suggested() {
    let found = infer("Pneumonia with cough.", &Options::default());
    assert_eq!(only(&found, "R05.9").assertion, Assertion::IntegralSign);
    assert!(only(&found, "J18.9").is_suggested());
}

#[test]
fn codes_of_the_other_sex_are_left_out() {
    let options = Options { sex: Some(Sex::Female), ..Options::default() };
    assert!(infer("Enlarged prostate.", &options).iter().all(|code| !code.code.is_under("N40")));
}

proptest! {
    #[test]
    fn evidence_quotes_the_text(text in "(fever|pain|left|knee|no|\u{e9}|\u{2022}|\n|, |[ a-z.])*") {
        for code in infer(&text, &Options::default()) {
            prop_assert!(!code.evidence.is_empty());
            for range in code.evidence {
                prop_assert!(text.get(range).is_some_and(|quote| !quote.trim().is_empty()));
            }
        }
    }
}
