//! The browser's clock, and how often the page looks at it.

use std::cell::RefCell;

use gloo_timers::callback::Interval;

/// Milliseconds since 1970.
pub(super) fn now_ms() -> f64 {
    js_sys::Date::now()
}

/// A ticker of changing pace.
#[derive(Default)]
pub(super) struct Ticker(RefCell<Option<(u32, Interval)>>);

impl Ticker {
    /// Ticks every so many milliseconds, or not at all. Nothing changes when that is its pace already.
    pub(super) fn pace(&self, millis: Option<u32>, tick: impl FnMut() + 'static) {
        let mut ticker = self.0.borrow_mut();
        if ticker.as_ref().map(|(pace, _)| *pace) != millis {
            *ticker = millis.map(|millis| (millis, Interval::new(millis, tick)));
        }
    }
}
