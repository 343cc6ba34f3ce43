//! What changes in a store: the operations of one transaction and their answers.

use revrx_engine_core::time::Timestamp;

use super::{Artifact, Claimed, EventRow, HeadUpdate, NewRun};
use crate::id::RunId;

/// An operation.
#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "nearly all are accepts and appends, which are large")]
pub enum Op {
    /// Accept a run. Answers [`Reply::Accepted`] or [`Reply::Exists`].
    Accept(Accept),
    /// Append events to a run. Answers [`Reply::Appended`], [`Reply::Cancelled`] or [`Reply::Refused`].
    Append(Append),
    /// Claim runs that are due. Answers [`Reply::Claimed`].
    Claim(Claim),
    /// Keep leases. Answers [`Reply::Held`].
    Heartbeat(Heartbeat),
    /// Ask for the end of a run. Answers [`Reply::CancelRequested`], [`Reply::Cancelled`] or [`Reply::Refused`].
    Cancel(Cancel),
    /// Take runs back from workers that are lost. Answers [`Reply::Reclaimed`].
    Reclaim(Reclaim),
    /// End queued runs whose time is over or whose end was asked for. Answers [`Reply::Swept`].
    Sweep(Sweep),
    /// Try a failed run again. Answers [`Reply::Appended`] or [`Reply::Refused`].
    Reopen(Reopen),
}

/// Accept a run, and claim it at once where a worker of this process has a place.
#[derive(Clone, Debug)]
pub struct Accept {
    /// The run.
    pub run: NewRun,
    /// When.
    pub at: Timestamp,
    /// The head after `row`.
    pub head: HeadUpdate,
    /// `Queued`, and `Claimed` behind it when `owner` is given.
    pub row: EventRow,
    /// The worker that takes it at once; its epoch is then 1. Ignored, with `queued_row` written instead, when
    /// another run of the queue is due.
    pub owner: Option<String>,
    /// Until when that lease holds.
    pub lease_until: Option<Timestamp>,
    /// What is written when `owner` is ignored: head and row with `Queued` only.
    pub queued: Option<(HeadUpdate, EventRow)>,
}

/// Append to a claimed run: compare-and-set on `head_seq` and `lease_epoch`.
#[derive(Clone, Debug)]
pub struct Append {
    /// The run.
    pub run: RunId,
    /// The epoch of the lease under which this is written.
    pub epoch: u64,
    /// `head_seq` before.
    pub expect: u64,
    /// The events. `row.seq` becomes `head_seq`.
    pub row: EventRow,
    /// Large outputs.
    pub artifacts: Vec<Artifact>,
    /// The head after it. A status other than running ends the lease.
    pub head: HeadUpdate,
    /// For an append that ends, re-queues, postpones or gives back: what is written instead when
    /// `cancel_requested_at` is set.
    pub if_cancelled: Option<(HeadUpdate, EventRow)>,
}

/// Claim runs that are due, by priority, then the oldest.
#[derive(Clone, Debug)]
pub struct Claim {
    /// The worker.
    pub owner: String,
    /// From this queue.
    pub queue: String,
    /// At most so many.
    pub limit: u32,
    /// Now: runs with a later `not_before` are not due.
    pub now: Timestamp,
    /// Until when the leases hold; `None` where they do not expire.
    pub lease_until: Option<Timestamp>,
    /// JSON of the one event `Claimed`, appended to each as a row of its own.
    pub body: String,
    /// Runs with so many lost leases or more are claimed only alone: when `alone` is set, one of them.
    pub suspect_from: u32,
    /// Whether this worker holds no run, and may take one suspect.
    pub alone: bool,
}

/// Keep the leases of these runs.
#[derive(Clone, Debug)]
pub struct Heartbeat {
    /// The runs and their epochs.
    pub runs: Vec<(RunId, u64)>,
    /// Until when they hold from here on.
    pub lease_until: Option<Timestamp>,
}

/// Ask for the end of a run.
#[derive(Clone, Debug)]
pub struct Cancel {
    /// The run.
    pub run: RunId,
    /// When.
    pub at: Timestamp,
    /// JSON of the one event `Cancelled`, written at once when nobody holds the run.
    pub body: String,
}

/// Take runs back whose lease ran out, or, in a store of one process, all that are held by an earlier one.
#[derive(Clone, Debug)]
pub struct Reclaim {
    /// Now: leases that ended before are lost. In an exclusive store all leases of owners other than `owner` are.
    pub now: Timestamp,
    /// This worker, whose leases are not touched in an exclusive store.
    pub owner: String,
    /// JSON of the one event `LeaseLost`.
    pub body: String,
    /// A run that was lost for the last time while it was alone ends as poison: from so many lost leases on.
    pub poison_from: u32,
    /// JSON of the events `LeaseLost` and `Failed`, for those.
    pub poison_body: String,
}

/// End queued runs whose `give_up_at` has passed, and queued runs with `cancel_requested_at`.
#[derive(Clone, Debug)]
pub struct Sweep {
    /// Now.
    pub now: Timestamp,
    /// JSON of the one event `Failed`, reason expired.
    pub expired_body: String,
    /// JSON of the one event `Cancelled`.
    pub cancelled_body: String,
}

/// Try a failed run again.
#[derive(Clone, Debug)]
pub struct Reopen {
    /// The run.
    pub run: RunId,
    /// `head_seq` before.
    pub expect: u64,
    /// The event `Reopened`.
    pub row: EventRow,
    /// The head after it.
    pub head: HeadUpdate,
}

/// The answer to an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// The run is durable.
    Accepted {
        /// Whether the worker named in the operation holds it.
        claimed: bool,
    },
    /// The idempotency key is in use.
    Exists {
        /// The run that used it first.
        run: RunId,
        /// Whether the same was asked for.
        same_body: bool,
    },
    /// The events are durable.
    Appended,
    /// The run is cancelled: someone had asked for it.
    Cancelled,
    /// The holder will be told with its next heartbeat.
    CancelRequested,
    /// The guard did not hold.
    Refused(Outcome),
    /// These runs are held by the worker now.
    Claimed(Vec<Claimed>),
    /// For each run in order: whether the lease still holds, and whether its end was asked for.
    Held(Vec<(bool, bool)>),
    /// Runs taken back: queued again, or ended as poison.
    Reclaimed(Vec<RunId>),
    /// Runs that were ended.
    Swept(Vec<RunId>),
}

/// Why an operation was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// There is no such run.
    Unknown,
    /// The lease is not the one given: it was lost.
    Fenced,
    /// `head_seq` is another.
    Conflict,
    /// The state does not allow it, such as a cancel of a complete run.
    State,
}
