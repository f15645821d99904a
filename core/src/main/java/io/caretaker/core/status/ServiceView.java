package io.caretaker.core.status;

import io.caretaker.core.inventory.Service;
import java.time.Duration;
import java.time.Instant;

/// A service with what is known of it now.
public record ServiceView(Service service, ServiceState state) {
    private static final Duration STALE_AFTER = Duration.ofMinutes(10);
    private static final int STALE_INTERVALS = 3;
    private static final int MANY_FAILURES = 3;

    /// Whether it is watched and its last check is older than ten minutes or three intervals,
    /// whichever is longer. One that was never checked counts from its creation.
    public boolean stale(Instant now) {
        return stale(now, Instant.MIN);
    }

    /// The same for a watch that began at `since`, and cannot have looked before.
    public boolean stale(Instant now, Instant since) {
        Duration intervals = service.monitoring().interval().multipliedBy(STALE_INTERVALS);
        Duration limit = intervals.compareTo(STALE_AFTER) > 0 ? intervals : STALE_AFTER;
        Instant last = state.lastCheck() == null ? service.createdAt() : state.lastCheck();
        Instant from = last.isBefore(since) ? since : last;
        return service.monitoring().enabled() && from.isBefore(now.minus(limit));
    }

    /// Whether at least three checks in a row have failed.
    public boolean failsOften() {
        return state.consecutiveFailures() >= MANY_FAILURES;
    }
}
