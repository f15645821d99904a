package io.caretaker.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.status.Status;
import io.caretaker.testkit.store.HistorySamples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExpiryTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Instant NEXT_DAY = NOON.plus(Duration.ofDays(1));
    private static final ServiceId S1 = new ServiceId("s1");

    @TempDir Path directory;

    private Path day() {
        return directory.resolve("history/2026-11-22.db");
    }

    private static HistoryEntry check(Instant at, Status status) {
        return HistorySamples.check("s1", at, status);
    }

    @Test
    void an_expired_day_leaves_no_file_behind() throws IOException {
        try (var store = SqliteStore.open(directory)) {
            store.history().append(List.of(check(NOON, Status.RUNNING)));
            assertThat(store.history().recent(S1, 1)).hasSize(1);

            assertThat(store.history().expire(NEXT_DAY, Instant.EPOCH)).isEqualTo(1);

            try (var files = Files.list(directory.resolve("history"))) {
                assertThat(files.map(file -> file.getFileName().toString()))
                        .allMatch(name -> name.startsWith("rollups.db"));
            }
        }
    }

    /// What is on disk when the machine stops between taking a day's roll-ups over and removing it.
    private void interruptedExpiry() throws IOException {
        try (var store = SqliteStore.open(directory)) {
            store.history().append(List.of(check(NOON, Status.RUNNING)));
        }
        Path copy = Files.copy(day(), directory.resolve("copy"));
        try (var store = SqliteStore.open(directory)) {
            store.history().expire(NEXT_DAY, Instant.EPOCH);
        }
        Files.move(copy, day());
        try (SqliteFile rollups =
                SqliteFile.forWriting(directory.resolve("history/rollups.db"), 4096)) {
            rollups.update("INSERT INTO taken_over VALUES (?)", NOON.getEpochSecond() / 86_400);
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    @Test
    void an_interrupted_expiry_doubles_nothing_and_is_finished_later() throws IOException {
        interruptedExpiry();

        try (var store = SqliteStore.open(directory)) {
            assertThat(store.history().recent(S1, 9)).isEmpty();
            assertThat(store.history().rollups(S1, Instant.EPOCH, NEXT_DAY))
                    .isEqualTo(HistorySamples.recounted(List.of(check(NOON, Status.RUNNING))));
            store.history().expire(NEXT_DAY, Instant.EPOCH);
            assertThat(day()).doesNotExist();
            assertThat(store.history().uptimes(Instant.EPOCH)).isEqualTo(Map.of(S1, 100.0));
        }
    }

    @Test
    void a_row_for_a_day_with_an_interrupted_expiry_is_kept() throws IOException {
        interruptedExpiry();

        try (var store = SqliteStore.open(directory)) {
            HistoryEntry straggler = check(NOON.plusSeconds(1), Status.ERROR);
            store.history().append(List.of(straggler));

            assertThat(store.history().recent(S1, 9)).containsExactly(straggler);
            assertThat(store.history().uptimes(Instant.EPOCH)).isEqualTo(Map.of(S1, 50.0));
        }
    }

    @Test
    void a_day_that_another_process_removed_is_begun_anew() {
        try (var store = SqliteStore.open(directory);
                var other = SqliteStore.open(directory)) {
            store.history().append(List.of(check(NOON, Status.RUNNING)));
            other.history().expire(NEXT_DAY, Instant.EPOCH);
            HistoryEntry second = check(NOON.plusSeconds(1), Status.ERROR);

            store.history().append(List.of(second));

            assertThat(other.history().recent(S1, 9)).containsExactly(second);
            assertThat(store.history().uptimes(Instant.EPOCH)).isEqualTo(Map.of(S1, 50.0));
        }
    }

    @Test
    void a_damaged_day_does_not_keep_the_others_from_expiring() throws IOException {
        try (var store = SqliteStore.open(directory)) {
            store.history()
                    .append(
                            List.of(
                                    check(NOON.minus(Duration.ofDays(1)), Status.RUNNING),
                                    check(NOON, Status.RUNNING)));
        }
        Path damaged = directory.resolve("history/2026-11-21.db");
        Files.writeString(damaged, "this is no database, and long enough to be read as one ...");

        try (var store = SqliteStore.open(directory)) {
            assertThatExceptionOfType(Problem.class)
                    .isThrownBy(() -> store.history().expire(NEXT_DAY, Instant.EPOCH))
                    .withMessageContaining("2026-11-21.db")
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ProblemCode.STORE_CORRUPT));
            assertThat(day()).doesNotExist();
            assertThat(damaged).exists();
        }
    }

    @Test
    void settled_days_are_summed_without_their_files_and_take_late_rows() {
        try (var store = SqliteStore.open(directory)) {
            for (int day = 0; day < 5; day++) {
                Instant noon = NOON.minus(Duration.ofDays(day));
                store.history()
                        .append(
                                List.of(
                                        check(noon, Status.RUNNING),
                                        check(noon.plusSeconds(1), Status.ERROR)));
            }
            store.history().expire(Instant.EPOCH, Instant.EPOCH);
            store.history().expire(Instant.EPOCH, Instant.EPOCH);
            assertThat(store.history().uptimes(Instant.EPOCH)).isEqualTo(Map.of(S1, 50.0));
            Instant late = NOON.minus(Duration.ofDays(3)).plusSeconds(9);

            store.history().append(List.of(check(late, Status.RUNNING)));

            assertThat(store.history().uptimes(Instant.EPOCH)).isEqualTo(Map.of(S1, 54.54));
            store.history().expire(Instant.EPOCH, Instant.EPOCH);
            assertThat(store.history().uptimes(Instant.EPOCH)).isEqualTo(Map.of(S1, 54.54));
            assertThat(store.history().uptimes(late.minusSeconds(60))).isEqualTo(Map.of(S1, 55.55));
            assertThat(store.history().uptimes(NOON.minus(Duration.ofDays(3))))
                    .isEqualTo(Map.of(S1, 55.55));
            store.history().expire(NOON.minus(Duration.ofDays(2)), Instant.EPOCH);
            assertThat(store.history().uptimes(Instant.EPOCH)).isEqualTo(Map.of(S1, 54.54));
        }
    }
}
