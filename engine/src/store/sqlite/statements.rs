//! Statements of many rows: their texts, made once for each size.

use std::sync::LazyLock;

/// The columns of a run that change, and those by which the writer knows it. See `rows::live`.
macro_rules! live {
    () => {
        "run.id, run.uuid, run.queue, run.priority, run.concurrency_key, run.head_seq, run.lease_epoch, run.state, \
         run.owner, run.lease_until, run.cancel_requested_at, run.degraded, run.percent, run.phase, run.reason, \
         run.not_before, run.attempts, run.lost_leases, run.give_up_at"
    };
}

/// The columns of a run that stay as they were accepted, with its workflow. See `rows::head`.
macro_rules! fixed {
    () => {
        "run.tenant, run.idempotency_key, run.body_hash, workflow.hash, run.workflow_name, run.attributes, \
         run.accepted_at"
    };
}

/// Rows a statement, largest first. Nearly all of the gain is there at 32 (measured).
pub(super) const SIZES: [usize; 5] = [128, 32, 8, 2, 1];

/// The texts of one statement, one for each of [`SIZES`].
pub(super) struct Statement(LazyLock<[String; SIZES.len()]>);

impl Statement {
    const fn new(make: fn() -> [String; SIZES.len()]) -> Self {
        Self(LazyLock::new(make))
    }

    /// Cuts `rows` into chunks, each with its text.
    pub(super) fn chunks<'a, T>(
        &'static self,
        rows: &'a [T],
    ) -> impl Iterator<Item = (&'static str, &'a [T])> {
        let mut rest = rows;
        std::iter::from_fn(move || {
            let size = SIZES.iter().position(|size| *size <= rest.len())?;
            let (chunk, after) = rest.split_at(SIZES[size]);
            rest = after;
            Some((self.0[size].as_str(), chunk))
        })
    }
}

/// Sets every changing column of heads, where number, epoch and state are those expected.
pub(super) static UPDATE_HEADS: Statement = Statement::new(|| {
    sized(
        18,
        "UPDATE run SET head_seq=v.column5, lease_epoch=v.column6, state=v.column7, owner=v.column8, \
         lease_until=v.column9, cancel_requested_at=v.column10, degraded=v.column11, percent=v.column12, \
         phase=v.column13, reason=v.column14, not_before=v.column15, attempts=v.column16, lost_leases=v.column17, \
         give_up_at=v.column18 FROM (VALUES ",
        ") AS v WHERE run.id=v.column1 AND run.head_seq=v.column2 AND run.lease_epoch=v.column3 \
         AND run.state=v.column4",
    )
});

/// Inserts runs.
pub(super) static INSERT_RUNS: Statement = Statement::new(|| {
    sized(
        26,
        "INSERT INTO run (id, head_seq, lease_epoch, state, owner, lease_until, cancel_requested_at, degraded, \
         percent, phase, reason, not_before, attempts, lost_leases, give_up_at, uuid, queue, priority, \
         concurrency_key, tenant, idempotency_key, body_hash, workflow, workflow_name, attributes, accepted_at) \
         VALUES ",
        "",
    )
});

/// Inserts sealed inputs.
pub(super) static INSERT_INPUTS: Statement =
    Statement::new(|| sized(2, "INSERT INTO input (run, payload) VALUES ", ""));

/// Inserts wrapped data keys.
pub(super) static INSERT_KEYS: Statement =
    Statement::new(|| sized(2, "INSERT INTO key (run, wrapped) VALUES ", ""));

/// Inserts event rows.
pub(super) static INSERT_EVENTS: Statement =
    Statement::new(|| sized(4, "INSERT INTO event (run, seq, body, payload) VALUES ", ""));

/// Inserts large outputs.
pub(super) static INSERT_ARTIFACTS: Statement =
    Statement::new(|| sized(4, "INSERT INTO artifact (run, seq, port, value) VALUES ", ""));

