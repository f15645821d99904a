package io.caretaker.server.keep;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.alert.Alert;
import io.caretaker.server.Policy;
import io.caretaker.server.watch.StatusBoard;
import io.caretaker.testkit.store.AlertSamples;
import io.caretaker.testkit.store.Samples;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HousekeepingTest {
    private static final Duration KEPT = Duration.ofDays(30);
    private static final Policy POLICY =
            new Policy(
                    9,
                    9,
                    9,
                    KEPT,
                    Duration.ofDays(400),
                    Duration.ofSeconds(5),
                    Duration.ofHours(1),
                    List.of(),
                    Path.of("unused"),
                    Duration.ofMinutes(5));

    private final BreakableStore store = new BreakableStore();
    private Instant now = Samples.NOW;

    private Housekeeping housekeeping() {
        return new Housekeeping(store, new StatusBoard(Map.of()), POLICY, _ -> {}, () -> now);
    }

    @Test
    void alerts_that_are_over_go_with_the_history_of_their_time() {
        Alert over = AlertSamples.ended("a-1", now.minusSeconds(60), now);
        Alert open = AlertSamples.alert("a-2", now);
        store.real.alerts().write(List.of(over, open), List.of());
        Housekeeping housekeeping = housekeeping();

        now = now.plus(KEPT);
        housekeeping.turn();
        assertThat(store.real.alerts().alerts(Instant.EPOCH)).containsExactly(over, open);

        now = now.plus(Duration.ofHours(2));
        housekeeping.turn();
        assertThat(store.real.alerts().alerts(Instant.EPOCH)).containsExactly(open);
    }

    @Test
    void a_store_that_does_not_answer_is_tried_again_at_the_next_time() {
        store.real.alerts().write(List.of(AlertSamples.ended("a-1", now, now)), List.of());
        Housekeeping housekeeping = housekeeping();
        now = now.plus(KEPT).plusSeconds(1);
        store.broken = true;
        housekeeping.turn();
        store.broken = false;

        now = now.plus(Duration.ofHours(1));
        housekeeping.turn();

        assertThat(store.real.alerts().alerts(Instant.EPOCH)).isEmpty();
    }
}
