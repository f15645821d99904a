package io.caretaker.core.health;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MetricNamesTest {
    @Test
    void every_threshold_of_ours_is_for_a_metric_that_exists_and_has_words() {
        assertThat(MetricNames.known()).containsAll(Thresholds.DEFAULT.byMetric().keySet());
        assertThat(Thresholds.DEFAULT.byMetric().keySet())
                .allSatisfy(metric ->
                        assertThat(MetricNames.words(metric))
                                .isNotEqualTo(metric.replace('_', ' ')));
    }

    @Test
    void a_name_is_known_once_and_has_a_meaning() {
        long names =
                MetricCatalogue.groups().stream().mapToLong(each -> each.meanings().size()).sum();

        assertThat(MetricNames.known()).hasSize((int) names);
        assertThat(MetricCatalogue.all().values()).noneMatch(String::isBlank);
    }

    @Test
    void amounts_have_their_unit() {
        assertThat(MetricNames.amount("inactive_slot_retained_bytes", 1 << 30))
                .isEqualTo("1.0 GiB");
        assertThat(MetricNames.amount("archive_failing_s", 300)).isEqualTo("5 min");
        assertThat(MetricNames.amount("wal_bytes_per_second", 12)).isEqualTo("12 B/s");
    }
}
