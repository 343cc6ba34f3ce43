-- Encounters of the server, beside the runs of the engine. What is clinical is sealed under a data key of its own
-- encounter; ids, tenants, times and numbers are not.

CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Rows are never deleted: what is left of a deleted encounter is its id, its tenant and when it was deleted.
-- shown is sealed: what a list shows, so that a list opens no note. report is the id of the newest report, a UUID of
-- version 7, so the newer of two is the greater. Times are microseconds since 1970 UTC.
CREATE TABLE encounter (
    number     INTEGER PRIMARY KEY,
    uuid       BLOB NOT NULL UNIQUE,
    tenant     TEXT NOT NULL,
    version    INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    report     BLOB,
    shown      BLOB,
    deleted_at INTEGER
) STRICT;

-- Ordered by number within a tenant, as every index is by its row at the end.
CREATE INDEX encounter_listed ON encounter (tenant) WHERE deleted_at IS NULL;

-- Visit and note, sealed.
CREATE TABLE content (
    encounter INTEGER PRIMARY KEY,
    visit     BLOB NOT NULL,
    note      BLOB NOT NULL
) STRICT;

-- The data key of each encounter, wrapped by the master key. Without its row the content cannot be read.
CREATE TABLE key (
    encounter INTEGER PRIMARY KEY,
    wrapped   BLOB NOT NULL
) STRICT;

-- Idempotency keys of the last 24 hours, by their hash. purpose: 0 makes an encounter, 1 starts a report.
-- body_hash is NULL once the encounter it made was deleted.
CREATE TABLE answered (
    tenant    TEXT NOT NULL,
    purpose   INTEGER NOT NULL,
    key_hash  BLOB NOT NULL,
    body_hash BLOB,
    at        INTEGER NOT NULL,
    encounter BLOB,
    report    BLOB,
    PRIMARY KEY (tenant, purpose, key_hash)
) STRICT, WITHOUT ROWID;

CREATE INDEX answered_at ON answered (at);
CREATE INDEX answered_encounter ON answered (encounter) WHERE encounter IS NOT NULL;
