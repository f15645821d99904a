package io.caretaker.core.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caretaker.core.inventory.Severity;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Quiet hours and turns of duty over the changes of clocks.
final class WallClockTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static QuietHours quiet(String start, String end, DayOfWeek... days) {
        return new QuietHours(
                Set.of(days), LocalTime.parse(start), LocalTime.parse(end), BERLIN, Severity.HIGH);
    }

    @Test
    void quiet_hours_over_midnight_end_at_the_wall_clock_also_when_clocks_change() {
        QuietHours night = quiet("22:00", "07:00");
        // Clocks go forward at 01:00 UTC on 29 March 2026 and back on 25 October 2026.
        assertThat(night.quietUntil(Instant.parse("2026-03-28T20:59:59Z"))).isNull();
        assertThat(night.quietUntil(Instant.parse("2026-03-28T21:00:00Z")))
                .isEqualTo("2026-03-29T05:00:00Z");
        assertThat(night.quietUntil(Instant.parse("2026-03-29T04:59:59Z")))
                .isEqualTo("2026-03-29T05:00:00Z");
        assertThat(night.quietUntil(Instant.parse("2026-03-29T05:00:00Z"))).isNull();
        assertThat(night.quietUntil(Instant.parse("2026-10-24T20:00:00Z")))
                .isEqualTo("2026-10-25T06:00:00Z");
        assertThat(night.quietUntil(Instant.parse("2026-10-25T06:00:00Z"))).isNull();
    }

    @Test
    void hours_that_a_clock_change_skips_or_repeats_are_never_endless() {
        QuietHours skipped = quiet("02:15", "02:45");
        QuietHours repeated = quiet("02:15", "02:45");
        for (int minute = 0; minute < 24 * 60; minute++) {
            for (String day : List.of("2026-03-28T23:00:00Z", "2026-10-24T22:00:00Z")) {
                Instant now = Instant.parse(day).plus(Duration.ofMinutes(minute));
                for (QuietHours each : List.of(skipped, repeated)) {
                    Instant until = each.quietUntil(now);
                    if (until != null) {
                        assertThat(until).isAfter(now).isBefore(now.plus(Duration.ofHours(3)));
                    }
                }
            }
        }
    }

    @Test
    void days_are_those_on_which_the_hours_begin() {
        QuietHours weekend = quiet("20:00", "08:00", DayOfWeek.FRIDAY);
        assertThat(weekend.quietUntil(Instant.parse("2026-03-06T20:00:00Z")))
                .isEqualTo("2026-03-07T07:00:00Z");
        assertThat(weekend.quietUntil(Instant.parse("2026-03-07T06:00:00Z"))).isNotNull();
        assertThat(weekend.quietUntil(Instant.parse("2026-03-07T20:00:00Z"))).isNull();
    }

    @Test
    void duty_is_handed_over_at_the_same_time_of_day_all_year() {
        var week =
                new OnCall(
                        "week",
                        List.of("ann", "ben", "eve"),
                        LocalDateTime.parse("2026-03-02T09:00"),
                        BERLIN,
                        7);
        assertThat(week.at(Instant.parse("2026-01-01T00:00:00Z"))).isEqualTo("ann");
        assertThat(week.at(Instant.parse("2026-03-09T07:59:59Z"))).isEqualTo("ann");
        assertThat(week.at(Instant.parse("2026-03-09T08:00:00Z"))).isEqualTo("ben");
        // 09:00 in Berlin is 07:00 UTC once the clocks have gone forward.
        assertThat(week.at(Instant.parse("2026-03-30T06:59:59Z"))).isEqualTo("ann");
        assertThat(week.at(Instant.parse("2026-03-30T07:00:00Z"))).isEqualTo("ben");
        assertThat(week.at(Instant.parse("2026-10-26T07:59:59Z")))
                .isNotEqualTo(week.at(Instant.parse("2026-10-26T08:00:00Z")));
    }

    @Test
    void nonsense_is_refused() {
        assertThatThrownBy(() ->
                        new OnCall(
                                "x", List.of(), LocalDateTime.parse("2026-01-01T00:00"), BERLIN, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        new OnCall(
                                "x",
                                List.of("a"),
                                LocalDateTime.parse("2026-01-01T00:00"),
                                BERLIN,
                                0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new EscalationPolicy("x", List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
