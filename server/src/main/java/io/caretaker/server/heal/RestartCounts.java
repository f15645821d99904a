package io.caretaker.server.heal;

import io.caretaker.core.inventory.ServiceId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Restarts in this run of the daemon; one is forgiven for each stable period. Thread-safe.
final class RestartCounts {
    private record Count(int restarts, Instant since) {}

    private final Map<ServiceId, Count> counts = new ConcurrentHashMap<>();

    int of(ServiceId id) {
        Count known = counts.get(id);
        return known == null ? 0 : known.restarts;
    }

    void add(ServiceId id, Instant now) {
        counts.merge(id, new Count(1, now), (old, _) -> new Count(old.restarts + 1, now));
    }

    void stable(ServiceId id, Duration period, Instant now) {
        counts.computeIfPresent(id, (_, known) -> forgiven(known, period, now));
    }

    private static @Nullable Count forgiven(Count known, Duration period, Instant now) {
        if (now.isBefore(known.since.plus(period))) {
            return known;
        }
        return known.restarts <= 1 ? null : new Count(known.restarts - 1, now);
    }
}
