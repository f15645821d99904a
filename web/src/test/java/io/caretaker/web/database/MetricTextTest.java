package io.caretaker.web.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricTextTest {
    @ParameterizedTest
    @CsvSource({
        "database_size_bytes, 3435973837, 3.2 GiB",
        "cache_hit_ratio, 99.234, 99.23 %",
        "connection_usage_percent, 80, 80 %",
        "transactions_per_second, 2.25, 2.25 /s",
        "wal_bytes_per_second, 2048, 2.0 KiB/s",
        "longest_query_s, 12.5, 12.5 s",
        "longest_transaction_s, 7300, 2 h",
        "round_trip_ms, 0.125, 0.12 ms",
        "certificate_days_left, 30, 30 d",
        "deadlocks, 3, 3"
    })
    void a_value_has_the_unit_of_its_name(String name, double value, String text) {
        assertThat(MetricText.value(name, value)).isEqualTo(text);
    }

    @Test
    void large_numbers_have_no_fractions() {
        assertThat(MetricText.number(1204.7)).isEqualTo("1,205");
    }

    @Test
    void a_name_is_said_without_its_unit() {
        assertThat(MetricText.label("longest_query_s")).isEqualTo("Longest query");
        assertThat(MetricText.label("connection_usage_percent")).isEqualTo("Connection usage %");
    }

    @Test
    void a_line_goes_from_the_least_to_the_most_and_breaks_where_nothing_was_seen() {
        Sparkline line = Sparkline.of("deadlocks", Arrays.asList(0.0, 10.0, null, 5.0, 5.0));

        assertThat(line.line()).isEqualTo("M0.0 38.0L60.0 2.0M180.0 20.0L240.0 20.0");
        assertThat(line.words()).isEqualTo("between 0 and 10");
    }

    @Test
    void one_value_is_no_line() {
        assertThat(Sparkline.of("deadlocks", List.of(1.0)).drawn()).isFalse();
    }
}
