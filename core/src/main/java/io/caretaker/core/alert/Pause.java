package io.caretaker.core.alert;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Waiting on a clock that may be set back: a wait that would last longer than it should from its
/// beginning is over, so that nothing is held until the clock has caught up.
final class Pause {
    private static final Duration SLACK = Duration.ofSeconds(5);

    private Pause() {}

    /// When the wait ends; null when it is over.
    static @Nullable Instant end(Instant from, Duration length, Instant now) {
        Instant end = from.plus(length);
        boolean waits =
                now.isBefore(end) && Duration.between(now, end).compareTo(length.plus(SLACK)) <= 0;
        return waits ? end : null;
    }
}
