//! The operations that the sentences are made of.

use std::time::Duration;

use revrx_engine_core::time::Timestamp;
use revrx_engine_core::view::RunStatus;

use crate::id::RunId;
use crate::store::{Accept, Append, Claim, EventRow, HeadUpdate, NewRun, StoredValue};

pub(crate) const WORKFLOW: [u8; 32] = [9; 32];
pub(crate) const WORKER: &str = "worker-1";

/// The leases of these runs end at 30 s; the present of most sentences is 10 s.
pub(crate) fn at(seconds: u64) -> Timestamp {
    Timestamp::from_micros(0) + Duration::from_secs(seconds)
}

pub(crate) fn accept(queue: &str, owner: Option<&str>) -> Accept {
    let run = NewRun {
        id: RunId::new(),
        workflow: WORKFLOW,
        workflow_name: "letters".to_owned(),
        tenant: "tenant".to_owned(),
        queue: queue.to_owned(),
        priority: 0,
        concurrency_key: None,
        idempotency_key: None,
        body_hash: [7; 32],
        attributes: "{}".to_owned(),
        give_up_at: at(1_000),
        wrapped_key: StoredValue::from(&b"wrapped"[..]),
        input: StoredValue::from(&b"input"[..]),
    };
    let queued = (update(RunStatus::Queued), row(1));
    let (head, row) = if owner.is_some() { (update(RunStatus::Running), row(2)) } else { queued.clone() };
    let owner = owner.map(str::to_owned);
    Accept {
        run,
        at: at(10),
        head,
        row,
        lease_until: owner.as_ref().map(|_| at(30)),
        queued: Some(queued),
        owner,
    }
}

pub(crate) fn append(run: RunId, expect: u64, status: RunStatus) -> Append {
    Append {
        run,
        epoch: 1,
        expect,
        row: row(expect + 1),
        artifacts: Vec::new(),
        head: update(status),
        if_cancelled: None,
    }
}

pub(crate) fn claim(queue: &str, limit: u32) -> Claim {
    Claim {
        owner: WORKER.to_owned(),
        queue: queue.to_owned(),
        limit,
        now: at(10),
        lease_until: Some(at(30)),
        body: "[\"claimed\"]".to_owned(),
        suspect_from: 3,
        alone: false,
    }
}

pub(crate) fn row(seq: u64) -> EventRow {
    EventRow { seq, body: format!("[{seq}]"), payload: None }
}

pub(crate) fn update(status: RunStatus) -> HeadUpdate {
    HeadUpdate {
        status,
        degraded: false,
        percent: 10,
        phase: 1,
        reason: None,
        not_before: None,
        attempts: 0,
        lost_leases: 0,
        give_up_at: at(1_000),
    }
}
