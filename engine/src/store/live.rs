//! The part of a head that changes, and the guards: one set of rules that every store follows.
//!
//! A store finds the [`Live`] part of a run, lets one of these functions change it, and writes what came out.
//! Nothing here waits or fails: a guard that does not hold leaves the value as it was.

use revrx_engine_core::time::Timestamp;
use revrx_engine_core::view::RunStatus;

use super::{
    Accept, Append, Cancel, Claim, EventRow, HeadUpdate, Outcome, Reclaim, Reopen, Reply, StoredValue, Sweep,
};

/// The part of a head that changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Live {
    pub(super) index: HeadUpdate,
    pub(super) owner: Option<String>,
    pub(super) epoch: u64,
    pub(super) lease_until: Option<Timestamp>,
    pub(super) cancel_requested_at: Option<Timestamp>,
    pub(super) head_seq: u64,
}

/// An event row to be written, borrowed from its operation.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row<'a> {
    pub(super) seq: u64,
    pub(super) body: &'a str,
    pub(super) payload: Option<&'a StoredValue>,
}

impl Row<'_> {
    /// An owned copy.
    pub(super) fn to_event_row(self) -> EventRow {
        EventRow { seq: self.seq, body: self.body.to_owned(), payload: self.payload.cloned() }
    }
}

impl<'a> From<&'a EventRow> for Row<'a> {
    fn from(row: &'a EventRow) -> Self {
        Self { seq: row.seq, body: &row.body, payload: row.payload.as_ref() }
    }
}

impl Live {
    /// A run as it is accepted, and whether the worker holds it. `due`: another run of the queue is due.
    pub(super) fn accept(accept: &Accept, due: bool) -> (Self, Row<'_>, bool) {
        let claimed = accept.owner.is_some() && (!due || accept.queued.is_none());
        let (head, row) = match &accept.queued {
            Some((head, row)) if accept.owner.is_some() && !claimed => (head, row),
            _ => (&accept.head, &accept.row),
        };
        let mut live = Self {
            index: head.clone(),
            owner: if claimed { accept.owner.clone() } else { None },
            epoch: u64::from(claimed),
            lease_until: if claimed { accept.lease_until } else { None },
            cancel_requested_at: None,
            head_seq: row.seq,
        };
        live.end_lease_unless_running();
        (live, row.into(), claimed)
    }

