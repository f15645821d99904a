package io.caretaker.core.inventory;

import java.time.Duration;

/// How often and how patiently a service is checked.
///
/// @param interval time between regular checks, 1 s to 1 day
/// @param timeout the hard limit of one check from name resolution to the last byte, 1 ms to 10 min
/// @param retryAttempts quick retries after a first failure before the failure is believed, 0 to
///   100
/// @param retryDelay time between quick retries, 0 to 1 h
public record Monitoring(
        boolean enabled,
        Duration interval,
        Duration timeout,
        int retryAttempts,
        Duration retryDelay) {
    public static final Monitoring DEFAULT =
            new Monitoring(
                    true, Duration.ofSeconds(60), Duration.ofSeconds(30), 3, Duration.ofSeconds(5));

    public Monitoring {
        within(interval, Duration.ofSeconds(1), Duration.ofDays(1), "monitoring.interval_sec");
        within(timeout, Duration.ofMillis(1), Duration.ofMinutes(10), "monitoring.timeout_sec");
        within(retryDelay, Duration.ZERO, Duration.ofHours(1), "monitoring.retry_delay_sec");
        if (retryAttempts < 0 || retryAttempts > 100) {
            throw new IllegalArgumentException(
                    "monitoring.retry_attempts must be 0 to 100, but is " + retryAttempts);
        }
    }

    /// The time between quick retries where nobody says another: a tenth of the interval, 1 to 5 s,
    /// so that a failure is believed within one and a half intervals.
    public static Duration usualRetryDelay(Duration interval) {
        Duration tenth = interval.dividedBy(10);
        Duration least = Duration.ofSeconds(1);
        Duration most = Duration.ofSeconds(5);
        return tenth.compareTo(least) < 0 ? least : tenth.compareTo(most) > 0 ? most : tenth;
    }

    private static void within(Duration value, Duration least, Duration most, String field) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    field
                            + " must be "
                            + seconds(least)
                            + " to "
                            + seconds(most)
                            + " s, but is "
                            + seconds(value));
        }
    }

    private static String seconds(Duration value) {
        return value.toMillis() % 1000 == 0
                ? Long.toString(value.toSeconds())
                : value.toMillis() / 1000.0 + "";
    }
}
