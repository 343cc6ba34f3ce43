use revrx_api::ErrorFrame;
use revrx_engine_core::run::{Event, EventKind};
use revrx_engine_core::time::Timestamp;
use revrx_engine_core::view::{Milestone, MilestoneEvent, OutlineStage, Phase};

use super::*;

fn outline() -> Outline {
    let phase = Phase {
        id: "read".to_owned(),
        title: "Reading".to_owned(),
        icon: None,
        text: None,
        from: 0,
        to: 100,
    };
    let milestone =
        |at, when, text: &str| Milestone { at, when: vec![when], text: text.to_owned(), degraded_text: None };
    Outline {
        title: "Small".to_owned(),
        stages: vec![OutlineStage { name: "read".into(), title: "Read".to_owned(), phase: 0 }],
        phases: vec![phase],
        milestones: vec![
            milestone(0, MilestoneEvent::RunQueued, "Queued"),
            milestone(50, MilestoneEvent::Started("read".into()), "Reading"),
        ],
    }
}

/// What happens to a report, by number of the event from 1.
fn event(seq: u64) -> Event {
    let kind = match seq {
        1 => EventKind::Queued,
        2 => EventKind::Claimed { worker: "w".to_owned() },
        3 => EventKind::Started { stage: "read".into(), attempt: 1, stand_in: false },
        _ => EventKind::Cancelled,
    };
    Event { at: Timestamp::from_micros(i64::try_from(seq).unwrap() * 1_000_000), kind }
}

fn frame(seq: u64) -> Frame {
    Frame::Event(EventFrame::new(Some("r".into()), seq, event(seq)))
}

/// The state after so many events, sent when the server's clock showed `now_ms`.
fn snapshot(seq: u64, now_ms: i64) -> Snapshot {
    let outline = outline();
    let mut progress = Progress::new(&outline);
    (1..=seq).for_each(|seq| progress.apply(&outline, &event(seq)));
    Snapshot { report: "r".into(), encounter: "e".into(), outline, progress, now: now_ms * 1_000 }
}

fn known(seq: u64) -> Option<Known> {
    let mut known = None;
    assert_eq!(Known::fold(&mut known, Frame::Snapshot(Box::new(snapshot(seq, 0))), 0.0), Folded::Changed);
    known
}

#[test]
fn what_a_frame_does_depends_on_what_is_known() {
    let end = || Frame::End(ReportRef { report: Some("r".into()) });
    let error = Frame::Error(ErrorFrame { report: Some("r".into()), code: "store-away".to_owned() });
    for (what, events, frame, folded, events_then) in [
        ("the next event", Some(2), frame(3), Folded::Changed, Some(3)),
        ("an event that is known", Some(2), frame(2), Folded::Ignored, Some(2)),
        ("an event too far ahead", Some(2), frame(4), Folded::Gap, Some(2)),
        ("an event before any snapshot", None, frame(1), Folded::Gap, None),
        ("the end before the event that ends it", Some(3), end(), Folded::Gap, Some(3)),
        ("the end after it", Some(4), end(), Folded::Ignored, Some(4)),
        ("a newer snapshot", Some(1), Frame::Snapshot(Box::new(snapshot(3, 0))), Folded::Changed, Some(3)),
        ("an older snapshot", Some(3), Frame::Snapshot(Box::new(snapshot(1, 0))), Folded::Ignored, Some(3)),
        ("an error", Some(3), error, Folded::Ignored, Some(3)),
    ] {
        let mut known = events.and_then(known);
        assert_eq!(Known::fold(&mut known, frame, 0.0), folded, "{what}");
        assert_eq!(known.as_ref().map(Known::seq), events_then, "{what}");
    }
}

#[test]
fn events_one_by_one_give_what_a_snapshot_gives() {
    let mut one_by_one = known(0);
    for seq in 1..=4 {
        Known::fold(&mut one_by_one, frame(seq), 0.0);
        assert_eq!(one_by_one, known(seq));
    }
    assert!(one_by_one.unwrap().ended);
}

#[test]
fn percent_never_falls_whatever_comes() {
    let mut state = known(3);
    for seq in [1, 0, 2, 3] {
        Known::fold(&mut state, Frame::Snapshot(Box::new(snapshot(seq, 0))), 0.0);
        assert_eq!(state.as_ref().map(|known| known.progress.view.percent), Some(50));
    }
}

#[test]
fn a_frame_about_another_report_changes_nothing() {
    let mut state = known(2);
    let other = Some(ReportId::from("other"));
    let event = Frame::Event(EventFrame::new(other.clone(), 3, event(3)));
    assert_eq!(Known::fold(&mut state, event, 0.0), Folded::Ignored);
    assert_eq!(Known::fold(&mut state, Frame::End(ReportRef { report: other }), 0.0), Folded::Ignored);
    assert_eq!(state, known(2));
}

type Spoil = fn(&mut Snapshot);

#[test]
fn a_snapshot_whose_numbers_lead_nowhere_is_not_taken() {
    let cases: [(&str, Spoil); 5] = [
        ("a stage without a step", |snapshot| snapshot.outline.stages[0].phase = 1),
        ("no state of a stage", |snapshot| snapshot.progress.view.stages.clear()),
        ("no timeline of a stage", |snapshot| snapshot.progress.timeline.stages.clear()),
        ("no state of a milestone", |snapshot| snapshot.progress.view.reached.clear()),
        ("no time of a milestone", |snapshot| snapshot.progress.timeline.reached_at.clear()),
    ];
    for (what, spoil) in cases {
        let mut spoilt = snapshot(2, 0);
        spoil(&mut spoilt);
        let mut known = None;
        assert_eq!(
            Known::fold(&mut known, Frame::Snapshot(Box::new(spoilt)), 0.0),
            Folded::Ignored,
            "{what}"
        );
        assert!(known.is_none(), "{what}");
    }
}

#[test]
fn the_offset_is_that_of_the_fastest_frame_unless_a_clock_was_set() {
    // Server ahead by 60 s; frames take 300 ms, then 20 ms, then 900 ms; then our clock is set forward by 10 s.
    let mut state = None;
    for (server_ms, ours_ms, offset_ms) in [
        (60_000, 300.0, 59_700.0),
        (61_000, 1_020.0, 59_980.0),
        (62_000, 2_900.0, 59_980.0),
        (63_000, 13_020.0, 49_980.0),
    ] {
        Known::fold(&mut state, Frame::Snapshot(Box::new(snapshot(2, server_ms))), ours_ms);
        assert_eq!(state.as_ref().map(|known| known.offset_ms), Some(offset_ms), "at {server_ms}");
    }
}
