//! Carries out what the state machine of the connection says.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use futures_util::future::{AbortHandle, abortable};
use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use revrx_api::{Ask, Frame, ReportId};
use wasm_bindgen_futures::spawn_local;
use web_sys::VisibilityState;

use super::clock::{Ticker, now_ms};
use super::socket::Sender;
use super::{poll, socket};
use crate::model::connection::Connection;
use crate::model::connector::{Connector, Input, Output};
use crate::model::following::Following;
use crate::model::known::Known;
use crate::net::http;

/// Pace of the clock, in milliseconds, while something that is shown goes on, and otherwise.
const PACE_MS: (u32, u32) = (100, 1_000);

/// How often what could not be subscribed is tried again, in seconds.
const SUBSCRIBE_EVERY_S: i64 = 5;

type Shown = ArcRwSignal<Option<Known>>;
type Listener = Rc<dyn Fn(&Known)>;

/// Everything that is alive behind [`super::Live`].
pub(super) struct Work {
    connector: RefCell<Connector>,
    pub(super) followed: RefCell<Following<Shown>>,
    pub(super) sender: RefCell<Option<Sender>>,
    reading: RefCell<Option<AbortHandle>>,
    timer: RefCell<Option<Timeout>>,
    ticker: Ticker,
    listeners: RefCell<Vec<(u32, Listener)>>,
    next_listener: Cell<u32>,
    connection: RwSignal<Connection>,
    now: RwSignal<f64>,
    wall: RwSignal<f64>,
}

impl Work {
    pub(super) fn new(
        now_ms: f64,
        connection: RwSignal<Connection>,
        now: RwSignal<f64>,
        wall: RwSignal<f64>,
    ) -> Rc<Self> {
        Rc::new(Self {
            connector: RefCell::new(Connector::new(now_ms)),
            followed: RefCell::default(),
            sender: RefCell::default(),
            reading: RefCell::default(),
            timer: RefCell::default(),
            ticker: Ticker::default(),
            listeners: RefCell::default(),
            next_listener: Cell::new(0),
            connection,
            now,
            wall,
        })
    }

    /// Tells the state machine what happened and does what it says.
    pub(super) fn step(self: &Rc<Self>, input: Input) {
        let now_ms = now_ms();
        let mut connector = self.connector.borrow_mut();
        let todo = connector.step(input, now_ms, js_sys::Math::random());
        let (connection, next_at) = (connector.connection(), connector.next_at());
        drop(connector);
        if self.connection.get_untracked() != connection {
            self.connection.set(connection);
        }
        self.wake_at(next_at, now_ms);
        for output in todo {
            self.perform(output);
        }
    }

    /// Looks whether the tab is seen.
    pub(super) fn look(self: &Rc<Self>) {
        let is_hidden = document().visibility_state() == VisibilityState::Hidden;
        self.step(if is_hidden { Input::Hidden } else { Input::Shown });
        if !is_hidden {
            self.tick();
        }
        self.pace();
    }

    pub(super) fn follow(self: &Rc<Self>, report: &ReportId) -> Shown {
        let known = self.followed.borrow_mut().follow(report, || ArcRwSignal::new(None));
        self.subscribe();
        self.pace();
        known
    }

    pub(super) fn release(self: &Rc<Self>, report: &ReportId) {
        self.followed.borrow_mut().release(report);
        self.pace();
    }

    pub(super) fn again(self: &Rc<Self>, report: &ReportId) {
        let asks = self.followed.borrow_mut().anew(report);
        self.ask_all(&asks);
        self.pace();
    }

    pub(super) fn on_end(&self, listener: Listener) -> u32 {
        let id = self.next_listener.get();
        self.next_listener.set(id.wrapping_add(1));
        self.listeners.borrow_mut().push((id, listener));
        id
    }

    pub(super) fn off_end(&self, id: u32) {
        self.listeners.borrow_mut().retain(|(other, _)| *other != id);
    }

    /// Subscribes to what is followed and not subscribed to.
    pub(super) fn subscribe(self: &Rc<Self>) {
        if self.sender.borrow().is_some() {
            let ask = self.followed.borrow_mut().subscribe();
            self.ask_all(ask.as_slice());
        }
    }

    /// Takes in a frame about `report`.
    pub(super) fn take(self: &Rc<Self>, report: &ReportId, frame: Frame) {
        let consequence = self.followed.borrow_mut().take(report, frame, now_ms());
        self.ask_all(&consequence.asks);
        let Some((shown, known)) = consequence.changed else { return };
        shown.set(Some(known.clone()));
        if consequence.ended {
            let listeners: Vec<Listener> =
                self.listeners.borrow().iter().map(|(_, listener)| Rc::clone(listener)).collect();
            listeners.iter().for_each(|listener| listener(&known));
        }
        self.pace();
    }

    fn ask_all(self: &Rc<Self>, asks: &[Ask]) {
        for ask in asks {
            let sent = self.sender.borrow_mut().as_mut().is_none_or(|sender| sender.send(ask));
            if !sent {
                self.step(Input::SocketFailed);
                return;
            }
        }
    }

    fn perform(self: &Rc<Self>, output: Output) {
        let work = Rc::clone(self);
        match output {
            Output::Open => {
                let (reading, handle) = abortable(socket::run(work));
                self.reading.replace(Some(handle));
                spawn_local(async move {
                    // Given up from outside: what replaces it has been begun already.
                    let _given_up = reading.await.is_err();
                });
            }
            Output::Drop => {
                self.sender.take();
                self.followed.borrow_mut().unsubscribed();
                if let Some(handle) = self.reading.take() {
                    handle.abort();
                }
            }
            Output::Ping => self.ask_all(&[Ask::Subscribe(Vec::new())]),
            Output::Probe => spawn_local(async move {
                let answered = http::answers().await;
                work.step(if answered { Input::PollOk } else { Input::PollFailed });
            }),
            Output::Poll => spawn_local(async move {
                let answered = poll::all(&work).await;
                work.step(if answered { Input::PollOk } else { Input::PollFailed });
            }),
        }
    }

    /// Lets time pass for the state machine at `next_at`.
    fn wake_at(self: &Rc<Self>, next_at: Option<f64>, now_ms: f64) {
        let work = Rc::clone(self);
        let timer = next_at.map(|at| {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "held within range")]
            let wait = (at - now_ms).ceil().clamp(0.0, 60_000.0) as u32;
            Timeout::new(wait, move || work.step(Input::Tick))
        });
        drop(self.timer.replace(timer));
    }

    fn pace(self: &Rc<Self>) {
        let is_hidden = document().visibility_state() == VisibilityState::Hidden;
        let pace = if self.followed.borrow().moves() { PACE_MS.0 } else { PACE_MS.1 };
        let work = Rc::clone(self);
        self.ticker.pace((!is_hidden).then_some(pace), move || work.tick());
    }

    fn tick(self: &Rc<Self>) {
        let now_ms = now_ms();
        if !self.connection.get_untracked().is_stale(now_ms) {
            self.now.set(now_ms);
        }
        if (now_ms / 1_000.0).floor() != (self.wall.get_untracked() / 1_000.0).floor() {
            self.wall.set(now_ms);
            #[expect(clippy::cast_possible_truncation, reason = "seconds since 1970")]
            let second = (now_ms / 1_000.0) as i64;
            if second % SUBSCRIBE_EVERY_S == 0 {
                self.subscribe();
            }
        }
    }
}
