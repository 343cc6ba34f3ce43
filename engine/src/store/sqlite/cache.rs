//! What the writer remembers between transactions. It is the only writer of the folder, so it may.

use std::collections::HashMap;

use super::rows::Known;
use crate::id::{RunId, WorkflowHash};

/// Runs that are held, and numbers that save a look at the database. Whatever is not here is read.
#[derive(Debug, Default)]
pub(super) struct Cache {
    /// Runs held by workers, as they are in the database.
    pub(super) held: HashMap<RunId, Known>,
    /// By queue: whether a run is due.
    pub(super) earliest: HashMap<String, Earliest>,
    /// Numbers of workflows.
    pub(super) workflows: HashMap<WorkflowHash, i64>,
    /// The number of the newest run.
    pub(super) newest: i64,
}

/// When a run of a queue is due.
#[derive(Clone, Copy, Debug)]
pub(super) struct Earliest {
    /// One of them in microseconds; `None` when none waits. A run that waits for nothing is due ever since.
    pub(super) due: Option<i64>,
    /// Whether none is due before.
    pub(super) exact: bool,
}

impl Cache {
    /// A run waits in its queue now.
    pub(super) fn now_waits(&mut self, known: &Known) {
        let due = known.live.index.not_before.map_or(i64::MIN, |at| at.as_micros());
        if let Some(earliest) = self.earliest.get_mut(&known.queue) {
            earliest.due = Some(earliest.due.map_or(due, |before| before.min(due)));
        }
    }

    /// A run is about to leave its queue.
    pub(super) fn waits_no_more(&mut self, known: &Known) {
        self.earliest.remove(&known.queue);
    }

    /// Forgets what may no longer hold after a transaction that failed.
    pub(super) fn forget(&mut self) {
        self.held.clear();
        self.earliest.clear();
        self.workflows.clear();
    }
}
