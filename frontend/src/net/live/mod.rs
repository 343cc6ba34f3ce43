//! Live updates: one socket for everything the page follows, requests where the socket fails.

mod clock;
mod poll;
mod socket;
mod work;

use std::rc::Rc;

use leptos::prelude::*;
use revrx_api::ReportId;

use self::work::Work;
use crate::model::connection::Connection;
use crate::model::connector::Input;
use crate::model::known::Known;

/// Live updates, in context. Made once, by the shell.
#[derive(Clone, Copy)]
pub struct Live {
    work: StoredValue<Rc<Work>, LocalStorage>,
    connection: RwSignal<Connection>,
    now: RwSignal<f64>,
    wall: RwSignal<f64>,
    stale: Memo<bool>,
}

impl Live {
    /// Begins: opens the socket and listens to the browser going offline, online, out of sight and back.
    pub fn begin() -> Self {
        let now_ms = clock::now_ms();
        let connection = RwSignal::new(Connection::Connecting);
        let (now, wall) = (RwSignal::new(now_ms), RwSignal::new(now_ms));
        let work = Work::new(now_ms, connection, now, wall);
        for (event, input) in [("online", Input::TryNow), ("offline", Input::Offline)] {
            let work = Rc::clone(&work);
            window_event_listener_untyped(event, move |_| work.step(input));
        }
        for event in ["visibilitychange", "pageshow"] {
            let work = Rc::clone(&work);
            window_event_listener_untyped(event, move |_| work.look());
        }
        work.step(Input::Begin);
        work.look();
        let stale = Memo::new(move |_| connection.get().is_stale(wall.get()));
        Self { work: StoredValue::new_local(work), connection, now, wall, stale }
    }

    /// What is known of a report, as it changes; `None` before the first word. Ends with the calling component; but
    /// a report that has not ended then is still listened to, so that a notice can say when it is ready.
    pub fn follow(self, report: ReportId) -> Signal<Option<Known>> {
        let known = self.work().follow(&report);
        on_cleanup(move || self.work().release(&report));
        known.into()
    }

    /// Asks anew for the state of a followed report: after it was tried again, it goes on although it had ended.
    pub fn again(self, report: &ReportId) {
        self.work().again(report);
    }

    /// How the page hears from the server.
    pub fn connection(self) -> Signal<Connection> {
        self.connection.into()
    }

    /// Our clock, in milliseconds since 1970. Ticks ten times a second while something that is followed goes on and
    /// the tab is seen, else once; stands still while what is shown is stale.
    pub fn now(self) -> Signal<f64> {
        self.now.into()
    }

    /// Whether the server has been lost for over five seconds: values turn grey, nothing moves, and what needs the
    /// server is not offered.
    pub fn stale(self) -> Signal<bool> {
        self.stale.into()
    }

    /// Our clock, once a second, also while the server is lost.
    pub fn wall(self) -> Signal<f64> {
        self.wall.into()
    }

    /// Tries at once to reach the server.
    pub fn try_now(self) {
        self.work().step(Input::TryNow);
    }

    /// Calls back when a report that was seen in progress has ended. Ends with the calling component.
    pub fn on_end(self, run: impl Fn(&Known) + 'static) {
        let id = self.work().on_end(Rc::new(run));
        on_cleanup(move || self.work().off_end(id));
    }

    fn work(self) -> Rc<Work> {
        self.work.with_value(Rc::clone)
    }
}

/// Live updates, from the context.
pub fn use_live() -> Live {
    expect_context()
}

/// Whether actions that need the server can be offered.
pub fn can_act() -> Signal<bool> {
    let stale = use_live().stale();
    Signal::derive(move || !stale.get())
}

/// Why they cannot: the title of a disabled button.
pub fn why_not() -> Signal<Option<&'static str>> {
    let can_act = can_act();
    Signal::derive(move || (!can_act.get()).then_some("Needs a connection"))
}
