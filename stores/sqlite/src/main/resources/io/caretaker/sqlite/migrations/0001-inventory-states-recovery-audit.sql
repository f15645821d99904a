CREATE TABLE schema_migrations (
    number     INTEGER PRIMARY KEY,
    name       TEXT NOT NULL,
    applied_at TEXT NOT NULL
);

-- The inventory: one JSON document a row.
CREATE TABLE hosts (id TEXT PRIMARY KEY, document TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE services (id TEXT PRIMARY KEY, document TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE environments (id TEXT PRIMARY KEY, document TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE inventory_revision (only_row INTEGER PRIMARY KEY CHECK (only_row = 1), revision INTEGER NOT NULL);
INSERT INTO inventory_revision VALUES (1, 0);

-- All instants and durations are in milliseconds.
CREATE TABLE states (
    service              TEXT PRIMARY KEY,
    status               TEXT NOT NULL,
    last_result          TEXT NOT NULL,
    attempt              INTEGER NOT NULL,
    consecutive_failures INTEGER NOT NULL,
    last_check           INTEGER,
    status_since         INTEGER,
    up_since             INTEGER,
    flaps                INTEGER NOT NULL,
    flapping             INTEGER NOT NULL,
    unreachable          INTEGER NOT NULL,
    message              TEXT NOT NULL,
    fault                INTEGER,
    uptime_percent       REAL
) WITHOUT ROWID;

CREATE TABLE recovery_states (
    service         TEXT PRIMARY KEY,
    attempts        INTEGER NOT NULL,
    last_attempt    INTEGER,
    not_before      INTEGER,
    last_succeeded  INTEGER NOT NULL,
    gave_up         INTEGER NOT NULL,
    step            TEXT,
    step_started_at INTEGER
) WITHOUT ROWID;
CREATE TABLE pauses (
    only_row     INTEGER PRIMARY KEY CHECK (only_row = 1),
    paused_by    TEXT NOT NULL,
    reason       TEXT NOT NULL,
    paused_since INTEGER NOT NULL,
    paused_until INTEGER
);
CREATE TABLE approvals (
    id           TEXT PRIMARY KEY,
    service      TEXT NOT NULL,
    reason       TEXT NOT NULL,
    requested_at INTEGER NOT NULL,
    expires_at   INTEGER NOT NULL,
    verdict      TEXT NOT NULL,
    decided_by   TEXT,
    decided_at   INTEGER
) WITHOUT ROWID;
CREATE INDEX approvals_by_time ON approvals (requested_at);
CREATE TABLE requests (
    number       INTEGER PRIMARY KEY,
    id           TEXT NOT NULL UNIQUE,
    service      TEXT NOT NULL,
    requested_by TEXT NOT NULL,
    requested_at INTEGER NOT NULL,
    forced       INTEGER NOT NULL,
    finished_at  INTEGER,
    success      INTEGER,
    message      TEXT NOT NULL
);
CREATE INDEX open_requests ON requests (requested_at, number) WHERE finished_at IS NULL;

CREATE TABLE audit (
    number        INTEGER PRIMARY KEY,
    at            INTEGER NOT NULL,
    actor         TEXT NOT NULL,
    action        TEXT NOT NULL,
    target        TEXT NOT NULL,
    success       INTEGER NOT NULL,
    message       TEXT NOT NULL,
    took          INTEGER,
    details       TEXT,
    previous_hash TEXT NOT NULL,
    hash          TEXT NOT NULL
);
CREATE INDEX audit_by_target ON audit (target, number);
