//! The layers together.

use proptest::prelude::*;

use super::{EntityKind, Known, detect};

/// The texts found.
fn found(text: &str) -> Vec<&str> {
    detect(text, &Known::default()).into_iter().map(|entity| &text[entity.range]).collect()
}

#[test]
fn names_by_context() {
    for (text, expected) in [
        ("Dr. Quill saw her.", vec!["Dr. Quill"]),
        ("Mr. Tobias Q. came.", vec!["Mr. Tobias Q."]),
        ("Seen by Odessa Farnham, MD today.", vec!["Odessa Farnham"]),
        ("his wife Linda drove", vec!["Linda"]),
        ("Patient: Roe, Harriet", vec!["Roe, Harriet"]),
        ("a woman, Sylvia T., with gout", vec!["Sylvia T."]),
        ("referred by A. Thornton for gout", vec!["A. Thornton"]),
        ("Harriet Green has asthma. Green denies pain.", vec!["Harriet Green", "Green"]),
    ] {
        assert_eq!(found(text), expected, "{text}");
    }
}

#[test]
fn places_and_facilities() {
    for (text, value) in [
        ("seen at Oakdale Memorial Hospital on", "Oakdale Memorial Hospital"),
        ("from St. Odile's last year", "St. Odile's"),
        ("lives in Tulsa with", "Tulsa"),
        ("at 12 North Plum St., Springfield, IL 62701", "12 North Plum St., Springfield, IL 62701"),
        ("the Denver clinic", "Denver clinic"),
        ("treated at Juniper Falls for", "Juniper Falls"),
    ] {
        let start = text.find(value).unwrap();
        let covered =
            |at: usize| detect(text, &Known::default()).iter().any(|entity| entity.range.contains(&at));
        let all = text[start..start + value.len()]
            .char_indices()
            .filter(|(_, c)| c.is_alphanumeric())
            .all(|(at, _)| covered(start + at));
        assert!(all, "{text}: {:?}", found(text));
    }
}

#[test]
fn clinical_words_stay() {
    for text in [
        "Graves disease and Crohn's disease",
        "history of Parkinson's disease, Alzheimer's and Hodgkin lymphoma",
        "positive Babinski sign, negative Murphy's sign",
        "Foley catheter placed; Hickman line removed",
        "Gleason score of 7, Framingham Risk Score",
        "CHIEF COMPLAINT\n\nREVIEW OF SYSTEMS\n\nPast Medical History:",
        "on Lasix, Coumadin, Prozac and Tylenol",
        "Assessment and Plan: Type 2 diabetes mellitus",
        "MS, MR angiography, Pt stable",
        "Hepatitis B. Brown urine.",
        "vitamin D. Patient reports pain",
    ] {
        assert_eq!(found(text), Vec::<&str>::new(), "{text}");
    }
}

#[test]
fn kinds_are_written_as_the_service_writes_them() {
    assert_eq!(serde_json::to_string(&EntityKind::PhoneOrFax).unwrap(), "\"PHONE_OR_FAX\"");
}

proptest! {
    #[test]
    fn spans_are_sorted_apart_and_on_boundaries(
        parts in prop::collection::vec(prop_oneof![
            Just("Dr. Ilse Kowalski"), Just(" MRN: 445566 "), Just("St. "), Just("\r\n"), Just("\u{a0}"), Just("\u{200b}"), Just("e\u{301}"), Just("🩺"),
            Just("Mercy Hospital, "), Just("3/14/22"), Just("Zoë's "), Just("-"), Just("'"), Just(" on May 5th '23 "), Just("Anna B. "), Just("."), Just(" at Xanadu "),
        ], 0..30),
        noise in "(?s).{0,40}",
    ) {
        let text = format!("{}{noise}{}", parts.concat(), parts.iter().rev().copied().collect::<String>());
        let known = Known { names: vec!["Zoë Kowalski".into()], ..Known::default() };
        let mut end = 0;
        for entity in detect(&text, &known) {
            prop_assert!(entity.range.start >= end && !entity.range.is_empty());
            prop_assert!(text.get(entity.range.clone()).is_some());
            prop_assert!((0.0..=1.0).contains(&entity.score));
            end = entity.range.end;
        }
    }
}
