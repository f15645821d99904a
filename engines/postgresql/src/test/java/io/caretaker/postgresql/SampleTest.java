package io.caretaker.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.caretaker.core.check.Metrics;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
class SampleTest {
    @Test
    void the_first_sample_has_no_rates_and_the_hit_ratio_since_the_beginning() {
        Metrics metrics = sample(100, 50, 900, 100).metrics(null);

        assertThat(metrics.values())
                .containsOnlyKeys("connections", "cache_hit_ratio", "buffer_pool_hit_ratio");
        assertThat(metrics.get("buffer_pool_hit_ratio")).isEqualTo(90.0);
    }

    @Test
    void rates_are_growth_by_the_servers_own_clock() {
        Metrics metrics = sample(110, 80, 1000, 100).metrics(sample(100, 50, 900, 100));

        assertThat(metrics.get("transactions_per_second")).isCloseTo(3.0, within(0.001));
        assertThat(metrics.get("buffer_pool_hit_ratio")).isEqualTo(100.0);
    }

    @Test
    void counters_that_went_back_give_no_rate() {
        Metrics metrics = sample(110, 1, 5, 5).metrics(sample(100, 50, 900, 100));

        assertThat(metrics.get("transactions_per_second")).isNull();
        assertThat(metrics.get("buffer_pool_hit_ratio")).isEqualTo(50.0);
    }

    @Test
    void a_server_that_has_read_nothing_has_no_hit_ratio() {
        assertThat(sample(100, 0, 0, 0).metrics(null).get("buffer_pool_hit_ratio")).isNull();
    }

    private static Sample sample(double at, double transactions, double hits, double reads) {
        return new Sample(
                at,
                Map.of("connections", 3.0),
                Map.of("transactions", transactions, "hits", hits, "reads", reads),
                Map.of());
    }
}
