use revrx_api::{ErrorFrame, EventFrame, Snapshot};
use revrx_engine_core::run::{Event, EventKind};
use revrx_engine_core::time::Timestamp;
use revrx_engine_core::view::{Outline, Progress};

use super::*;

fn id(number: usize) -> ReportId {
    ReportId::from(format!("r{number}"))
}

fn subscribe(numbers: &[usize]) -> Ask {
    Ask::Subscribe(numbers.iter().copied().map(id).collect())
}

fn event(seq: u64) -> Event {
    let kind = match seq {
        1 => EventKind::Queued,
        2 => EventKind::Claimed { worker: "w".to_owned() },
        3 => EventKind::Cancelled,
        _ => EventKind::GivenBack,
    };
    Event { at: Timestamp::from_micros(1), kind }
}

/// The state after so many events; three end it.
fn snapshot(number: usize, seq: u64) -> Frame {
    let outline = Outline::default();
    let mut progress = Progress::new(&outline);
    (1..=seq).for_each(|seq| progress.apply(&outline, &event(seq)));
    Frame::Snapshot(Box::new(Snapshot {
        report: id(number),
        encounter: "e".into(),
        outline,
        progress,
        now: 0,
    }))
}

fn frame(number: usize, seq: u64) -> Frame {
    Frame::Event(EventFrame::new(Some(id(number)), seq, event(seq)))
}

fn error(number: usize, code: &str) -> Frame {
    Frame::Error(ErrorFrame { report: Some(id(number)), code: code.to_owned() })
}

/// Reports 0 up to `count`, all subscribed to and in progress; each is shown under its number.
fn following(count: usize) -> Following<usize> {
    let mut following = Following::default();
    for number in 0..count {
        following.follow(&id(number), || number);
    }
    following.subscribe();
    for number in 0..count {
        following.take(&id(number), snapshot(number, 2), 0.0);
    }
    following
}

#[test]
fn whoever_shows_the_same_report_sees_the_same() {
    let mut following = Following::default();
    assert_eq!(following.follow(&id(1), || "first"), "first");
    assert_eq!(following.follow(&id(1), || "second"), "first");
    assert_eq!(following.subscribe(), Some(subscribe(&[1])));
    assert_eq!(following.subscribe(), None, "once");
}

#[test]
fn what_comes_is_shown_and_its_end_is_told_once() {
    let mut following = following(1);
    let consequence = following.take(&id(0), frame(0, 3), 0.0);
    assert!(consequence.changed.is_some_and(|(shown, known)| shown == 0 && known.ended));
    assert!(consequence.ended);
    assert!(!following.take(&id(0), snapshot(0, 3), 0.0).ended);
    assert!(!following.moves());
}

#[test]
fn a_report_that_had_ended_when_it_was_opened_is_no_news() {
    let mut following = Following::default();
    following.follow(&id(0), || 0);
    let consequence = following.take(&id(0), snapshot(0, 3), 0.0);
    assert!(consequence.changed.is_some() && !consequence.ended);
}

#[test]
fn what_nobody_shows_is_listened_to_until_it_ends() {
    let mut following = following(1);
    following.release(&id(0));
    assert!(!following.moves());
    assert_eq!(following.going_on(), [(id(0), Some(2))]);
    assert!(following.take(&id(0), frame(0, 3), 0.0).ended);
    assert_eq!(following.going_on(), []);
    assert_eq!(following.follow(&id(0), || 7), 7, "it was let go");
}

#[test]
fn a_gap_asks_for_a_snapshot_once() {
    let mut following = following(1);
    let asks = following.take(&id(0), frame(0, 5), 0.0).asks;
    assert_eq!(asks, [Ask::Unsubscribe(vec![id(0)]), subscribe(&[0])]);
    assert_eq!(following.take(&id(0), frame(0, 6), 0.0).asks, []);
    assert_eq!(following.going_on(), [(id(0), None)], "also when it is polled");
    following.take(&id(0), snapshot(0, 2), 0.0);
    assert_eq!(following.going_on(), [(id(0), Some(2))]);
}

#[test]
fn a_report_that_is_tried_again_is_asked_for_although_it_had_ended() {
    let mut following = following(1);
    following.take(&id(0), frame(0, 3), 0.0);
    assert_eq!(following.subscribe(), None);
    assert_eq!(following.anew(&id(0)), [subscribe(&[0])]);
    assert!(following.moves());
}

#[test]
fn one_socket_serves_a_hundred_and_the_next_takes_the_place_of_one_that_ended() {
    let mut following = Following::default();
    (0..=SUBSCRIBED_MAX).for_each(|number| {
        following.follow(&id(number), || number);
    });
    let first: Vec<usize> = (0..SUBSCRIBED_MAX).collect();
    assert_eq!(following.subscribe(), Some(subscribe(&first)));
    assert_eq!(following.subscribe(), None);
    assert_eq!(following.take(&id(4), snapshot(4, 3), 0.0).asks, [subscribe(&[SUBSCRIBED_MAX])]);
}

#[test]
fn of_too_many_the_longest_that_nobody_shows_is_let_go() {
    let mut following = following(SUBSCRIBED_MAX);
    following.release(&id(3));
    following.release(&id(9));
    following.follow(&id(1_000), || 1_000);
    let left: Vec<ReportId> = following.going_on().into_iter().map(|(report, _)| report).collect();
    assert_eq!(left.len(), SUBSCRIBED_MAX);
    assert!(!left.contains(&id(3)) && left.contains(&id(9)));
}

#[test]
fn after_the_socket_is_gone_everything_that_goes_on_is_asked_for_again() {
    let mut following = following(3);
    following.take(&id(1), frame(1, 3), 0.0);
    following.unsubscribed();
    assert_eq!(following.subscribe(), Some(subscribe(&[0, 2])));
}

#[test]
fn an_unknown_report_is_left_alone_and_one_that_cannot_be_read_is_asked_for_again() {
    let mut following = following(2);
    following.take(&id(0), error(0, "report-unknown"), 0.0);
    following.take(&id(1), error(1, "store-away"), 0.0);
    assert_eq!(following.subscribe(), Some(subscribe(&[1])));
    assert_eq!(following.going_on(), [(id(1), Some(2))]);
}
