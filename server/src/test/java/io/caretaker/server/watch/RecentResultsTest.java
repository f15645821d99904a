package io.caretaker.server.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.status.Status;
import io.caretaker.testkit.store.HistorySamples;
import io.caretaker.testkit.store.InMemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecentResultsTest {
    private static final ServiceId DB = new ServiceId("db");
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final InMemoryStore store = new InMemoryStore();
    private final RecentResults recent = new RecentResults();

    private static HistoryEntry row(int minute, Status status) {
        return HistorySamples.check(
                "db", NOON.plusSeconds(minute * 60L), status, Duration.ofNanos(1_234_000));
    }

    private void keep(int from, int to) {
        var rows = new ArrayList<HistoryEntry>();
        for (int minute = from; minute < to; minute++) {
            rows.add(row(minute, minute % 10 == 0 ? Status.ERROR : Status.RUNNING));
        }
        store.history().append(rows);
    }

    @Test
    void knows_nothing_of_a_service_before_its_first_result() {
        assertThat(recent.of(DB)).isEmpty();
        assertThat(recent.version(DB)).isZero();
    }

    @Test
    void takes_the_newest_rows_of_earlier_runs_the_oldest_first() {
        keep(0, 80);

        recent.fill(store.history(), List.of(DB));

        assertThat(recent.of(DB)).hasSize(RecentResults.KEPT);
        assertThat(recent.of(DB).getFirst().at()).isEqualTo(NOON.plusSeconds(30 * 60));
        assertThat(recent.of(DB).getFirst().status()).isEqualTo(Status.ERROR);
        assertThat(recent.of(DB).getLast().at()).isEqualTo(NOON.plusSeconds(79 * 60));
        assertThat(recent.of(DB).getLast().response()).isEqualTo(Duration.ofNanos(1_234_000));
    }

    @Test
    void what_this_run_has_found_stays_behind_what_earlier_ones_have() {
        keep(0, 20);
        recent.fill(store.history(), List.of(DB));
        keep(20, 22);

        recent.fill(store.history(), List.of(DB));

        assertThat(recent.of(DB)).extracting(RecentResults.Result::at).isSorted().hasSize(20);
    }

    @Test
    void changes_its_version_with_its_results_and_forgets_who_has_left() {
        keep(0, 3);
        recent.fill(store.history(), List.of(DB));
        assertThat(recent.version(DB)).isPositive();

        recent.forget(Set.of(DB));

        assertThat(recent.of(DB)).isEmpty();
    }
}
