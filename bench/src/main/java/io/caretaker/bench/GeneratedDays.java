package io.caretaker.bench;

import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.check.Metrics;
import io.caretaker.core.status.Status;
import io.caretaker.core.store.Store;
import io.caretaker.testkit.store.HistorySamples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;

/// Days of history, written by SQLite itself because that is ten times quicker than row by row. The
/// store makes each file and its names; what follows is what the store would have written.
@SuppressWarnings("InlineFormatString") // statements are easier to read by name
record GeneratedDays(Path directory, int services, int rowsPerDay) {
    private static final String ROWS =
            "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < %d)"
                    + " INSERT OR IGNORE INTO results SELECT s.service,"
                    + " i * %d + (s.service * 37) %% 1000 + 1,"
                    + " s.host,"
                    + " CASE WHEN (i * 1009 + s.service) %% 1000 = 0 THEN 4 ELSE 0 END, 0, 0,"
                    + " 1000 + (i * 7919 + s.service * 31) %% 40000, NULL, NULL"
                    + " FROM (SELECT service, host FROM placements ORDER BY service) s CROSS JOIN n";
    private static final String HOURS =
            "INSERT INTO hours SELECT %d + at / 3600000 AS hour, service, sum(status < 2),"
                    + " sum(status >= 3), sum(status = 2), sum(CASE WHEN status < 2 THEN took END),"
                    + " max(CASE WHEN status < 2 THEN took END) FROM results GROUP BY 1, 2";
    private static final String DAYS =
            "INSERT INTO days SELECT hour / 24, service, sum(up), sum(down) FROM hours"
                    + " GROUP BY 1, 2";

    /// Writes the first day, and copies it to those after it: rows count from the start of their
    /// day, and roll-ups are moved.
    void write(Store store, LocalDate day, int days) throws SQLException, IOException {
        write(store, day);
        try (Connection open = open(day);
                Statement sql = open.createStatement()) {
            sql.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }
        for (int i = 1; i < days; i++) {
            Files.copy(file(day), file(day.plusDays(i)));
            try (Connection open = open(day.plusDays(i));
                    Statement sql = open.createStatement()) {
                sql.executeUpdate("UPDATE hours SET hour = -hour - " + 24 * i);
                sql.executeUpdate("UPDATE hours SET hour = -hour");
                sql.executeUpdate("UPDATE days SET day = day + " + i);
            }
        }
    }

    private Path file(LocalDate day) {
        return directory.resolve("history").resolve(day + ".db");
    }

    private Connection open(LocalDate day) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file(day));
    }

    private void write(Store store, LocalDate day) throws SQLException {
        var first = new ArrayList<HistoryEntry>();
        for (int i = 0; i < services; i++) {
            first.add(
                    HistorySamples.row(
                            StoreBench.service(i),
                            StoreBench.host(i),
                            day.atStartOfDay(ZoneOffset.UTC).toInstant(),
                            Status.RUNNING,
                            Duration.ofMillis(12),
                            Metrics.NONE));
        }
        store.history().append(first);
        try (Connection open = open(day);
                Statement sql = open.createStatement()) {
            sql.execute("PRAGMA synchronous = OFF");
            sql.execute("PRAGMA cache_size = -65536");
            sql.execute("BEGIN IMMEDIATE");
            sql.executeUpdate(ROWS.formatted(rowsPerDay - 1, 86_400_000 / rowsPerDay));
            sql.executeUpdate("DELETE FROM hours");
            sql.executeUpdate("DELETE FROM days");
            sql.executeUpdate(HOURS.formatted(day.toEpochDay() * 24));
            sql.executeUpdate(DAYS);
            sql.execute("COMMIT");
        }
    }
}
