//! What a store holds.

use revrx_engine_core::time::Timestamp;
use revrx_engine_core::view::RunStatus;

use crate::id::{RunId, WorkflowHash};

/// A run to be accepted.
#[derive(Clone, Debug)]
pub struct NewRun {
    /// Its id.
    pub id: RunId,
    /// The workflow text it is pinned to, put before.
    pub workflow: WorkflowHash,
    /// Name of the workflow, for lists.
    pub workflow_name: String,
    /// Whose it is.
    pub tenant: String,
    /// Which queue it waits in.
    pub queue: String,
    /// Higher goes first.
    pub priority: i32,
    /// Runs with the same key take turns.
    pub concurrency_key: Option<String>,
    /// The caller's key: a second accept with the same key and tenant is answered with the first run.
    pub idempotency_key: Option<String>,
    /// SHA-256 of what was asked for, compared when the key is used again.
    pub body_hash: [u8; 32],
    /// Attributes as a JSON object, such as a batch; never anything secret.
    pub attributes: String,
    /// When `give-up-after` passes.
    pub give_up_at: Timestamp,
    /// Its data key, wrapped by the master key; empty in a store that does not seal.
    pub wrapped_key: StoredValue,
    /// Its input, sealed.
    pub input: StoredValue,
}

/// Bytes as they are stored: sealed, except in the memory store.
pub type StoredValue = std::sync::Arc<[u8]>;

/// A packed row: all events of one append.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventRow {
    /// The number of its last event, equal to the head's `head_seq` after it.
    pub seq: u64,
    /// The events as a JSON array.
    pub body: String,
    /// Outputs of the stages that finished in it, sealed; `None` when there are none or they were not asked for.
    /// After a merge several sealed values stand one behind the other, each in its frame (see `commit`).
    pub payload: Option<StoredValue>,
}

/// An output too large to stand beside its event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Artifact {
    /// The number of the event that refers to it.
    pub seq: u64,
    /// The output port.
    pub port: String,
    /// The output, sealed.
    pub value: StoredValue,
}

/// The columns of a head that an append sets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeadUpdate {
    /// The new state.
    pub status: RunStatus,
    /// Whether a stage is degraded.
    pub degraded: bool,
    /// Progress.
    pub percent: u8,
    /// Number of the phase it is in.
    pub phase: u8,
    /// Why it waits or failed, a public code.
    pub reason: Option<String>,
    /// Not claimed before.
    pub not_before: Option<Timestamp>,
    /// Critical transient failures so far.
    pub attempts: u32,
    /// Claims in a row that ended in a lost lease.
    pub lost_leases: u32,
    /// When `give-up-after` passes.
    pub give_up_at: Timestamp,
}

/// The head of a run: an index of its events, plus the columns others may set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The run.
    pub id: RunId,
    /// The workflow text it is pinned to.
    pub workflow: WorkflowHash,
    /// Name of the workflow.
    pub workflow_name: String,
    /// Whose it is.
    pub tenant: String,
    /// Which queue it waits in.
    pub queue: String,
    /// Higher goes first.
    pub priority: i32,
    /// Runs with the same key take turns.
    pub concurrency_key: Option<String>,
    /// The caller's key.
    pub idempotency_key: Option<String>,
    /// SHA-256 of what was asked for.
    pub body_hash: [u8; 32],
    /// Attributes as a JSON object.
    pub attributes: String,
    /// When it was accepted.
    pub accepted_at: Timestamp,
    /// What the newest append set.
    pub index: HeadUpdate,
    /// Which worker holds it.
    pub owner: Option<String>,
    /// How often it was claimed.
    pub lease_epoch: u64,
    /// Until when the lease holds; `None` where leases do not expire.
    pub lease_until: Option<Timestamp>,
    /// When someone asked to cancel it.
    pub cancel_requested_at: Option<Timestamp>,
    /// The number of its newest event.
    pub head_seq: u64,
}

/// Everything of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Log {
    /// Its head.
    pub head: Head,
    /// Its data key, wrapped; empty when forgotten or not sealed.
    pub wrapped_key: StoredValue,
    /// Its input, sealed.
    pub input: StoredValue,
    /// All its event rows with payloads, oldest first.
    pub rows: Vec<EventRow>,
}

/// A run that was claimed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claimed {
    /// The run.
    pub run: RunId,
    /// Its lease epoch from here on.
    pub epoch: u64,
}

/// Which heads to list. Empty fields ask for nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// In one of these states; all when empty.
    pub status: Vec<RunStatus>,
    /// Of this tenant.
    pub tenant: Option<String>,
    /// Of this workflow.
    pub workflow_name: Option<String>,
    /// With this attribute of this value.
    pub attribute: Option<(String, String)>,
    /// Accepted before this run (cursor).
    pub before: Option<RunId>,
    /// At most this many; 0 asks for 1,000.
    pub limit: u32,
}
