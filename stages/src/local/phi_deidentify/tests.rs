//! De-identification as a whole.

use proptest::prelude::*;

use super::{Deidentified, deidentify};
use crate::local::phi_detect::{Known, detect, note_entities};
use crate::text::{CodePoints, Span, Text};

fn run(note: &str, known: &Known) -> Deidentified {
    deidentify(&Text::cut(note), &note_entities(note, &detect(note, known)), known)
}

fn known(names: &[&str]) -> Known {
    Known {
        names: names.iter().map(|name| (*name).into()).collect(),
        dates_of_birth: vec!["1951-03-09".into()],
        ..Known::default()
    }
}

#[test]
fn values_become_tokens_and_the_same_value_the_same_token() {
    for (note, expected) in [
        ("Ilse Kowalski has gout. Kowalski's knee hurts.", "[NAME_1] has gout. [NAME_1] knee hurts."),
        ("Ilse\nKowalski, born 3/9/1951, DOB March 9, 1951", "[NAME_1], born [DATE_1], DOB [DATE_1]"),
        ("ilse kowalski", "[NAME_1]"),
        ("Keep [NAME_1] and [=DATE_22].", "Keep [=NAME_1] and [==DATE_22]."),
        ("No one here has gout.", "No one here has gout."),
    ] {
        let joined = run(note, &known(&["Ilse Kowalski"])).text.map().text().to_owned();
        assert_eq!(joined, expected, "{note}");
    }
}

#[test]
fn pieces_keep_their_place_in_the_note() {
    let out = run("Zoë: Ilse Kowalski.\n\nGout.", &known(&["Ilse Kowalski"]));
    let pieces: Vec<(u32, u32, &str)> =
        out.text.segments.iter().flat_map(|s| &s.pieces).map(|p| (p.begin, p.end, p.text.expose())).collect();
    assert_eq!(pieces.last(), Some(&(21, 26, "Gout.")));
    assert!(out.tokens.iter().all(|entry| entry.token.starts_with("[NAME_")));
}

#[test]
fn a_dictionary_word_is_withheld_with_its_neighbours() {
    let out = run("She met Young again. Kowalski left.", &known(&["Young", "Kowalski"]));
    let withheld: Vec<&str> = out.withheld.iter().map(|value| value.expose()).collect();
    assert_eq!(withheld, ["Kowalski", "met Young again."]);
}

#[test]
fn a_name_cut_by_a_segment_limit_goes() {
    let note = format!("{}-Kowalski said", "x".repeat(1_996));
    assert_eq!(Text::cut(&note).segments.len(), 2, "the limit falls into the name");
    let out = run(&note, &known(&["Kowalski"]));
    let left = out.text.map().text().to_owned();
    assert!(!left.contains("Kow") && !left.contains("alski"), "{}", left.len());
}

proptest! {
    #[test]
    fn pieces_cover_every_segment_and_no_known_name_stays(
        parts in prop::collection::vec(prop_oneof![
            Just("Ilse"), Just("KOWALSKI"), Just("Zoë"), Just(" "), Just("\n"), Just("\r\n\r\n"), Just("\u{a0}"), Just("\u{200b}"), Just("e\u{301}"), Just("🩺"),
            Just("[NAME_1]"), Just("kowalski's "), Just(", "), Just("gout "), Just(" 3/9/1951 "), Just("Dr. "), Just("-"), Just("漢"), Just("at Xanadu Clinic "),
        ], 0..40),
        noise in "(?s).{0,30}",
    ) {
        let note = format!("{}{noise}", parts.concat());
        let before = Text::cut(&note);
        let index = CodePoints::new(&note);
        let out = run(&note, &known(&["Ilse Kowalski", "Zoë"]));
        prop_assert_eq!(before.segments.len(), out.text.segments.len());
        for (old, new) in before.segments.iter().zip(&out.text.segments) {
            prop_assert_eq!(old.id, new.id);
            prop_assert_eq!(old.span(), new.span());
            let mut source = String::new();
            for piece in &new.pieces {
                let quoted = index.slice(&note, Span::new(piece.begin, piece.end)).unwrap();
                prop_assert!(piece.replaced || piece.text.expose() == quoted);
                source.push_str(quoted);
            }
            prop_assert_eq!(source, old.text());
        }
        let text = out.text.map().text().to_lowercase();
        for name in ["ilse", "kowalski", "zoë"] {
            let left = text.split(|c: char| !c.is_alphanumeric()).any(|word| word == name);
            prop_assert!(!left, "a known name stays");
        }
    }
}
