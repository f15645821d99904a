package io.caretaker.channels.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "30 | 30",
                " 5  | 5",
                "0 | 1",
                "3600 | 3600",
                "86400 | 3600",
                "99999999999999999999 | 3600",
                "Sun, 01 Mar 2026 12:00:45 GMT | 45",
                "Sun, 01 Mar 2026 11:00:00 GMT | 1",
                "Mon, 01 Mar 2027 12:00:00 GMT | 3600"
            })
    void seconds_and_dates_are_read_and_bounded(String value, int seconds) {
        assertThat(RetryAfter.parse(value, NOW)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "soon", "-5", "1.5", "1e3", "٣", "Sun, 31 Feb 2026"})
    void what_is_neither_asks_for_nothing(String value) {
        assertThat(RetryAfter.parse(value, NOW)).isNull();
    }

    @Test
    void no_header_asks_for_nothing() {
        assertThat(RetryAfter.parse(null, NOW)).isNull();
    }
}
