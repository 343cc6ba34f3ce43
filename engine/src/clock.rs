//! The one place that reads clocks.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use revrx_engine_core::time::Timestamp;
use tokio::time::Instant;

/// The wall clock. It serves `not_before`, leases, the age of what is kept, and display only.
#[expect(clippy::disallowed_methods, reason = "this is the module that reads the wall clock")]
pub fn wall() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
    Timestamp::from_micros(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
}

/// The clock of one run attempt: the wall clock at its start, counted on monotonically, so that differences
/// between its events are true durations.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RunClock {
    wall: Timestamp,
    start: Instant,
}

impl RunClock {
    /// A run attempt begins; its events come after `newest`.
    pub(crate) fn start(newest: Timestamp) -> Self {
        Self { wall: wall().max(newest), start: Instant::now() }
    }

    /// Now.
    pub(crate) fn now(&self) -> Timestamp {
        self.wall + self.start.elapsed()
    }

    /// When a point of this clock is reached.
    pub(crate) fn instant(&self, at: Timestamp) -> Instant {
        self.start + at.since(self.wall)
    }
}
