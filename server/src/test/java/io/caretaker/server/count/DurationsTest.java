package io.caretaker.server.count;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class DurationsTest {
    @Test
    void a_duration_falls_into_the_first_bucket_that_holds_it() {
        var durations = new Durations(0.01, 0.1);
        durations.add(Duration.ofMillis(10));
        durations.add(Duration.ofMillis(11));
        durations.add(Duration.ofMillis(99));
        durations.add(Duration.ofSeconds(1));
        durations.add(-5);
        DurationCounts counts = durations.counts();
        assertThat(counts.counts()).containsExactly(2, 2, 1);
        assertThat(counts.count()).isEqualTo(5);
        assertThat(counts.seconds()).isEqualTo(1.12);
    }

    @Test
    void many_threads_lose_nothing() throws InterruptedException {
        var durations = new Durations(1);
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < 8; i++) {
            threads.add(
                    Thread.ofVirtual()
                            .start(() -> {
                                for (int j = 0; j < 10_000; j++) {
                                    durations.add(1_000);
                                }
                            }));
        }
        for (Thread each : threads) {
            each.join();
        }
        assertThat(durations.counts().counts()).containsExactly(80_000, 0);
        assertThat(durations.counts().seconds()).isEqualTo(0.08);
    }

    @Test
    void bounds_must_rise() {
        assertThatThrownBy(() -> new Durations(1, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
