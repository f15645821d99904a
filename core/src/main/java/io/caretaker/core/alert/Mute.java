package io.caretaker.core.alert;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A person's word that nobody is told of some alerts for a time.
///
/// @param id short, to be typed (`m-7f3a90c1`)
/// @param until null until somebody lifts it
public record Mute(
        String id,
        AlertMatcher matcher,
        String by,
        Instant at,
        @Nullable Instant until,
        String comment) {
    public boolean holds(Instant now) {
        return until == null || now.isBefore(until);
    }
}
