package io.caretaker.core.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class MaintenanceWindowTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @Test
    void a_weekly_window_over_midnight_belongs_to_the_day_it_opens() {
        var window =
                new MaintenanceWindow(
                        DayOfWeek.SUNDAY,
                        LocalTime.of(23, 0),
                        LocalTime.of(2, 0),
                        ZoneId.of("UTC"));
        assertThat(window.contains(Instant.parse("2026-01-04T23:00:00Z"))).isTrue();
        assertThat(window.contains(Instant.parse("2026-01-05T01:59:59Z"))).isTrue();
        assertThat(window.contains(Instant.parse("2026-01-05T02:00:00Z"))).isFalse();
        assertThat(window.contains(Instant.parse("2026-01-05T23:30:00Z"))).isFalse();
        assertThat(window.contains(Instant.parse("2026-01-04T01:00:00Z"))).isFalse();
    }

    @Test
    void a_daily_window_is_in_its_own_zone() {
        var window = new MaintenanceWindow(null, LocalTime.of(2, 0), LocalTime.of(4, 0), BERLIN);
        assertThat(window.contains(Instant.parse("2026-01-10T01:30:00Z"))).isTrue();
        assertThat(window.contains(Instant.parse("2026-07-10T01:30:00Z"))).isTrue();
        assertThat(window.contains(Instant.parse("2026-07-10T02:30:00Z"))).isFalse();
    }

    @Test
    void the_hour_that_a_clock_change_skips_opens_the_window_when_the_hour_would_have_been() {
        // On 29 March 2026 Berlin goes from 02:00 to 03:00, which is 01:00 UTC.
        var window = new MaintenanceWindow(null, LocalTime.of(2, 30), LocalTime.of(3, 30), BERLIN);
        assertThat(window.contains(Instant.parse("2026-03-29T01:29:00Z"))).isFalse();
        assertThat(
                        new MaintenanceWindow(null, LocalTime.of(1, 30), LocalTime.of(4, 0), BERLIN)
                                .contains(Instant.parse("2026-03-29T01:15:00Z")))
                .isTrue();
    }

    @Test
    void in_the_hour_that_a_clock_change_repeats_the_window_is_open_both_times() {
        // On 25 October 2026 Berlin goes from 03:00 back to 02:00, which is 01:00 UTC.
        var window = new MaintenanceWindow(null, LocalTime.of(1, 30), LocalTime.of(3, 30), BERLIN);
        assertThat(window.contains(Instant.parse("2026-10-24T23:29:00Z"))).isFalse();
        assertThat(window.contains(Instant.parse("2026-10-25T00:30:00Z"))).isTrue();
        assertThat(window.contains(Instant.parse("2026-10-25T01:30:00Z"))).isTrue();
        assertThat(window.contains(Instant.parse("2026-10-25T02:29:00Z"))).isTrue();
        assertThat(window.contains(Instant.parse("2026-10-25T02:30:00Z"))).isFalse();
    }

    @Test
    void a_window_that_ends_in_the_skipped_hour_still_ends() {
        var window = new MaintenanceWindow(null, LocalTime.of(1, 0), LocalTime.of(2, 30), BERLIN);
        assertThat(window.contains(Instant.parse("2026-03-29T00:59:00Z"))).isTrue();
        assertThat(window.contains(Instant.parse("2026-03-29T01:29:00Z"))).isTrue();
        assertThat(window.contains(Instant.parse("2026-03-29T01:31:00Z"))).isFalse();
    }
}
