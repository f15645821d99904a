package io.caretaker.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.status.Status;
import io.caretaker.testkit.store.HistorySamples;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StateChangesTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private static HistoryEntry row(String service, int second, Status status) {
        return HistorySamples.check(service, NOON.plusSeconds(second), status);
    }

    @Test
    void a_trouble_that_lasts_is_one_change_and_its_end_another() {
        HistoryEntry down = row("db", 2, Status.ERROR);
        HistoryEntry up = row("db", 5, Status.RUNNING);
        List<HistoryEntry> newestFirst =
                List.of(
                        row("db", 6, Status.RUNNING),
                        up,
                        row("db", 4, Status.ERROR),
                        row("web", 3, Status.RUNNING),
                        down,
                        row("db", 1, Status.RUNNING));

        assertThat(StateChanges.of(newestFirst)).containsExactly(up, down);
    }
}
