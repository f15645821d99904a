package io.caretaker.channels.text;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Times as people read them, never without their offset from UTC: in the hour that a clock change
/// repeats, the wall clock alone would name two instants.
///
/// @param zone whose wall clock is shown
public record Times(ZoneId zone) {
    private static final DateTimeFormatter WALL_CLOCK =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    /// `2026-03-29 03:00:00 +02:00 (Europe/Berlin)`, or `2026-03-29 01:00:00 UTC`.
    public String at(Instant instant) {
        ZonedDateTime local = instant.atZone(zone);
        String clock = WALL_CLOCK.format(local);
        if (zone.normalized().equals(ZoneOffset.UTC)) {
            return clock + " UTC";
        }
        String offset =
                local.getOffset().equals(ZoneOffset.UTC) ? "+00:00" : "" + local.getOffset();
        return zone instanceof ZoneOffset
                ? clock + " " + offset
                : clock + " " + offset + " (" + zone.getId() + ")";
    }

    /// The two largest units: `45 s`, `12 min`, `2 h 5 min`, `3 d 4 h`. Below ten minutes the
    /// seconds are there, too. Less than nothing, by clocks that disagree, is nothing.
    public static String length(Duration duration) {
        Duration length = duration.isNegative() ? Duration.ZERO : duration;
        if (length.compareTo(Duration.ofMinutes(1)) < 0) {
            return length.toSeconds() + " s";
        }
        if (length.compareTo(Duration.ofMinutes(10)) < 0) {
            return two(length.toMinutes(), "min", length.toSecondsPart(), "s");
        }
        if (length.compareTo(Duration.ofHours(1)) < 0) {
            return length.toMinutes() + " min";
        }
        return length.compareTo(Duration.ofDays(1)) < 0
                ? two(length.toHours(), "h", length.toMinutesPart(), "min")
                : two(length.toDays(), "d", length.toHoursPart(), "h");
    }

    private static String two(long large, String largeUnit, int small, String smallUnit) {
        String text = large + " " + largeUnit;
        return small == 0 ? text : text + " " + small + " " + smallUnit;
    }
}
