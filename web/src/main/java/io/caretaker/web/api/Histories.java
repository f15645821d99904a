package io.caretaker.web.api;

import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.check.HistoryStore;
import io.caretaker.core.check.HistoryStore.HourlyRollup;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.status.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Reads numbers over time out of the history.
public final class Histories {
    /// The response time of checks that found the service up, in milliseconds.
    public static final String RESPONSE_TIME = "response_time_ms";

    /// Beyond this, response times are read from the hourly roll-ups.
    private static final Duration RAW_AT_MOST = Duration.ofHours(36);

    private static final Duration ROLLUP = Duration.ofHours(1);
    private static final int FIRST_ROWS = 500;

    /// So many rows are read at most: a week of a service that is looked at once a minute.
    private static final int MOST_ROWS = 12_000;

    private final HistoryStore history;

    public Histories(HistoryStore history) {
        this.history = history;
    }

    /// A metric of a service.
    ///
    /// @param metric [#RESPONSE_TIME], or the name of a metric that came with its checks
    /// @param points at most so many
    public Series series(ServiceId id, String metric, Instant from, Instant to, int points) {
        boolean responses = metric.equals(RESPONSE_TIME);
        if (responses && Duration.between(from, to).compareTo(RAW_AT_MOST) > 0) {
            return Series.of(rolledUp(id, from, to), from, to, points, ROLLUP);
        }
        var samples = new ArrayList<Series.Sample>();
        for (HistoryEntry row : rows(id, from)) {
            Double value = responses ? response(row) : row.metrics().get(metric);
            if (value != null) {
                samples.add(Series.Sample.of(row.timestamp(), value));
            }
        }
        return Series.of(samples, from, to, points, Duration.ofSeconds(1));
    }

    private static @org.jspecify.annotations.Nullable Double response(HistoryEntry row) {
        boolean up = row.status() == Status.RUNNING || row.status() == Status.WARNING;
        return up && row.recovery() == null ? row.responseTime().toNanos() / 1e6 : null;
    }

    private List<Series.Sample> rolledUp(ServiceId id, Instant from, Instant to) {
        var samples = new ArrayList<Series.Sample>();
        for (HourlyRollup hour : history.rollups(id, from, to)) {
            Duration mean = hour.meanResponse();
            Duration most = hour.maxResponse();
            if (mean != null && most != null && hour.up() > 0) {
                double millis = mean.toNanos() / 1e6;
                samples.add(
                        new Series.Sample(
                                hour.hour(), millis, millis, most.toNanos() / 1e6, hour.up()));
            }
        }
        return samples;
    }

    /// The newest rows, as far back as wanted or as is bearable.
    private List<HistoryEntry> rows(ServiceId id, Instant from) {
        int limit = FIRST_ROWS;
        List<HistoryEntry> rows = history.recent(id, limit);
        while (rows.size() == limit
                && limit < MOST_ROWS
                && !rows.getLast().timestamp().isBefore(from)) {
            limit = Math.min(MOST_ROWS, limit * 5);
            rows = history.recent(id, limit);
        }
        return rows;
    }
}
