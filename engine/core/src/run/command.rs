//! What is to be done next.

use std::time::Duration;

use super::EventKind;
use crate::time::Timestamp;

/// A command of [`super::decide`].
///
/// Commands say what should be under way: the driver starts what is not, leaves alone what is, and drops the
/// timers of commands that are no longer given. Delays count from the newest event.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Append this event: a decision that needs nothing from outside.
    Record(EventKind),
    /// Start an attempt of a stage.
    Start {
        /// Number of the stage in the workflow's graph.
        stage: usize,
        /// Number of the attempt.
        attempt: u32,
        /// Whether the fallback kind runs instead of the stage's own.
        stand_in: bool,
        /// Not before this has passed; jitter comes on top.
        after: Duration,
        /// When this has passed and the stage is not finished, it ends as `deadline-near`. The time during which
        /// the deadline stood still does not count: [`super::RunState::give_up_left`] says what remains then.
        give_up: Option<Duration>,
    },
    /// End the attempt in flight.
    Abort {
        /// Number of the stage.
        stage: usize,
    },
    /// Append `DeadlinePassed` when this has passed. Not given while the deadline stands still.
    Deadline {
        /// What remains.
        after: Duration,
    },
    /// Append `Expired` at this point in time.
    Expire {
        /// When.
        at: Timestamp,
    },
}
