-- What an engine keeps, in tables with an append-only integer key (measured: 1.25 to 1.8 times the throughput of
-- WITHOUT ROWID in the whole loop). Inputs and keys stand apart, so that the head row stays narrow.

CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE workflow (
    id   INTEGER PRIMARY KEY,
    hash BLOB NOT NULL UNIQUE,
    text TEXT NOT NULL
) STRICT;

-- state: 0 queued, 1 running, 2 complete, 3 failed, 4 cancelled. Times are microseconds since 1970 UTC.
CREATE TABLE run (
    id                  INTEGER PRIMARY KEY,
    uuid                BLOB NOT NULL UNIQUE,
    state               INTEGER NOT NULL,
    head_seq            INTEGER NOT NULL,
    lease_epoch         INTEGER NOT NULL,
    owner               TEXT,
    lease_until         INTEGER,
    cancel_requested_at INTEGER,
    degraded            INTEGER NOT NULL,
    percent             INTEGER NOT NULL,
    phase               INTEGER NOT NULL,
    reason              TEXT,
    not_before          INTEGER,
    attempts            INTEGER NOT NULL,
    lost_leases         INTEGER NOT NULL,
    give_up_at          INTEGER NOT NULL,
    queue               TEXT NOT NULL,
    priority            INTEGER NOT NULL,
    concurrency_key     TEXT,
    tenant              TEXT NOT NULL,
    idempotency_key     TEXT,
    body_hash           BLOB NOT NULL,
    workflow            INTEGER NOT NULL,
    workflow_name       TEXT NOT NULL,
    attributes          TEXT NOT NULL,
    accepted_at         INTEGER NOT NULL
) STRICT;

-- Only what waits is in it, in the order in which it is claimed. No index holds a lease: appends stay cheap.
CREATE INDEX run_due ON run (queue, priority DESC, id, not_before) WHERE state = 0;
CREATE UNIQUE INDEX run_key ON run (tenant, idempotency_key) WHERE idempotency_key IS NOT NULL;

CREATE TABLE input (
    run     INTEGER PRIMARY KEY,
    payload BLOB NOT NULL
) STRICT;

-- The data key of each run, wrapped by the master key. Deleting a row makes the content of its run unreadable.
CREATE TABLE key (
    run     INTEGER PRIMARY KEY,
    wrapped BLOB NOT NULL
) STRICT;

-- One row holds all events of one append; its seq is that of the last.
CREATE TABLE event (
    id      INTEGER PRIMARY KEY,
    run     INTEGER NOT NULL,
    seq     INTEGER NOT NULL,
    body    TEXT NOT NULL,
    payload BLOB,
    UNIQUE (run, seq)
) STRICT;

CREATE TABLE artifact (
    id    INTEGER PRIMARY KEY,
    run   INTEGER NOT NULL,
    seq   INTEGER NOT NULL,
    port  TEXT NOT NULL,
    value BLOB NOT NULL,
    UNIQUE (run, seq, port)
) STRICT;
