package io.caretaker.sqlite;

import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.check.HistoryEntry.RecoveryNote;
import io.caretaker.core.check.Metrics;
import io.caretaker.core.inventory.HostId;
import io.caretaker.core.inventory.ServiceId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the raw rows of one day, newest first. Nothing here scans: each query walks the key of
/// `results`, or its index of failures, from the end.
final class DayRows {
    private static final String COLUMNS =
            "SELECT s.id AS service_id, h.id AS host_id, r.*, names, error, details, action,"
                    + " success, message FROM results r"
                    + " JOIN services s ON s.number = r.service"
                    + " JOIN hosts h ON h.number = r.host"
                    + " LEFT JOIN shapes ON shapes.number = r.shape"
                    + " LEFT JOIN notes n ON n.service = r.service AND n.at = r.at";
    static final String OF_SERVICE =
            COLUMNS
                    + " WHERE r.service = (SELECT number FROM services WHERE id = ?)"
                    + " AND r.at < ? ORDER BY r.at DESC LIMIT ?";
    static final String OF_PLACEMENT =
            COLUMNS
                    + " WHERE r.service = ? AND r.host = ? AND r.at < ?"
                    + " ORDER BY r.at DESC LIMIT ?";
    static final String FAILURES =
            COLUMNS + " WHERE r.status >= 3 AND r.at >= ? ORDER BY r.at DESC LIMIT ?";
    static final String BETWEEN =
            "SELECT wanted.id AS service_id, h.id AS host_id, r.*, names, error, details, action,"
                    + " success, message FROM services wanted"
                    + " CROSS JOIN results r ON r.service = wanted.number"
                    + " AND r.at >= ?1 AND r.at < ?2"
                    + " JOIN hosts h ON h.number = r.host"
                    + " LEFT JOIN shapes ON shapes.number = r.shape"
                    + " LEFT JOIN notes n ON n.service = r.service AND n.at = r.at"
                    + " WHERE r.at > ?3 OR (r.at = ?3 AND wanted.id > ?4)"
                    + " ORDER BY r.at, wanted.id LIMIT ?5";
    private static final String PLACEMENTS =
            "SELECT service, host FROM placements"
                    + " WHERE host = (SELECT number FROM hosts WHERE id = ?)";

    private static final Duration LONGER_THAN_A_DAY = Duration.ofDays(2);

    private final SqliteFile file;
    private final Instant start;

    private record Placement(long service, long host) {}

    DayRows(SqliteFile file) {
        this.file = file;
        LocalDate day = StateDirectory.dayOf(file.path());
        this.start = day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    List<HistoryEntry> recent(ServiceId service, Instant before, int limit) throws SQLException {
        return file.list(OF_SERVICE, this::entry, service.value(), millis(before), limit);
    }

    List<HistoryEntry> recent(HostId host, Instant before, int limit) throws SQLException {
        long end = millis(before);
        var all = new ArrayList<HistoryEntry>();
        List<Placement> placements =
                file.list(
                        PLACEMENTS,
                        row -> new Placement(row.getLong("service"), row.getLong("host")),
                        host.value());
        for (Placement each : placements) {
            all.addAll(file.list(OF_PLACEMENT, this::entry, each.service, each.host, end, limit));
        }
        all.sort(
                Comparator.comparing(HistoryEntry::timestamp)
                        .reversed()
                        .thenComparing(HistoryEntry::serviceId));
        return all.subList(0, Math.min(limit, all.size()));
    }

    List<HistoryEntry> failures(Instant since, int limit) throws SQLException {
        return file.list(FAILURES, this::entry, millis(since), limit);
    }

    /// The first millisecond of the day that is not before the instant; rows are kept in whole
    /// ones.
    private long millis(Instant instant) {
        if (!instant.isAfter(start)) {
            return 0;
        }
        Duration after =
                instant.isBefore(start.plus(LONGER_THAN_A_DAY))
                        ? Duration.between(start, instant)
                        : LONGER_THAN_A_DAY;
        return Math.ceilDiv(after.toNanos(), 1_000_000);
    }

    /// Rows from (inclusive) to (exclusive), in milliseconds of the day, by time and then service.
    ///
    /// @param after only rows after this one
    List<HistoryEntry> between(long from, long to, @Nullable HistoryEntry after, int limit)
            throws SQLException {
        long last = after == null ? -1 : after.timestamp().toEpochMilli() - start.toEpochMilli();
        String service = after == null ? "" : after.serviceId().value();
        return file.list(BETWEEN, this::entry, from, to, last, service, limit);
    }

    private HistoryEntry entry(ResultSet row) throws SQLException {
        return new HistoryEntry(
                new ServiceId(row.getString("service_id")),
                new HostId(row.getString("host_id")),
                start.plusMillis(row.getLong("at")),
                Codes.type(row.getInt("type")),
                Codes.status(row.getInt("status")),
                row.getInt("code"),
                Duration.ofNanos(row.getLong("took") * 1000),
                metrics(row.getString("names"), row.getBytes("metrics")),
                row.getString("error"),
                row.getString("details"),
                note(row));
    }

    private static Metrics metrics(@Nullable String names, byte @Nullable [] packed) {
        if (names == null || packed == null) {
            return Metrics.NONE;
        }
        List<@Nullable Object> known = Json.readList(names);
        List<Double> values = PackedMetrics.unpack(packed);
        if (known.size() != values.size()) {
            throw new IllegalArgumentException("names and values of metrics differ in number");
        }
        var metrics = new LinkedHashMap<String, Double>();
        for (int i = 0; i < values.size(); i++) {
            metrics.put(String.valueOf(known.get(i)), values.get(i));
        }
        return new Metrics(metrics);
    }

    private static @Nullable RecoveryNote note(ResultSet row) throws SQLException {
        String action = row.getString("action");
        return action == null
                ? null
                : new RecoveryNote(action, row.getBoolean("success"), row.getString("message"));
    }
}
