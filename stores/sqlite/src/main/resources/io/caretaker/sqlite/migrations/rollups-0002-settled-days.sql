-- What the files of days that are over say of each service, so that a question about a month need not open them all.
-- By service, because it is added up by service. A day that gets a row after all is settled no more.
CREATE TABLE settled (day INTEGER PRIMARY KEY);
CREATE TABLE settled_days (
    service INTEGER NOT NULL,
    day     INTEGER NOT NULL,
    up      INTEGER NOT NULL,
    down    INTEGER NOT NULL,
    PRIMARY KEY (service, day)
) WITHOUT ROWID;
