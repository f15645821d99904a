package io.caretaker.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.check.Metrics;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.status.Status;
import io.caretaker.testkit.store.HistorySamples;
import io.caretaker.testkit.store.InMemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeriesTest {
    private static final ServiceId DB = new ServiceId("db");
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final InMemoryStore store = new InMemoryStore();
    private final Histories histories = new Histories(store.history());

    private void keep(int minutes) {
        var rows = new ArrayList<HistoryEntry>();
        for (int minute = 0; minute < minutes; minute++) {
            rows.add(
                    HistorySamples.row(
                            "db",
                            "h1",
                            NOON.minusSeconds((minutes - minute) * 60L),
                            minute == 3 ? Status.ERROR : Status.RUNNING,
                            Duration.ofMillis(10 + minute % 10),
                            Metrics.builder().put("connections", minute).build()));
        }
        store.history().append(rows);
    }

    @Test
    void each_step_has_the_least_the_mean_and_the_most_of_its_values() {
        List<Series.Sample> samples =
                List.of(
                        Series.Sample.of(NOON, 1),
                        Series.Sample.of(NOON.plusSeconds(10), 3),
                        Series.Sample.of(NOON.plusSeconds(70), 7),
                        Series.Sample.of(NOON.plusSeconds(600), 9));

        Series series = Series.of(samples, NOON, NOON.plusSeconds(300), 5, Duration.ofSeconds(1));

        assertThat(series.step()).isEqualTo(Duration.ofSeconds(60));
        assertThat(series.points())
                .containsExactly(
                        new Series.Point(NOON, 1, 2, 3),
                        new Series.Point(NOON.plusSeconds(60), 7, 7, 7));
    }

    @Test
    void response_times_are_of_checks_that_were_up() {
        keep(10);

        Series series =
                histories.series(DB, Histories.RESPONSE_TIME, NOON.minusSeconds(600), NOON, 1000);

        assertThat(series.points()).hasSize(9);
        assertThat(series.points().getFirst().mean()).isEqualTo(10);
    }

    @Test
    void metrics_of_checks_are_read_from_the_rows_within_the_time() {
        keep(3000);

        Series series = histories.series(DB, "connections", NOON.minusSeconds(600 * 60), NOON, 10);

        assertThat(series.points()).hasSize(10);
        assertThat(series.points().getFirst().least()).isEqualTo(2400);
        assertThat(series.points().getLast().most()).isEqualTo(2999);
    }

    @Test
    void long_times_are_read_from_hourly_roll_ups() {
        keep(60 * 48);

        Series series =
                histories.series(
                        DB, Histories.RESPONSE_TIME, NOON.minus(Duration.ofDays(7)), NOON, 1000);

        assertThat(series.step()).isGreaterThanOrEqualTo(Duration.ofHours(1));
        assertThat(series.points()).hasSize(48);
        assertThat(series.points().getFirst().most()).isEqualTo(19);
    }
}
