package io.caretaker.core.inventory;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/// A weekly (or, without a day, daily) span of wall-clock time in a named zone. An end at or before
/// the start is on the next day. Wall-clock times that a clock change skips or repeats are taken as
/// the zone's rules give them.
public record MaintenanceWindow(
        @Nullable DayOfWeek day, LocalTime start, LocalTime end, ZoneId zone) {

    /// Whether the instant lies in the window: start inclusive, end exclusive.
    public boolean contains(Instant instant) {
        ZonedDateTime local = instant.atZone(zone);
        return opensOn(local, 0, instant) || opensOn(local, 1, instant);
    }

    private boolean opensOn(ZonedDateTime local, int daysBefore, Instant instant) {
        var date = local.toLocalDate().minusDays(daysBefore);
        if (day != null && date.getDayOfWeek() != day) {
            return false;
        }
        Instant opens = ZonedDateTime.of(date, start, zone).toInstant();
        var endDate = end.isAfter(start) ? date : date.plusDays(1);
        Instant closes = ZonedDateTime.of(endDate, end, zone).toInstant();
        return !instant.isBefore(opens) && instant.isBefore(closes);
    }
}
