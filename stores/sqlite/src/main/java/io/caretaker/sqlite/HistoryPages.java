package io.caretaker.sqlite;

import io.caretaker.core.check.HistoryEntry;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads a long stretch of raw rows in pages, oldest first. Rows lie by service, so that a page is
/// made of short windows of time, each with one search for every service.
final class HistoryPages {
    private static final Duration DAY = Duration.ofDays(1);
    private static final long HOUR_MILLIS = 3_600_000;

    private final StateDirectory directory;
    private final Database rollups;
    private final Readers readers;

    HistoryPages(StateDirectory directory, Database rollups, Readers readers) {
        this.directory = directory;
        this.rollups = rollups;
        this.readers = readers;
    }

    /// What is wanted of a day, in milliseconds since it began.
    private record Stretch(long from, long to, @Nullable HistoryEntry after, int limit) {}

    List<HistoryEntry> page(Instant from, Instant to, @Nullable HistoryEntry after, int limit) {
        Instant first =
                after == null || after.timestamp().isBefore(from) ? from : after.timestamp();
        Set<LocalDate> gone = rollups.readIfThere(Expiry::takenOver).orElse(Set.of());
        var found = new ArrayList<HistoryEntry>();
        for (Path each : directory.days().reversed()) {
            LocalDate day = StateDirectory.dayOf(each);
            Instant start = day.atStartOfDay(ZoneOffset.UTC).toInstant();
            var wanted =
                    new Stretch(
                            millis(start, first), millis(start, to), after, limit - found.size());
            if (wanted.limit > 0 && wanted.from < wanted.to && !gone.contains(day)) {
                readers.read(each, Schema.DAY, file -> rows(file, wanted)).ifPresent(found::addAll);
            }
        }
        return found;
    }

    /// The first whole millisecond of the day that is not before the instant.
    private static long millis(Instant start, Instant at) {
        Duration into = Duration.between(start, at);
        if (into.isNegative()) {
            return 0;
        }
        return into.compareTo(DAY) >= 0 ? DAY.toMillis() : Math.ceilDiv(into.toNanos(), 1_000_000);
    }

    private static List<HistoryEntry> rows(SqliteFile file, Stretch wanted) throws SQLException {
        var found = new ArrayList<HistoryEntry>();
        var rows = new DayRows(file);
        long from = wanted.from;
        while (from < wanted.to && found.size() < wanted.limit) {
            int rest = wanted.limit - found.size();
            long to = Math.min(wanted.to, from + window(file, from, rest));
            List<HistoryEntry> some = rows.between(from, to, wanted.after, rest);
            found.addAll(some);
            from = to;
        }
        return found;
    }

    /// About as long as it takes for so many rows to come in, going by the hour's roll-ups.
    private static long window(SqliteFile file, long from, int rows) throws SQLException {
        long day = StateDirectory.dayOf(file.path()).toEpochDay();
        long hour = day * Rollups.HOURS_A_DAY + from / HOUR_MILLIS;
        long known = file.number("SELECT sum(up + down + unknown) FROM hours WHERE hour = ?", hour);
        long rest = HOUR_MILLIS - from % HOUR_MILLIS;
        return known <= rows ? rest : Math.clamp(HOUR_MILLIS * rows / known, 1, rest);
    }
}
