package io.caretaker.core.liveness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LivenessTest {
    @Test
    void all_is_well_while_every_loop_is_within_its_limit() {
        Liveness liveness = Liveness.of(List.of(loop("watch", 3, 30), loop("writer", 30, 30)));

        assertThat(liveness.well()).isTrue();
        assertThat(liveness.reason()).isEmpty();
    }

    @Test
    void one_late_loop_is_enough_and_is_named() {
        Liveness liveness =
                Liveness.of(
                        List.of(loop("watch", 31, 30), loop("writer", 1, 30), loop("c", 90, 60)));

        assertThat(liveness.well()).isFalse();
        assertThat(liveness.reason())
                .isEqualTo(
                        "c has not come round for 90 s (limit 60 s);"
                                + " watch has not come round for 31 s (limit 30 s)");
    }

    @Test
    void a_limit_of_nothing_is_refused() {
        assertThatThrownBy(() -> loop("watch", 1, 0)).hasMessageContaining("watch");
    }

    private static LoopSilence loop(String name, int silent, int limit) {
        return new LoopSilence(name, Duration.ofSeconds(silent), Duration.ofSeconds(limit));
    }
}
