package io.caretaker.core.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThresholdTest {
    @ParameterizedTest
    @CsvSource({
        "29.9, HEALTHY, HEALTHY",
        "30, HEALTHY, WARNING",
        "50, HEALTHY, CRITICAL",
        "27.1, WARNING, WARNING",
        "27, WARNING, HEALTHY",
        "45.1, CRITICAL, CRITICAL",
        "45, CRITICAL, WARNING",
        "29, CRITICAL, WARNING",
        "27, CRITICAL, HEALTHY",
        "0, CRITICAL, HEALTHY",
    })
    void large_values_are_bad_and_get_better_past_the_hysteresis(
            double value, HealthStatus before, HealthStatus now) {
        assertThat(Threshold.above(30, 50).of(value, before)).isEqualTo(now);
    }

    @ParameterizedTest
    @CsvSource({
        "15, HEALTHY, HEALTHY",
        "14, HEALTHY, WARNING",
        "3, HEALTHY, CRITICAL",
        "15.3, WARNING, WARNING",
        "15.4, WARNING, HEALTHY",
        "3.2, CRITICAL, CRITICAL",
        "3.3, CRITICAL, WARNING",
        "-1, HEALTHY, CRITICAL",
    })
    void small_values_can_be_the_bad_ones(double value, HealthStatus before, HealthStatus now) {
        assertThat(Threshold.below(14, 3).of(value, before)).isEqualTo(now);
    }

    @Test
    void either_number_may_be_missing() {
        var warnsOnly = new Threshold(1.0, null, false, Duration.ZERO, 0);
        var criticalOnly = new Threshold(null, 5.0, false, Duration.ZERO, 0);

        assertThat(warnsOnly.of(1e9)).isEqualTo(HealthStatus.WARNING);
        assertThat(criticalOnly.of(4.9)).isEqualTo(HealthStatus.HEALTHY);
        assertThat(criticalOnly.of(5)).isEqualTo(HealthStatus.CRITICAL);
        assertThat(criticalOnly.limit(HealthStatus.WARNING)).isNull();
    }

    @Test
    void what_is_no_number_is_not_bad() {
        assertThat(Threshold.above(1, 5).of(Double.NaN)).isEqualTo(HealthStatus.HEALTHY);
    }

    @Test
    void numbers_the_wrong_way_round_are_refused() {
        assertThatThrownBy(() -> Threshold.above(5, 1)).hasMessageContaining("critical");
        assertThatThrownBy(() -> Threshold.below(1, 5)).hasMessageContaining("critical");
        assertThatThrownBy(() -> new Threshold(1.0, 2.0, false, Duration.ZERO, Double.NaN))
                .hasMessageContaining("hysteresis");
        assertThatThrownBy(() -> Threshold.above(1, 2).holding(Duration.ofDays(2)))
                .hasMessageContaining("for_sec");
    }
}
