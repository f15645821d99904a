-- What telling people must not forget: one JSON document a row, and beside it what rows are looked
-- for by. All instants are in milliseconds; without an end an alert fires and a delivery waits.
CREATE TABLE alerts (
    id       TEXT PRIMARY KEY,
    since    INTEGER NOT NULL,
    ended_at INTEGER,
    document TEXT NOT NULL
);
CREATE INDEX alerts_by_end ON alerts (ended_at);
CREATE TABLE alert_deliveries (
    id       TEXT PRIMARY KEY,
    at       INTEGER NOT NULL,
    ended_at INTEGER,
    document TEXT NOT NULL
);
CREATE INDEX alert_deliveries_by_time ON alert_deliveries (at, id);
CREATE INDEX alert_deliveries_by_end ON alert_deliveries (ended_at);
CREATE TABLE alert_delivery_lines (
    alert    TEXT NOT NULL,
    delivery TEXT NOT NULL,
    PRIMARY KEY (alert, delivery)
) WITHOUT ROWID;
CREATE INDEX alert_delivery_lines_by_delivery ON alert_delivery_lines (delivery);
CREATE TABLE alert_words (alert TEXT PRIMARY KEY, at INTEGER NOT NULL, document TEXT NOT NULL);
CREATE TABLE alert_mutes (
    id       TEXT PRIMARY KEY,
    at       INTEGER NOT NULL,
    until    INTEGER,
    document TEXT NOT NULL
);
