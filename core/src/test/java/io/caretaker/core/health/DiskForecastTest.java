package io.caretaker.core.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DiskForecastTest {
    private static final Instant START = Instant.parse("2026-03-29T00:00:00Z");
    private static final double GIGABYTE = 1e9;

    private final DiskForecast forecast = new DiskForecast();

    @Test
    void a_disk_that_loses_the_same_every_minute_is_full_when_nothing_is_left() {
        for (int minute = 0; minute <= 60; minute++) {
            add(minute, 100 * GIGABYTE - minute * GIGABYTE);
        }
        assertThat(forecast.secondsUntilFull()).isCloseTo(40 * 60, within(1.0));
    }

    @Test
    void a_few_minutes_say_nothing() {
        for (int minute = 0; minute < 9; minute++) {
            add(minute, 100 * GIGABYTE - minute * GIGABYTE);
        }
        assertThat(forecast.secondsUntilFull()).isNull();
    }

    @Test
    void few_looks_say_nothing_however_far_apart() {
        add(0, 100 * GIGABYTE);
        add(60, 50 * GIGABYTE);
        assertThat(forecast.secondsUntilFull()).isNull();
    }

    @Test
    void a_disk_that_stays_as_it_is_or_empties_has_no_end() {
        for (int minute = 0; minute < 60; minute++) {
            add(minute, 50 * GIGABYTE);
        }
        assertThat(forecast.secondsUntilFull()).isNull();
        for (int minute = 60; minute < 120; minute++) {
            add(minute, 50 * GIGABYTE + minute * 1e6);
        }
        assertThat(forecast.secondsUntilFull()).isNull();
    }

    @Test
    void an_end_years_away_is_none() {
        for (int minute = 0; minute < 60; minute++) {
            add(minute, 1e12 - minute);
        }
        assertThat(forecast.secondsUntilFull()).isNull();
    }

    @Test
    void what_was_long_ago_no_longer_counts() {
        for (int minute = 0; minute < 60; minute++) {
            add(minute, 500 * GIGABYTE - minute * 5 * GIGABYTE);
        }
        for (int minute = 60; minute < 60 + 8 * 60; minute++) {
            add(minute, 200 * GIGABYTE);
        }
        assertThat(forecast.secondsUntilFull()).isNull();
    }

    private void add(int minute, double free) {
        forecast.add(START.plus(Duration.ofMinutes(minute)), free);
    }
}
