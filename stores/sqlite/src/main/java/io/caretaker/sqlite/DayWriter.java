package io.caretaker.sqlite;

import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.check.HistoryEntry.RecoveryNote;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Writes the raw rows of one day and their roll-ups, which are in the same file and so in the same
/// transaction. Not thread-safe.
final class DayWriter implements AutoCloseable {
    private static final long DAY_MILLIS = 86_400_000;
    private static final long HOUR_MILLIS = 3_600_000;

    private final SqliteFile file;
    private final Names services;
    private final Names hosts;
    private final Names shapes;
    private final Set<Placement> placements = new HashSet<>();

    private record Placement(long host, long service) {}

    private record HourOfService(long hour, long service) {}

    private DayWriter(SqliteFile file) {
        this.file = file;
        this.services = new Names(file, "services", "id");
        this.hosts = new Names(file, "hosts", "id");
        this.shapes = new Names(file, "shapes", "names");
    }

    static DayWriter open(Path path) {
        StateDirectory.create(path);
        try {
            SqliteFile file = SqliteFile.forWriting(path, Schema.DAY.pageSize());
            boolean sound = false;
            try {
                Schema.DAY.migrate(file);
                sound = true;
                return new DayWriter(file);
            } finally {
                if (!sound) {
                    file.close();
                }
            }
        } catch (SQLException e) {
            throw SqliteProblems.of(path, e);
        }
    }

    void append(List<HistoryEntry> entries) {
        boolean committed = false;
        try {
            file.transaction(open -> insertAll(entries));
            committed = true;
        } catch (SQLException e) {
            throw SqliteProblems.of(file.path(), e);
        } finally {
            if (!committed) {
                forget();
            }
        }
    }

    /// Works on the file in one transaction.
    void change(SqliteFile.Work<Boolean> work) throws SQLException {
        file.transaction(work);
    }

    private boolean insertAll(List<HistoryEntry> entries) throws SQLException {
        var tallies = new HashMap<HourOfService, Tally>();
        for (HistoryEntry each : entries) {
            long service = services.number(each.serviceId().value());
            if (insert(each, service)) {
                long hour = Math.floorDiv(each.timestamp().toEpochMilli(), HOUR_MILLIS);
                tallies.merge(new HourOfService(hour, service), Tally.of(each), Tally::plus);
            }
        }
        for (Map.Entry<HourOfService, Tally> each : tallies.entrySet()) {
            if (!each.getValue().equals(Tally.NONE)) {
                Rollups.add(file, each.getKey().hour(), each.getKey().service(), each.getValue());
            }
        }
        return true;
    }

    /// Inserts the row; false when it is there already.
    private boolean insert(HistoryEntry entry, long service) throws SQLException {
        long at = Math.floorMod(entry.timestamp().toEpochMilli(), DAY_MILLIS);
        long host = hosts.number(entry.hostId().value());
        Map<String, Double> metrics = entry.metrics().values();
        int added =
                file.update(
                        "INSERT OR IGNORE INTO results VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                        service,
                        at,
                        host,
                        Codes.of(entry.status()),
                        Codes.of(entry.type()),
                        entry.statusCode(),
                        Tally.micros(entry),
                        shape(metrics),
                        metrics.isEmpty() ? null : PackedMetrics.pack(metrics.values()));
        if (added > 0) {
            place(new Placement(host, service));
            note(entry, service, at);
        }
        return added > 0;
    }

    private @Nullable Long shape(Map<String, Double> metrics) throws SQLException {
        return metrics.isEmpty()
                ? null
                : shapes.number(Json.write(new ArrayList<>(metrics.keySet())));
    }

    private void place(Placement placement) throws SQLException {
        if (placements.add(placement)) {
            file.update(
                    "INSERT OR IGNORE INTO placements VALUES (?, ?)",
                    placement.host(),
                    placement.service());
        }
    }

    private void note(HistoryEntry entry, long service, long at) throws SQLException {
        RecoveryNote recovery = entry.recovery();
        if (entry.error() == null && entry.errorDetails() == null && recovery == null) {
            return;
        }
        file.update(
                "INSERT INTO notes VALUES (?, ?, ?, ?, ?, ?, ?)",
                service,
                at,
                entry.error(),
                entry.errorDetails(),
                recovery == null ? null : recovery.action(),
                recovery == null ? null : recovery.success(),
                recovery == null ? null : recovery.message());
    }

    private void forget() {
        services.forget();
        hosts.forget();
        shapes.forget();
        placements.clear();
    }

    @Override
    public void close() throws SQLException {
        file.close();
    }
}
