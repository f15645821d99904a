package io.caretaker.cli.config;

import io.caretaker.core.document.Fields;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;

/// Times as people write them on a clock.
final class WallTimes {
    private WallTimes() {}

    /// A time zone; UTC when absent or when a problem was noted.
    static ZoneId zone(Fields fields, String key) {
        ZoneId found = fields.optionalParsed(key, WallTimes::zone);
        return found == null ? ZoneOffset.UTC : found;
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "must be a time zone such as Europe/Berlin, but is '" + text + "'", e);
        }
    }

    /// A time of day; 24:00 is midnight.
    static LocalTime time(String text) {
        try {
            return text.equals("24:00") ? LocalTime.MIDNIGHT : LocalTime.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "must be a time of day such as 22:00, but is '" + text + "'", e);
        }
    }

    /// A date with a time of day.
    static LocalDateTime local(String text) {
        try {
            return LocalDateTime.parse(text.replace(' ', 'T'));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "must be a date and time such as 2026-01-05T09:00, but is '" + text + "'", e);
        }
    }

    /// A number of seconds that is at least so many.
    static Duration atLeast(Fields fields, String key, Duration usual, int least) {
        Duration found = fields.seconds(key, usual);
        if (found.compareTo(Duration.ofSeconds(least)) < 0) {
            fields.problem(key, "must be at least " + least + " s", "");
            return usual;
        }
        return found;
    }
}
