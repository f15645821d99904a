package io.caretaker.core.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.inventory.Monitoring;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryDelayTest {
    @ParameterizedTest
    @CsvSource({"1, 1000", "10, 1000", "15, 1500", "30, 3000", "50, 5000", "86400, 5000"})
    void nobodys_word_is_a_tenth_of_the_interval_within_bounds(int interval, long millis) {
        assertThat(read(Map.of("interval_sec", interval), Monitoring.DEFAULT, false).retryDelay())
                .isEqualTo(Duration.ofMillis(millis));
    }

    @Test
    void a_failure_at_an_interval_of_ten_seconds_is_believed_within_fifteen() {
        Monitoring usual = read(Map.of("interval_sec", 10), Monitoring.DEFAULT, false);
        Duration believed =
                usual.interval().plus(usual.retryDelay().multipliedBy(usual.retryAttempts()));
        assertThat(believed).isLessThan(Duration.ofSeconds(15));
    }

    @Test
    void what_somebody_says_wins() {
        var word = Map.of("interval_sec", 10, "retry_delay_sec", 5);
        assertThat(read(word, Monitoring.DEFAULT, false).retryDelay())
                .isEqualTo(Duration.ofSeconds(5));
        assertThat(read(Map.of("interval_sec", 10), Monitoring.DEFAULT, true).retryDelay())
                .isEqualTo(Monitoring.DEFAULT.retryDelay());
    }

    private static Monitoring read(
            Map<String, Integer> document, Monitoring defaults, boolean given) {
        return MonitoringDocument.read(Fields.strict(document), defaults, given);
    }
}
