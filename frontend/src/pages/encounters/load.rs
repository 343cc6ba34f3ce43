//! Reads the list, and keeps it up to date while it is shown.

use std::time::Duration;

use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use revrx_api::{EncounterPage, ReportState};

use super::desk::{Desk, Fault};
use crate::model::encounters::list::{List, PAGE_MAX, PAGE_ROWS};
use crate::model::encounters::trouble::sentence;
use crate::net::http::{self, NetError};
use crate::shell::use_live;

/// How often the list is looked at for what was made elsewhere.
const LOOK_EVERY: Duration = Duration::from_secs(5);
/// Without a queued report, whose place in the queue changes, only every so many times.
const LOOK_SELDOM: u32 = 3;
/// Reports that end together are read together, after this time.
const TOGETHER: Duration = Duration::from_millis(250);

/// Reads the list now, and again whenever something may have changed, for as long as the calling component is shown.
pub(super) fn use_list(desk: Desk) -> Reader {
    let reader = Reader { desk, is_reading: StoredValue::new(false), is_due: StoredValue::new(false) };
    reader.read();
    let connection = use_live().connection();
    Effect::new(move |was_lost: Option<bool>| {
        let is_lost = connection.get().is_lost();
        if was_lost == Some(true) && !is_lost {
            reader.read();
        }
        is_lost
    });
    Effect::new(move |before: Option<()>| {
        desk.changes.track();
        if before.is_some() {
            reader.read_soon();
        }
    });
    let looks = StoredValue::new(0_u32);
    let look = move || {
        let count = looks.try_update_value(|looks| {
            *looks = looks.wrapping_add(1);
            *looks
        });
        let is_turn = count.is_some_and(|count| count.is_multiple_of(LOOK_SELDOM));
        if (is_turn || reader.has_queued()) && !document().hidden() && !connection.get_untracked().is_lost() {
            reader.read();
        }
    };
    if let Ok(timer) = set_interval_with_handle(look, LOOK_EVERY) {
        on_cleanup(move || timer.clear());
    }
    let seen = window_event_listener(ev::visibilitychange, move |_| {
        if !document().hidden() {
            reader.read();
        }
    });
    on_cleanup(move || seen.remove());
    reader
}

/// Reads the list; one request at a time.
#[derive(Clone, Copy)]
pub(super) struct Reader {
    desk: Desk,
    is_reading: StoredValue<bool>,
    is_due: StoredValue<bool>,
}

impl Reader {
    /// Reads the newest rows. While that goes on, at most one more reading is due.
    pub(super) fn read(self) {
        if self.is_reading.try_get_value() != Some(false) {
            self.is_due.try_set_value(true);
            return;
        }
        self.is_reading.set_value(true);
        let shown = self.desk.list.with_untracked(|list| list.as_ref().map_or(0, |list| list.rows().len()));
        let limit = shown.clamp(PAGE_ROWS, PAGE_MAX);
        spawn_local(async move {
            let answer = http::get::<EncounterPage>(&format!("/encounters?limit={limit}")).await;
            take_newest(self.desk, answer);
            self.is_reading.try_set_value(false);
            if self.is_due.try_get_value() == Some(true) {
                self.is_due.set_value(false);
                self.read();
            }
        });
    }

    /// Reads the newest rows in a moment, together with what else asks for it.
    pub(super) fn read_soon(self) {
        set_timeout(move || self.read(), TOGETHER);
    }

    /// Reads on below the last row.
    pub(super) fn read_on(self) {
        let desk = self.desk;
        let next =
            desk.list.with_untracked(|list| list.as_ref().and_then(|list| list.next().map(str::to_owned)));
        let Some(cursor) = next.filter(|_| !desk.reading_on.get_untracked()) else { return };
        desk.reading_on.set(true);
        spawn_local(async move {
            let cursor = js_sys::encode_uri_component(&cursor);
            let path = format!("/encounters?limit={PAGE_ROWS}&cursor={}", String::from(cursor));
            match http::get::<EncounterPage>(&path).await {
                Ok(page) => {
                    let count = page.items.len();
                    desk.change(|list| list.more(page));
                    desk.fault.set(None);
                    desk.said.set(format!("{count} more encounters are shown."));
                }
                Err(error) => desk.fault.set(Some(fault(&error))),
            }
            desk.reading_on.set(false);
        });
    }

    fn has_queued(self) -> bool {
        self.desk.list.with_untracked(|list| {
            let rows = list.iter().flat_map(|list| list.rows());
            rows.filter_map(|row| row.report.as_ref()).any(|badge| badge.status == ReportState::Pending)
        })
    }
}

fn take_newest(desk: Desk, answer: Result<EncounterPage, NetError>) {
    match answer {
        Ok(page) => {
            desk.fault.set(None);
            if desk.list.with_untracked(Option::is_none) {
                desk.list.set(Some(List::new(page)));
            } else {
                desk.change(|list| list.refresh(page));
            }
        }
        // What stands on the page still holds; the connection line says that nothing new comes.
        Err(_) if desk.list.with_untracked(Option::is_some) => {}
        Err(error) => desk.fault.set(Some(fault(&error))),
    }
}

fn fault(error: &NetError) -> Fault {
    Fault { title: error.title(), detail: sentence(&error.detail()) }
}
