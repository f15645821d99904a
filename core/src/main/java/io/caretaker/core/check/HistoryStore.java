package io.caretaker.core.check;

import io.caretaker.core.inventory.HostId;
import io.caretaker.core.inventory.ServiceId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Results of checks: raw rows for a while, hourly roll-ups for longer.
///
/// Appending is for batches and is atomic: when the call returns, all rows and their share of the
/// roll-ups are on disk. After a crash before that, part of a batch that spans midnight (UTC) may
/// be there; appending it again completes it. The same (service, timestamp in milliseconds)
/// appended twice counts once, for as long as the row is kept. What a recovery wrote has no share
/// in the roll-ups. Response times are kept to the microsecond. Reading never blocks writing. All
/// methods throw [io.caretaker.core.problem.Problem] when the store cannot answer.
public interface HistoryStore {
    void append(List<HistoryEntry> entries);

    /// The newest rows of a service, newest first.
    List<HistoryEntry> recent(ServiceId service, int limit);

    /// The newest rows of all services of a host, newest first.
    List<HistoryEntry> recent(HostId host, int limit);

    /// The newest rows of a service before the instant, newest first.
    List<HistoryEntry> recent(ServiceId service, Instant before, int limit);

    /// The newest rows of all services of a host before the instant, newest first; of one
    /// millisecond always in the same order.
    List<HistoryEntry> recent(HostId host, Instant before, int limit);

    /// Rows that are neither up nor warning nor unknown, since the instant, newest first.
    List<HistoryEntry> failures(Instant since, int limit);

    /// Roll-ups of a service from (inclusive) to (exclusive), oldest first; at most one for each
    /// hour.
    List<HourlyRollup> rollups(ServiceId service, Instant from, Instant to);

    /// Uptime in percent since the hour of the instant by service, from roll-ups; services without
    /// a known result are absent.
    Map<ServiceId, Double> uptimes(Instant since);

    /// Raw rows from (inclusive) to (exclusive) by timestamp and then service, those after the
    /// given one; for reading a long stretch in pages.
    ///
    /// @param after the last row of the page before, or null for the first page
    List<HistoryEntry> page(Instant from, Instant to, @Nullable HistoryEntry after, int limit);

    /// Roll-ups of all services from (inclusive) to (exclusive), by hour and then service.
    List<HourlyRollup> rollups(Instant from, Instant to);

    /// Puts roll-ups in place of those of the same service and hour, as when moving to another
    /// store: after the raw rows, whose own share they replace. Atomic.
    void replaceRollups(List<HourlyRollup> rollups);

    /// Removes raw rows older than the instant, or keeps some of them up to a day longer; the
    /// number removed. Roll-ups older than `rollupsBefore` go too, but never before their rows.
    long expire(Instant before, Instant rollupsBefore);

    /// One hour of one service.
    ///
    /// @param up results that were up or warning
    /// @param down results that were down
    /// @param unknown results that say nothing about the service
    /// @param meanResponse mean response time of the results that were up; null without any
    record HourlyRollup(
            ServiceId service,
            Instant hour,
            long up,
            long down,
            long unknown,
            @Nullable Duration meanResponse,
            @Nullable Duration maxResponse) {

        /// Share of the known results that were up, in percent with two decimals; empty without
        /// known results.
        public @Nullable Double uptimePercent() {
            return percent(up, down);
        }
    }

    /// Two-decimal percentage as the whole product shows it; null without known results. Never
    /// rounds up to 100.
    static @Nullable Double percent(long up, long down) {
        long known = up + down;
        return known == 0 ? null : Math.floor(up * 10000.0 / known) / 100.0;
    }
}
