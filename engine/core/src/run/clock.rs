//! The deadline's clock: it bounds one run attempt, and stands still while the run waits in our own queue.

use std::time::Duration;

use super::WaitReason;
use super::state::StageState;
use crate::time::Timestamp;
use crate::view::{StageStatus, StageView};

/// How much of the deadline is used up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct DeadlineClock {
    used: Duration,
    ticking_since: Option<Timestamp>,
}

impl DeadlineClock {
    /// A run attempt begins.
    pub(super) fn start(&mut self, at: Timestamp) {
        *self = Self { used: Duration::ZERO, ticking_since: Some(at) };
    }

    /// A run attempt is over.
    pub(super) fn stop(&mut self) {
        *self = Self::default();
    }

    /// Counts the time up to `at`, then ticks or stands still according to what the stages do.
    pub(super) fn advance(&mut self, at: Timestamp, views: &[StageView], stages: &[StageState]) {
        self.used = self.used_at(at);
        self.ticking_since = (!stands_still(at, views, stages)).then_some(at);
    }

    /// What remains of `deadline`, or `None` while the clock stands still.
    pub(super) fn remaining(&self, deadline: Duration) -> Option<Duration> {
        self.ticking_since.map(|_| deadline.saturating_sub(self.used))
    }

    /// What remains of `deadline` at `now`, standing still or not.
    pub(super) fn left(&self, deadline: Duration, now: Timestamp) -> Duration {
        deadline.saturating_sub(self.used_at(now))
    }

    fn used_at(&self, now: Timestamp) -> Duration {
        let ticked = self.ticking_since.map_or(Duration::ZERO, |since| now.since(since));
        self.used.saturating_add(ticked)
    }
}

/// No stage runs or has a pause ahead of it, and every waiting stage (at least one) waits for a permit.
fn stands_still(now: Timestamp, views: &[StageView], stages: &[StageState]) -> bool {
    let mut waits = false;
    for (view, stage) in views.iter().zip(stages) {
        match (view.status, view.waits_for) {
            (StageStatus::Waiting, Some(WaitReason::Permit)) => waits = true,
            (StageStatus::Running | StageStatus::Waiting, _) => return false,
            (StageStatus::NotStarted, _) if stage.pause.is_some_and(|pause| pause.until > now) => {
                return false;
            }
            _ => {}
        }
    }
    waits
}
