package io.caretaker.sqlite;

import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.check.HistoryStore.HourlyRollup;
import io.caretaker.core.status.Status;
import java.time.Duration;

/// Counted results.
///
/// @param took sum of the response times of the results that were up, in microseconds
/// @param longest the longest of them
record Tally(long up, long down, long unknown, long took, long longest) {
    static final Tally NONE = new Tally(0, 0, 0, 0, 0);

    /// The share of one row. What a recovery wrote is no result of a check and counts nowhere.
    static Tally of(HistoryEntry entry) {
        if (entry.recovery() != null) {
            return NONE;
        }
        Status status = entry.status();
        long micros = micros(entry);
        return status.up()
                ? new Tally(1, 0, 0, micros, micros)
                : status.down() ? new Tally(0, 1, 0, 0, 0) : new Tally(0, 0, 1, 0, 0);
    }

    static long micros(HistoryEntry entry) {
        return entry.responseTime().toNanos() / 1000;
    }

    /// What has to be added to `known` to give this; the longest is kept as it is.
    Tally minus(Tally known) {
        return new Tally(
                up - known.up,
                down - known.down,
                unknown - known.unknown,
                took - known.took,
                longest);
    }

    /// The roll-up's counts; its sum of response times is known to the microsecond of the mean.
    static Tally of(HourlyRollup rollup) {
        Duration mean = rollup.meanResponse();
        Duration max = rollup.maxResponse();
        return new Tally(
                rollup.up(),
                rollup.down(),
                rollup.unknown(),
                mean == null ? 0 : mean.toNanos() / 1000 * rollup.up(),
                max == null ? 0 : max.toNanos() / 1000);
    }

    Tally plus(Tally more) {
        return new Tally(
                up + more.up,
                down + more.down,
                unknown + more.unknown,
                took + more.took,
                Math.max(longest, more.longest));
    }
}