/// Finds runs by their outside ids.
pub(super) static SELECT_LIVE: Statement = Statement::new(|| {
    let before = format!("SELECT {LIVE} FROM (VALUES ");
    sized(1, &before, ") AS v CROSS JOIN run ON run.uuid = v.column1")
});

/// Finds who used idempotency keys.
pub(super) static SELECT_KEYS: Statement = Statement::new(|| {
    sized(
        2,
        "SELECT run.tenant, run.idempotency_key, run.uuid, run.body_hash FROM (VALUES ",
        ") AS v CROSS JOIN run ON run.tenant = v.column1 AND run.idempotency_key = v.column2",
    )
});

/// These columns.
const LIVE: &str = live!();

/// Queued runs that may be claimed, in the order of claims. Parameters: queue, now, suspect from, how many.
/// Only what decides between them: far more are looked at than chosen.
pub(super) const SELECT_DUE: &str = "SELECT uuid, priority, concurrency_key FROM run WHERE state = 0 \
     AND queue = ?1 AND (not_before IS NULL OR not_before <= ?2) AND cancel_requested_at IS NULL \
     AND lost_leases < ?3 ORDER BY priority DESC, id LIMIT ?4";

/// The first suspect that may be claimed. Parameters: queue, now, suspect from.
pub(super) const SELECT_SUSPECT: &str = concat!(
    "SELECT ",
    live!(),
    " FROM run WHERE state = 0 AND queue = ?1 AND (not_before IS NULL OR not_before <= ?2) \
     AND cancel_requested_at IS NULL AND lost_leases >= ?3 ORDER BY priority DESC, id LIMIT 1"
);

/// Runs that are held.
pub(super) const SELECT_RUNNING: &str = concat!("SELECT ", live!(), " FROM run WHERE state = 1 ORDER BY id");

/// Queued runs that are over. Parameter: now.
pub(super) const SELECT_OVER: &str = concat!(
    "SELECT ",
    live!(),
    " FROM run WHERE state = 0 AND (cancel_requested_at IS NOT NULL OR give_up_at <= ?1) ORDER BY id"
);

/// When the earliest run of a queue is due: NULL when none waits, the least number when one waits for nothing.
pub(super) const EARLIEST_DUE: &str =
    "SELECT MIN(IFNULL(not_before, -9223372036854775808)) FROM run WHERE state = 0 AND queue = ?1";

/// When one run of a queue that is due was due. Parameters: queue, now.
pub(super) const ONE_DUE: &str = "SELECT IFNULL(not_before, -9223372036854775808) FROM run WHERE state = 0 \
                                  AND queue = ?1 AND (not_before IS NULL OR not_before <= ?2) LIMIT 1";

/// A head, as `rows::head` reads it.
pub(super) const SELECT_HEAD: &str =
    concat!("SELECT ", live!(), ", ", fixed!(), " FROM run JOIN workflow ON workflow.id = run.workflow ");

/// The whole of a run: a row with its head, wrapped key and input, and one for each event row, with the number in
/// column 0, body and payload in the last two, and nothing in between. Parameter: the outside id.
pub(super) const SELECT_LOG: &str = concat!(
    "SELECT ",
    live!(),
    ", ",
    fixed!(),
    ", key.wrapped, input.payload FROM run JOIN workflow ON workflow.id = run.workflow \
     LEFT JOIN key ON key.run = run.id LEFT JOIN input ON input.run = run.id WHERE run.uuid = ?1 \
     UNION ALL SELECT event.seq, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, \
     NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, event.body, event.payload \
     FROM run JOIN event ON event.run = run.id WHERE run.uuid = ?1"
);

fn sized(columns: usize, before: &str, after: &str) -> [String; SIZES.len()] {
    let row = format!("({})", vec!["?"; columns].join(","));
    SIZES.map(|rows| format!("{before}{}{after}", vec![row.as_str(); rows].join(",")))
}
