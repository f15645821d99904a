package io.caretaker.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.status.Status;
import io.caretaker.testkit.store.HistorySamples;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DayRowsTest {
    @TempDir Path directory;

    @ParameterizedTest
    @ValueSource(strings = {DayRows.OF_SERVICE, DayRows.OF_PLACEMENT, DayRows.FAILURES})
    void nothing_is_scanned_or_sorted(String query) throws SQLException {
        Path day = day();

        try (SqliteFile file = SqliteFile.forReading(day)) {
            List<String> plan =
                    file.list("EXPLAIN QUERY PLAN " + query, row -> row.getString("detail"));

            assertThat(plan)
                    .isNotEmpty()
                    .noneMatch(step -> step.startsWith("SCAN") || step.contains("TEMP B-TREE"));
        }
    }

    @Test
    void the_failures_are_found_by_their_index() throws SQLException {
        try (SqliteFile file = SqliteFile.forReading(day())) {
            assertThat(
                            file.list(
                                    "EXPLAIN QUERY PLAN " + DayRows.FAILURES,
                                    row -> row.getString("detail")))
                    .anyMatch(step -> step.contains("INDEX failures"));
        }
    }

    private Path day() {
        Instant noon = Instant.parse("2026-11-22T12:00:00Z");
        try (var store = SqliteStore.open(directory)) {
            store.history().append(List.of(HistorySamples.check("s1", noon, Status.ERROR)));
        }
        return directory.resolve("history/2026-11-22.db");
    }
}
