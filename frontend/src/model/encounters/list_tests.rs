//! What the list promises, case by case.

use revrx_api::{EncounterClass, Time};

use super::super::samples::{badge, row};
use super::*;

fn page(ids: &[&str], next: Option<&str>, total: u64) -> EncounterPage {
    EncounterPage { items: ids.iter().map(|id| row(id)).collect(), next: next.map(str::to_owned), total }
}

fn ids(list: &List) -> Vec<&str> {
    list.rows().iter().map(|row| row.id.as_str()).collect()
}

#[test]
fn pages_follow_each_other_without_a_row_twice() {
    let mut list = List::new(page(&["5", "4", "3"], Some("3"), 5));
    assert_eq!(list.next(), Some("3"));
    list.more(page(&["3", "2", "1"], None, 5));
    assert_eq!(ids(&list), ["5", "4", "3", "2", "1"]);
    assert_eq!((list.next(), list.total()), (None, 5));
}

#[test]
fn what_is_made_elsewhere_waits_to_be_shown() {
    let mut list = List::new(page(&["3", "2"], Some("2"), 3));
    list.refresh(page(&["5", "4", "3", "2"], Some("2"), 5));
    assert_eq!((ids(&list), list.fresh(), list.total()), (vec!["3", "2"], 2, 5));
    list.refresh(page(&["6", "5", "4", "3"], Some("3"), 6));
    assert_eq!(list.fresh(), 3);
    list.reveal();
    assert_eq!((ids(&list), list.fresh()), (vec!["6", "5", "4", "3", "2"], 0));
    assert_eq!(list.next(), Some("2"), "reading on goes on below what was read");
}

#[test]
fn rows_below_the_page_are_left_to_show_more() {
    let mut list = List::new(page(&["3", "2"], Some("2"), 4));
    list.refresh(page(&["3", "2", "1", "0"], None, 4));
    assert_eq!((ids(&list), list.fresh(), list.next()), (vec!["3", "2"], 0, Some("2")));
}

#[test]
fn when_more_was_made_than_was_read_the_page_begins_anew() {
    let mut list = List::new(page(&["3", "2"], None, 2));
    list.refresh(page(&["9", "8"], Some("8"), 8));
    assert_eq!((ids(&list), list.fresh()), (vec!["3", "2"], 2));
    list.reveal();
    assert_eq!((ids(&list), list.next()), (vec!["9", "8"], Some("8")), "no hole between 8 and 3");
}

#[test]
fn an_own_row_goes_to_the_top_and_does_not_wait() {
    let mut list = List::new(page(&["2"], None, 1));
    list.add(row("3"));
    assert_eq!((ids(&list), list.total()), (vec!["3", "2"], 2));
    list.refresh(page(&["4", "3", "2"], None, 3));
    assert_eq!((ids(&list), list.fresh()), (vec!["3", "2"], 1));
    list.add(row("4"));
    assert_eq!((ids(&list), list.fresh(), list.total()), (vec!["4", "3", "2"], 0, 4));
    list.reveal();
    assert_eq!(ids(&list), ["4", "3", "2"]);
}

#[test]
fn an_own_row_that_a_later_answer_does_not_hold_yet_is_not_gone_above_it() {
    let mut list = List::new(page(&["2", "1"], None, 2));
    list.add(row("3"));
    list.refresh(page(&["2", "1"], None, 2));
    assert!(!list.is_gone(&"3".into()));
    assert_eq!(ids(&list), ["3", "2", "1"]);
}

#[test]
fn what_others_deleted_stays_in_its_place_and_is_said() {
    let mut list = List::new(page(&["3", "2", "1"], None, 3));
    list.refresh(page(&["3", "1"], None, 2));
    assert_eq!(ids(&list), ["3", "2", "1"]);
    assert!(list.is_gone(&"2".into()) && !list.is_gone(&"1".into()));
    let mut list = List::new(page(&["3", "2"], None, 2));
    list.refresh(page(&[], None, 0));
    assert!(list.is_gone(&"3".into()) && list.is_gone(&"2".into()));
}

#[test]
fn what_was_deleted_here_does_not_come_back() {
    let mut list = List::new(page(&["3", "2"], Some("2"), 3));
    list.delete(&"3".into());
    assert_eq!((ids(&list), list.total()), (vec!["2"], 2));
    list.refresh(page(&["3", "2"], Some("2"), 3));
    list.more(page(&["3", "1"], None, 2));
    list.reveal();
    assert_eq!((ids(&list), list.fresh()), (vec!["2", "1"], 0));
}

#[test]
fn a_late_answer_never_takes_a_row_back() {
    let with = |report| EncounterRow { report, ..row("1") };
    let state = |status, percent| Some(badge("r", status, percent));
    let newer = EncounterRow { changed_at: Time::from_millis(9), ..with(None) };
    let inpatient = EncounterRow { version: 2, class: EncounterClass::Inpatient, ..with(None) };
    use ReportState::{Complete, Processing};
    for (known, answer, is_taken) in [
        (with(None), with(state(Processing, 10)), true),
        (with(state(Processing, 10)), with(None), false),
        (with(state(Processing, 40)), with(state(Processing, 10)), false),
        (with(state(Complete, 100)), with(state(Processing, 95)), false),
        (with(state(Processing, 95)), with(state(Complete, 100)), true),
        (with(state(Complete, 100)), with(Some(badge("s", Processing, 0))), true),
        (newer.clone(), with(state(Complete, 100)), false),
        (with(state(Complete, 100)), newer, true),
        (with(None), inpatient, true),
    ] {
        let mut list = List::new(EncounterPage { items: vec![known.clone()], next: None, total: 1 });
        list.update(answer.clone());
        assert!(list.rows()[0] == if is_taken { answer } else { known });
    }
}

#[test]
fn what_is_being_made_is_followed_up_to_the_bound() {
    let made = |id: usize, status| {
        let name = format!("{id}");
        EncounterRow { report: Some(badge(&format!("r{id}"), status, 10)), ..row(&name) }
    };
    let mut items: Vec<EncounterRow> = (0..120).map(|id| made(id, ReportState::Processing)).collect();
    items[0] = made(0, ReportState::Complete);
    items[1] = made(1, ReportState::Pending);
    items[2].report = None;
    let list = List::new(EncounterPage { items, next: None, total: 120 });
    let followed = list.to_follow();
    assert_eq!(followed.len(), FOLLOWED_MAX);
    assert_eq!(followed[..2], ["r1".into(), "r3".into()]);
}
