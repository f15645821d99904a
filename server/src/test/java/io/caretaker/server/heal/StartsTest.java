package io.caretaker.server.heal;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.host.ProcessFacts;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.recovery.ProcessStart;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StartsTest {
    private static final Instant BEGIN = Instant.parse("2026-01-01T12:00:00Z");
    private static final ServiceId ID = new ServiceId("db");

    private Instant now = BEGIN;
    private final Starts starts =
            new Starts(() -> now, () -> Duration.between(BEGIN, now).toNanos());

    private void after(long seconds) {
        now = BEGIN.plusSeconds(seconds);
    }

    private @Nullable ProcessStart startedAt(long seconds) {
        return starts.underWay(ID, process(seconds), Duration.ZERO);
    }

    private static Optional<ProcessFacts> process(long seconds) {
        return Optional.of(
                new ProcessFacts(
                        7,
                        1,
                        "db",
                        null,
                        List.of("db"),
                        null,
                        null,
                        BEGIN.plusSeconds(seconds),
                        List.of()));
    }

    private static ProcessStart start(long running, long trying) {
        return new ProcessStart(Duration.ofSeconds(running), Duration.ofSeconds(trying));
    }

    @Test
    void a_process_that_was_never_well_may_be_starting() {
        after(10);
        assertThat(startedAt(3)).isEqualTo(start(7, 7));
    }

    @Test
    void a_process_that_has_been_well_is_no_start() {
        starts.well(ID, BEGIN.plusSeconds(60));
        after(70);
        assertThat(startedAt(10)).isNull();
        assertThat(startedAt(65)).isEqualTo(start(5, 5));
    }

    @Test
    void a_process_that_the_clock_of_the_kernel_dates_a_second_too_early_was_not_well_before() {
        starts.well(ID, BEGIN.plusSeconds(60));
        after(61);
        assertThat(startedAt(59)).isEqualTo(start(2, 2));
    }

    @Test
    void one_start_after_the_other_is_counted_together_until_one_is_well() {
        after(10);
        assertThat(startedAt(0)).isEqualTo(start(10, 10));
        after(200);
        assertThat(startedAt(195)).isEqualTo(start(5, 200));
        starts.well(ID, now);
        after(210);
        assertThat(startedAt(205)).isEqualTo(start(5, 5));
    }

    @Test
    void a_start_of_our_own_is_not_counted_with_those_of_others() {
        after(10);
        assertThat(startedAt(0)).isEqualTo(start(10, 10));
        starts.own(ID);
        after(200);
        assertThat(startedAt(195)).isEqualTo(start(5, 5));
    }

    @Test
    void where_nothing_lives_nothing_is_being_started() {
        after(10);
        assertThat(startedAt(0)).isNotNull();
        assertThat(starts.underWay(ID, Optional.empty(), Duration.ZERO)).isNull();
        after(200);
        assertThat(startedAt(195)).isEqualTo(start(5, 5));
    }

    @Test
    void the_clock_of_another_host_is_allowed_for() {
        after(10);
        assertThat(starts.underWay(ID, process(3_603), Duration.ofHours(1))).isEqualTo(start(7, 7));
        assertThat(starts.underWay(ID, process(3_603), Duration.ZERO))
                .extracting(ProcessStart::running)
                .isEqualTo(Duration.ZERO);
    }
}
