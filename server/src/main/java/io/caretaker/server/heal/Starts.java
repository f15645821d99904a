package io.caretaker.server.heal;

import io.caretaker.core.check.Ticker;
import io.caretaker.core.host.ProcessFacts;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.recovery.ProcessStart;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Tells a process that has been well from one that may still be starting. A start needs not be
/// ours: a service manager or a person makes some, and a command of a caretaker that was killed
/// goes on without it. Thread-safe.
final class Starts {
    /// The kernel tells its own start, from which those of the processes follow, in whole seconds.
    private static final Duration SLACK = Duration.ofSeconds(2);

    private final InstantSource clock;
    private final Ticker ticker;
    private final Map<ServiceId, Instant> well = new ConcurrentHashMap<>();
    private final Map<ServiceId, Long> tryingSince = new ConcurrentHashMap<>();

    Starts(InstantSource clock, Ticker ticker) {
        this.clock = clock;
        this.ticker = ticker;
    }

    /// A check found the service well at that time.
    void well(ServiceId id, Instant at) {
        well.put(id, at);
        tryingSince.remove(id);
    }

    /// Caretaker starts it itself now: what others tried before says nothing about that start.
    void own(ServiceId id) {
        tryingSince.remove(id);
    }

    void forget(ServiceId id) {
        well.remove(id);
        tryingSince.remove(id);
    }

    /// The start that has led to the process; null where there is no process, and when it has been
    /// well since.
    ///
    /// @param clockAhead how far the clock of the process's host is ahead of ours
    @Nullable ProcessStart underWay(
            ServiceId id, Optional<ProcessFacts> process, Duration clockAhead) {
        if (process.isEmpty()) {
            tryingSince.remove(id);
            return null;
        }
        Instant began = process.get().startedAt().minus(clockAhead);
        Instant lastWell = well.get(id);
        if (lastWell != null && began.plus(SLACK).isBefore(lastWell)) {
            return null;
        }
        Duration running = Duration.between(began, clock.instant());
        Duration shown = running.isNegative() ? Duration.ZERO : running;
        return new ProcessStart(shown, trying(id, shown));
    }

    private Duration trying(ServiceId id, Duration running) {
        long now = ticker.nanos();
        long since =
                tryingSince.merge(
                        id, now - running.toNanos(), (one, other) -> one - other < 0 ? one : other);
        return Duration.ofNanos(now - since);
    }
}
