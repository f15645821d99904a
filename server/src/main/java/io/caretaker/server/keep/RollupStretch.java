package io.caretaker.server.keep;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/// A stretch of time whose roll-ups fit into memory: a day where there usually are some, a year
/// where only a clock that was wrong could have put any.
///
/// @param to exclusive
record RollupStretch(Instant from, Instant to) {
    private static final Duration USUAL = Duration.ofDays(5 * 366);
    private static final Duration YEAR = Duration.ofDays(365);
    private static final Duration DAY = Duration.ofDays(1);

    /// All time since 1970, in order.
    static List<RollupStretch> all(Instant now) {
        Instant today = now.truncatedTo(ChronoUnit.DAYS);
        var all = new ArrayList<RollupStretch>();
        Instant at = Instant.EPOCH;
        Instant usual = today.minus(USUAL);
        while (at.isBefore(usual)) {
            Instant next = earlier(at.plus(YEAR), usual);
            all.add(new RollupStretch(at, next));
            at = next;
        }
        Instant end = today.plus(DAY.multipliedBy(2));
        for (; at.isBefore(end); at = at.plus(DAY)) {
            all.add(new RollupStretch(at, at.plus(DAY)));
        }
        all.add(new RollupStretch(at, HistoryReader.ALWAYS_TO));
        return all;
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
