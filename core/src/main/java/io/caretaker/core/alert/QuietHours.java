package io.caretaker.core.alert;

import io.caretaker.core.inventory.Severity;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Wall-clock hours in which a channel is only told what is bad enough; the rest waits for their
/// end. An end at or before the start is on the next day. Times that a clock change skips or
/// repeats are taken as the zone's rules give them.
///
/// @param days on which the hours begin; empty for all
/// @param except what is told all the same: this severity and above
public record QuietHours(
        Set<DayOfWeek> days, LocalTime start, LocalTime end, ZoneId zone, Severity except) {
    public QuietHours {
        days = Set.copyOf(days);
    }

    /// When the quiet that holds now ends; null when it is not quiet.
    public @Nullable Instant quietUntil(Instant now) {
        ZonedDateTime local = now.atZone(zone);
        Instant today = endOf(local, 0, now);
        return today != null ? today : endOf(local, 1, now);
    }

    private @Nullable Instant endOf(ZonedDateTime local, int daysBefore, Instant now) {
        var date = local.toLocalDate().minusDays(daysBefore);
        if (!days.isEmpty() && !days.contains(date.getDayOfWeek())) {
            return null;
        }
        Instant begins = ZonedDateTime.of(date, start, zone).toInstant();
        var endDate = end.isAfter(start) ? date : date.plusDays(1);
        Instant ends = ZonedDateTime.of(endDate, end, zone).toInstant();
        return !now.isBefore(begins) && now.isBefore(ends) ? ends : null;
    }
}
