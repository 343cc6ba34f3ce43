//! Leaves out what carries nothing to code: signatures, forms, disclaimers, small talk.
//!
//! A segment goes only when a rule names why *and* it holds no condition, drug, value, body part or other clinical
//! word. What no rule knows stays.

mod content;
mod reasons;
mod stage;

pub use stage::ClinicalFilter;

use std::ops::Range;

use crate::local::sections::{self, Kind};
use crate::ports::{DropReason, DroppedSegment, DroppedSegments};
use crate::text::{Segment, Text};

/// The segments that remain, ids and places as they were, and those that do not.
pub fn filter(text: &Text) -> (Text, DroppedSegments) {
    let verdicts = verdicts(text);
    let mut kept = Text::default();
    let mut dropped = Vec::new();
    for (segment, verdict) in text.segments.iter().zip(verdicts) {
        match (verdict, segment.span()) {
            (Some(reason), Some(span)) => {
                dropped.push(DroppedSegment {
                    segment: segment.id,
                    begin: span.begin,
                    end: span.end,
                    reason,
                });
            }
            _ => kept.segments.push(segment.clone()),
        }
    }
    (kept, DroppedSegments(dropped))
}

/// For each segment why it goes, or `None`.
fn verdicts(text: &Text) -> Vec<Option<DropReason>> {
    let places = places(text);
    let map = text.map();
    let sections = sections::sections(map.text());
    let judge = |(segment, bytes): (&Segment, &Range<usize>)| {
        let said = segment.text();
        let at = sections.partition_point(|section| section.body.end <= bytes.start);
        let kind = sections.get(at).map_or(Kind::Unknown, |section| section.kind);
        reasons::reason(&said, kind).filter(|_| !content::is_clinical(&said))
    };
    let mut verdicts: Vec<Option<DropReason>> = text.segments.iter().zip(&places).map(judge).collect();
    // A heading decides how what stands under it is read: it stays while any of that stays.
    for at in (0..verdicts.len()).rev().filter(|at| !places[*at].is_empty()) {
        let before = sections.partition_point(|section| section.heading.start < places[at].end);
        let opened = sections[..before].last().filter(|section| section.heading.start >= places[at].start);
        let Some(section) = opened.filter(|section| !section.heading.is_empty()) else { continue };
        let under = (at + 1..verdicts.len()).take_while(|other| places[*other].start < section.body.end);
        if under.into_iter().any(|other| verdicts[other].is_none()) {
            verdicts[at] = None;
        }
    }
    verdicts
}

/// Bytes that each segment takes in the joined text.
fn places(text: &Text) -> Vec<Range<usize>> {
    let mut end = 0;
    let mut place = |segment: &Segment| {
        let begin = end + usize::from(end > 0);
        end = begin + segment.pieces.iter().map(|piece| piece.text.expose().len()).sum::<usize>();
        begin..end
    };
    text.segments.iter().map(&mut place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reasons(note: &str) -> Vec<Option<DropReason>> {
        let text = Text::cut(note);
        let (_, dropped) = filter(&text);
        let reason =
            |id| dropped.0.iter().find(|dropped| dropped.segment == id).map(|dropped| dropped.reason);
        text.segments.iter().map(|segment| reason(segment.id)).collect()
    }

    #[test]
    fn what_carries_nothing_to_code_goes_with_its_reason() {
        use DropReason::{Administrative, Boilerplate, Signature, Social};
        for (segment, reason) in [
            ("Electronically signed by: [NAME_1], MD [DATE_2]", Signature),
            ("Dictated by [NAME_1]\nTranscribed by [NAME_2]", Signature),
            ("Patient Name: [NAME_1]\nMRN: [ID_1]\nDate of Service: [DATE_1]", Administrative),
            ("Page 2 of 3", Administrative),
            ("[NAME_1]\n[ADDRESS_1]", Administrative),
            ("This note was created with voice recognition software and may contain errors.", Boilerplate),
            ("Thank you for allowing us to take part in the care of this pleasant man.", Boilerplate),
            ("We chatted about the weather and the trip to the lake last weekend.", Social),
        ] {
            assert_eq!(reasons(segment), [Some(reason)], "{segment}");
        }
    }

    #[test]
    fn what_carries_anything_clinical_stays() {
        for segment in [
            "Electronically signed by [NAME_1], who adds: asthma is worse.",
            "We chatted about the vacation; his knee is better.",
            "We chatted about the trip. He takes metformin.",
            "It was a lovely weekend, but BP 150/92.",
            "This note was created with voice recognition software. Dose 20 mg.",
            "Thank you for referring this man with heart failure.",
            "She lives with her sister.",
            "Works in a mill. Two beers on weekends.",
            "She will follow up in 3 weeks and can use the patient portal.",
            "The patient states that all questions were answered.",
            "ASSESSMENT:",
            "Nothing a rule knows.",
            "",
        ] {
            assert!(reasons(segment).iter().all(Option::is_none), "{segment}");
        }
    }

    #[test]
    fn ids_and_places_stay_as_they_were() {
        let text =
            Text::cut("Patient Name: [NAME_1]\n\nGout of the left foot.\n\nPage 1 of 1\n\nPlan: rest.");
        let (kept, dropped) = filter(&text);
        assert_eq!(kept.segments, [text.segments[1].clone(), text.segments[3].clone()]);
        let spans: Vec<_> = dropped.0.iter().map(|d| (d.segment, d.begin, d.end)).collect();
        assert_eq!(spans, [(0, 0, 22), (2, 48, 59)]);
    }

    #[test]
    fn places_are_those_of_the_joined_text() {
        let text = Text::cut("One é.\n\nTwo.\n\nThree.");
        let map = text.map();
        let places = places(&text);
        for (segment, place) in text.segments.iter().zip(&places) {
            assert_eq!(map.segment_bytes(segment.id).as_ref(), Some(place));
        }
    }

    #[test]
    fn a_heading_stays_with_what_stands_under_it() {
        let note =
            "Disclaimer:\nThis note was created with voice recognition software.\n\nMother has asthma.";
        assert_eq!(reasons(note).last(), Some(&None));
        let text = Text::cut(note);
        let (kept, _) = filter(&text);
        let opened =
            sections::sections(text.map().text()).iter().any(|section| section.kind == Kind::Administrative);
        assert_eq!(kept.segments.len() == 2, opened);
    }
}
