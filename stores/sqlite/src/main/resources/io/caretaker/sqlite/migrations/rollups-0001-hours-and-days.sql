CREATE TABLE services (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE);
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

-- Days whose roll-ups are in here: a file of such a day counts no more and is waiting to be removed.
CREATE TABLE taken_over (day INTEGER PRIMARY KEY);
