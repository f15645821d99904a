package io.caretaker.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AmountsTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void amounts_have_their_units() {
        assertThat(Amounts.response(Duration.ofNanos(400_000))).isEqualTo("0.4 ms");
        assertThat(Amounts.response(Duration.ofNanos(900))).isEqualTo("< 0.1 ms");
        assertThat(Amounts.response(Duration.ofMillis(12))).isEqualTo("12 ms");
        assertThat(Amounts.response(Duration.ofMillis(1340))).isEqualTo("1.3 s");
        assertThat(Amounts.percent(99.97)).isEqualTo("99.97 %");
        assertThat(Amounts.percent(100.0)).isEqualTo("100 %");
        assertThat(Amounts.percent(null)).isEqualTo("–");
        assertThat(Amounts.bytes(3.5 * 1024 * 1024 * 1024)).isEqualTo("3.5 GiB");
        assertThat(Amounts.count(1, "check")).isEqualTo("1 check");
    }

    @Test
    void a_moment_is_said_as_how_long_ago_and_exactly() {
        When past = When.of(NOON.minusSeconds(125), NOON);
        assertThat(past.relative()).isEqualTo("2 min ago");
        assertThat(past.iso()).isEqualTo("2026-03-01T11:57:55Z");
        assertThat(past.exact()).isEqualTo("2026-03-01 11:57:55 UTC");
        assertThat(When.of(NOON.plusSeconds(7200), NOON).relative()).isEqualTo("in 2 h");
        assertThat(When.of(NOON, NOON).relative()).isEqualTo("now");
    }
}
