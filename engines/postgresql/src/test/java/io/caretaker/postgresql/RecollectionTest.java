package io.caretaker.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.caretaker.core.check.Metrics;
import io.caretaker.postgresql.Link.Identity;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// What is made of several looks, and of what could not be seen.
@NullMarked
class RecollectionTest {
    private static final Identity IDENTITY =
            new Identity("15.1", 150001, "Care Taker", "postgres", null);

    private final Recollection recollection = new Recollection();

    @Test
    void a_replica_that_stands_still_falls_behind_although_the_server_does_not_say_so() {
        assertThat(lag(100, 1000, 1000)).isZero();
        assertThat(lag(110, 2000, 1000)).isZero();
        assertThat(lag(120, 3000, 1000)).isEqualTo(10);
        assertThat(lag(130, 3000, 1000)).isEqualTo(20);
        assertThat(lag(140, 4000, 2000)).isEqualTo(20);
        assertThat(lag(150, 4000, 4000)).isZero();
    }

    @Test
    void another_time_line_begins_anew() {
        lag(100, 5000, 5000);

        assertThat(lag(110, 400, 300)).isZero();
        assertThat(lag(120, 500, 300)).isEqualTo(10);
    }

    @Test
    void what_is_rare_is_counted_over_the_last_hour_and_not_blown_up() {
        assertThat(deadlocks(0, 7)).isZero();
        assertThat(deadlocks(10, 8)).isEqualTo(1);
        assertThat(deadlocks(1800, 9)).isEqualTo(2);
        assertThat(deadlocks(3700, 9)).isLessThanOrEqualTo(1);
        assertThat(deadlocks(3710, 2)).isZero();
    }

    @Test
    void a_size_has_a_growth_after_half_an_hour() {
        assertThat(recollection.growth(0, 1000.0)).isEqualTo(Metrics.NONE);
        assertThat(recollection.growth(900, 1100.0)).isEqualTo(Metrics.NONE);

        assertThat(recollection.growth(3600, 1500.0).get("database_growth_bytes_per_day"))
                .isCloseTo(500.0 * 24, within(0.001));
    }

    @Test
    void archiving_fails_since_it_was_first_seen_to() {
        assertThat(failing(100, 90.0)).isEqualTo(10);
        assertThat(failing(160, 150.0)).isEqualTo(70);
        recollection.keep("wal files", Map.of("archive_waiting_s", 500.0), null, 0);
        assertThat(failing(170, 150.0)).isEqualTo(500);
        assertThat(failing(180, Double.NaN)).isZero();
        assertThat(recollection.archive(sample(190, Map.of()))).isEqualTo(Metrics.NONE);
    }

    @Test
    void what_was_read_stays_until_it_is_due_and_tells_what_went_wrong() {
        recollection.keep("sizes", Map.of("database_size_bytes", 5.0), null, 1000);
        recollection.keep("settings", Map.of(), "settings: no", 500);

        assertThat(recollection.due("sizes", 999)).isFalse();
        assertThat(recollection.due("sizes", 1000)).isTrue();
        assertThat(recollection.due("never read", 0)).isTrue();
        assertThat(recollection.kept().get("database_size_bytes")).isEqualTo(5.0);
        assertThat(recollection.notes()).containsExactly("settings: no");
        recollection.lift("settings");
        assertThat(recollection.notes()).isEmpty();
    }

    @Test
    void a_denied_reading_names_the_grant_and_others_their_reason() {
        assertThat(Lacks.failed(IDENTITY, "locks", new SQLException("no", "42501")))
                .isEqualTo(
                        "locks: this account may not see that: GRANT pg_monitor TO \"Care Taker\"");
        assertThat(Lacks.failed(IDENTITY, "locks", new SQLException("no", "57014")))
                .startsWith("locks: the server took too long");
        assertThat(Lacks.failed(IDENTITY, "locks", new SQLException("no", "42883")))
                .isEqualTo("locks: the server answered with error 42883");
    }

    @Test
    void the_columns_of_statement_statistics_go_by_the_extension_not_the_server() {
        assertThat(new StatementStatistics("public", "1.7").column("total"))
                .isEqualTo("total_time");
        assertThat(new StatementStatistics("public", "1.8").column("mean"))
                .isEqualTo("mean_exec_time");
        assertThat(new StatementStatistics("\"S\"", "1.12").totals())
                .contains("total_exec_time", "\"S\".pg_stat_statements(false)");
    }

    private double lag(double at, double position, double replayed) {
        return value(
                recollection.take(
                        sample(at, Map.of("fact_position", position, "fact_replayed", replayed))),
                "replication_lag_s");
    }

    private double deadlocks(double at, double sum) {
        return value(
                recollection.take(sample(at, Map.of("sum_deadlocks", sum))), "deadlocks_per_hour");
    }

    private double failing(double at, double failedAt) {
        return value(
                recollection.archive(
                        sample(
                                at,
                                Map.of(
                                        "fact_archive_used",
                                        1.0,
                                        "fact_archive_failed_at",
                                        failedAt))),
                "archive_failing_s");
    }

    private static double value(Metrics metrics, String name) {
        Double value = metrics.get(name);
        return value == null ? Double.NaN : value;
    }

    private static Sample sample(double at, Map<String, Double> numbers) {
        var all = new LinkedHashMap<>(numbers);
        all.put("at", at);
        return Sample.of(all);
    }
}