    /// An append of the lease holder.
    pub(super) fn append<'a>(&mut self, append: &'a Append) -> Result<(Row<'a>, Reply), Outcome> {
        if self.epoch != append.epoch {
            return Err(Outcome::Fenced);
        }
        if self.index.status != RunStatus::Running {
            return Err(Outcome::State);
        }
        if self.head_seq != append.expect {
            return Err(Outcome::Conflict);
        }
        let (head, row, reply) = match (&append.if_cancelled, self.cancel_requested_at) {
            (Some((head, row)), Some(_)) => (head, row, Reply::Cancelled),
            _ => (&append.head, &append.row, Reply::Appended),
        };
        self.index = head.clone();
        self.head_seq = row.seq;
        self.end_lease_unless_running();
        Ok((row.into(), reply))
    }

    /// Whether it may be claimed at all: queued, due, and nobody asked for its end (the sweep ends those).
    pub(super) fn is_claimable(&self, now: Timestamp) -> bool {
        self.is_due(now) && self.cancel_requested_at.is_none()
    }

    /// Whether it waits and its time has come.
    pub(super) fn is_due(&self, now: Timestamp) -> bool {
        self.index.status == RunStatus::Queued && self.index.not_before.is_none_or(|at| at <= now)
    }

    /// A worker takes it.
    pub(super) fn claim<'a>(&mut self, claim: &'a Claim) -> Row<'a> {
        self.index.status = RunStatus::Running;
        self.index.not_before = None;
        self.index.reason = None;
        self.owner = Some(claim.owner.clone());
        self.epoch += 1;
        self.lease_until = claim.lease_until;
        self.next_row(&claim.body, 1)
    }

    /// Whether the lease of that epoch holds, and whether the end was asked for. A lease that holds is prolonged.
    pub(super) fn heartbeat(&mut self, epoch: u64, lease_until: Option<Timestamp>) -> (bool, bool) {
        let holds = self.index.status == RunStatus::Running && self.epoch == epoch;
        if holds {
            self.lease_until = lease_until;
        }
        (holds, self.cancel_requested_at.is_some())
    }

    /// Someone asks for the end.
    pub(super) fn cancel<'a>(&mut self, cancel: &'a Cancel) -> (Reply, Option<Row<'a>>) {
        match self.index.status {
            RunStatus::Cancelled => (Reply::Cancelled, None),
            RunStatus::Complete | RunStatus::Failed => (Reply::Refused(Outcome::State), None),
            RunStatus::Running => {
                self.cancel_requested_at.get_or_insert(cancel.at);
                (Reply::CancelRequested, None)
            }
            RunStatus::Queued => {
                self.cancel_requested_at.get_or_insert(cancel.at);
                (Reply::Cancelled, Some(self.end(RunStatus::Cancelled, None, &cancel.body, 1)))
            }
        }
    }

    /// Whether its worker is lost.
    pub(super) fn is_lost(&self, reclaim: &Reclaim, exclusive: bool) -> bool {
        if self.index.status != RunStatus::Running {
            return false;
        }
        match exclusive {
            true => self.owner.as_deref() != Some(&reclaim.owner),
            false => self.lease_until.is_none_or(|until| until <= reclaim.now),
        }
    }

    /// It is taken back from a lost worker. With `poison_from` losses, this one included, it ends.
    pub(super) fn reclaim<'a>(&mut self, reclaim: &'a Reclaim) -> Row<'a> {
        self.index.lost_leases += 1;
        if self.index.lost_leases >= reclaim.poison_from {
            return self.end(RunStatus::Failed, Some("poison"), &reclaim.poison_body, 2);
        }
        self.index.status = RunStatus::Queued;
        self.index.not_before = None;
        self.index.reason = None;
        self.end_lease_unless_running();
        self.next_row(&reclaim.body, 1)
    }

    /// Whether the sweep would end it.
    pub(super) fn is_over(&self, now: Timestamp) -> bool {
        let over = self.cancel_requested_at.is_some() || self.index.give_up_at <= now;
        self.index.status == RunStatus::Queued && over
    }

    /// It is ended while it waits: cancelled where that was asked for, else expired.
    pub(super) fn sweep<'a>(&mut self, sweep: &'a Sweep) -> Row<'a> {
        match self.cancel_requested_at {
            Some(_) => self.end(RunStatus::Cancelled, None, &sweep.cancelled_body, 1),
            None => self.end(RunStatus::Failed, Some("expired"), &sweep.expired_body, 1),
        }
    }

    /// A failed run is tried again.
    pub(super) fn reopen<'a>(&mut self, reopen: &'a Reopen) -> Result<Row<'a>, Outcome> {
        if self.index.status != RunStatus::Failed {
            return Err(Outcome::State);
        }
        if self.head_seq != reopen.expect {
            return Err(Outcome::Conflict);
        }
        self.index = reopen.head.clone();
        self.cancel_requested_at = None;
        self.head_seq = reopen.row.seq;
        Ok((&reopen.row).into())
    }

    fn end<'a>(&mut self, status: RunStatus, reason: Option<&str>, body: &'a str, events: u64) -> Row<'a> {
        self.index.status = status;
        self.index.reason = reason.map(str::to_owned);
        self.index.not_before = None;
        self.end_lease_unless_running();
        self.next_row(body, events)
    }

    fn next_row<'a>(&mut self, body: &'a str, events: u64) -> Row<'a> {
        self.head_seq += events;
        Row { seq: self.head_seq, body, payload: None }
    }

    fn end_lease_unless_running(&mut self) {
        if self.index.status != RunStatus::Running {
            self.owner = None;
            self.lease_until = None;
        }
    }
}
