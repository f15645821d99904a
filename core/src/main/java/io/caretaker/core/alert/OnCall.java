package io.caretaker.core.alert;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;

/// A simple rotation: each member in turn for a number of days. Handed over at the same time of
/// day, also when clocks change in between.
///
/// @param members names of channels
/// @param starts when the first member's first turn begins, in `zone`
/// @param days of one turn, at least 1
public record OnCall(
        String name, List<String> members, LocalDateTime starts, ZoneId zone, int days) {
    public OnCall {
        members = List.copyOf(members);
        if (members.isEmpty()) {
            throw new IllegalArgumentException("members must not be empty");
        }
        if (days < 1 || days > 366) {
            throw new IllegalArgumentException("every_days must be 1 to 366, but is " + days);
        }
    }

    /// Whose turn it is; before the first turn the first member's.
    public String at(Instant now) {
        LocalDateTime local = now.atZone(zone).toLocalDateTime();
        long turns = Math.floorDiv(ChronoUnit.DAYS.between(starts, local), days);
        return members.get((int) Math.floorMod(Math.max(0, turns), (long) members.size()));
    }
}
