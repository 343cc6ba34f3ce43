//! What the committer has done so far.

use std::sync::atomic::{AtomicU64, Ordering};

/// Running counts, added to by the committer's thread.
#[derive(Debug, Default)]
pub struct Counters {
    commits: AtomicU64,
    ops: AtomicU64,
    rows: AtomicU64,
    bytes: AtomicU64,
    largest: AtomicU64,
}

/// The counts of one moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Transactions that were committed.
    pub commits: u64,
    /// Operations in them, before merging.
    pub ops: u64,
    /// Event rows and artifacts in them.
    pub rows: u64,
    /// Bytes of bodies, payloads, inputs and artifacts.
    pub bytes: u64,
    /// Operations of the largest transaction.
    pub largest: u64,
}

impl Counters {
    /// The counts of now.
    pub fn read(&self) -> Figures {
        let of = |count: &AtomicU64| count.load(Ordering::Relaxed);
        Figures {
            commits: of(&self.commits),
            ops: of(&self.ops),
            rows: of(&self.rows),
            bytes: of(&self.bytes),
            largest: of(&self.largest),
        }
    }

    pub(super) fn add(&self, ops: u64, rows: u64, bytes: u64) {
        self.commits.fetch_add(1, Ordering::Relaxed);
        self.ops.fetch_add(ops, Ordering::Relaxed);
        self.rows.fetch_add(rows, Ordering::Relaxed);
        self.bytes.fetch_add(bytes, Ordering::Relaxed);
        self.largest.fetch_max(ops, Ordering::Relaxed);
    }
}
