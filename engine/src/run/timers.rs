//! What a run waits for by time.

use tokio::time::Instant;

/// Points in time at which the driver has something to do.
#[derive(Debug, Default)]
pub(super) struct Timers {
    /// An attempt that starts later: for each stage its number, whether a stand-in runs, and when.
    pub(super) starts: Vec<Option<(u32, bool, Instant)>>,
    /// When a degradable stage has no time left.
    pub(super) give_ups: Vec<Option<Instant>>,
    /// When the deadline passes.
    pub(super) deadline: Option<Instant>,
    /// When `give-up-after` passes.
    pub(super) expiry: Option<Instant>,
}

impl Timers {
    pub(super) fn new(stages: usize) -> Self {
        Self { starts: vec![None; stages], give_ups: vec![None; stages], deadline: None, expiry: None }
    }

    /// The next of them.
    pub(super) fn next(&self) -> Option<Instant> {
        let starts = self.starts.iter().flatten().map(|(_, _, at)| *at);
        let give_ups = self.give_ups.iter().flatten().copied();
        starts.chain(give_ups).chain(self.deadline).chain(self.expiry).min()
    }

    /// Forgets all about a stage.
    pub(super) fn clear_stage(&mut self, stage: usize) {
        self.starts[stage] = None;
        self.give_ups[stage] = None;
    }
}
