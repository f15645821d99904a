-- Names are written once and numbered.
CREATE TABLE services (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE);
CREATE TABLE hosts (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE);
CREATE TABLE shapes (number INTEGER PRIMARY KEY, names TEXT NOT NULL UNIQUE);
CREATE TABLE placements (host INTEGER NOT NULL, service INTEGER NOT NULL, PRIMARY KEY (host, service)) WITHOUT ROWID;

-- `at` counts milliseconds since the day began, `took` microseconds. Status: 0 running, 1 warning, 2 unknown,
-- 3 stopped, 4 error. Type: 0 status check, 1 health check, 2 performance.
CREATE TABLE results (
    service INTEGER NOT NULL,
    at      INTEGER NOT NULL,
    host    INTEGER NOT NULL,
    status  INTEGER NOT NULL,
    type    INTEGER NOT NULL,
    code    INTEGER NOT NULL,
    took    INTEGER NOT NULL,
    shape   INTEGER,
    metrics BLOB,
    PRIMARY KEY (service, at)
) WITHOUT ROWID;
CREATE INDEX failures ON results (at) WHERE status >= 3;
CREATE TABLE notes (
    service INTEGER NOT NULL,
    at      INTEGER NOT NULL,
    error   TEXT,
    details TEXT,
    action  TEXT,
    success INTEGER,
    message TEXT,
    PRIMARY KEY (service, at)
) WITHOUT ROWID;

-- Hours and days are counted since 1970. The hour comes first in the key so that a batch touches few pages.
CREATE TABLE hours (
    hour    INTEGER NOT NULL,
    service INTEGER NOT NULL,
    up      INTEGER NOT NULL,
    down    INTEGER NOT NULL,
    unknown INTEGER NOT NULL,
    took    INTEGER NOT NULL,
    longest INTEGER NOT NULL,
    PRIMARY KEY (hour, service)
) WITHOUT ROWID;
CREATE TABLE days (
    day     INTEGER NOT NULL,
    service INTEGER NOT NULL,
    up      INTEGER NOT NULL,
    down    INTEGER NOT NULL,
    PRIMARY KEY (day, service)
) WITHOUT ROWID;
