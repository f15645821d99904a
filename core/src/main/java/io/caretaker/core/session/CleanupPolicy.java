package io.caretaker.core.session;

import io.caretaker.core.health.HealthStatus;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/// What a clean-up may end, and how patiently.
///
/// @param enabled whether the daemon does it by itself; by command it can always be done
/// @param interval time between two clean-ups of the daemon, 1 s to 1 day
/// @param grace time between cancelling and terminating, 0 to 10 min
/// @param mostPerCycle how many sessions are ended at most in one clean-up, 1 to 10,000
/// @param limits a limit for each offence
public record CleanupPolicy(
        boolean enabled,
        Duration interval,
        Duration grace,
        int mostPerCycle,
        Map<Offence, Limit> limits) {

    /// More than this at a time is no clean-up.
    public static final int MOST_PER_CYCLE = 10_000;

    public static final CleanupPolicy DEFAULT =
            new CleanupPolicy(
                    false,
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(10),
                    20,
                    Map.of(
                            Offence.BLOCKING,
                            new Limit(true, Duration.ofSeconds(60), HealthStatus.WARNING),
                            Offence.IDLE_IN_TRANSACTION,
                            new Limit(true, Duration.ofSeconds(300), HealthStatus.WARNING),
                            Offence.LONG_QUERY,
                            new Limit(true, Duration.ofSeconds(300), HealthStatus.WARNING),
                            Offence.IDLE,
                            new Limit(true, Duration.ofSeconds(1800), HealthStatus.CRITICAL)));

    public CleanupPolicy {
        within(interval, Duration.ofSeconds(1), Duration.ofDays(1), "interval_sec");
        within(grace, Duration.ZERO, Duration.ofMinutes(10), "grace_sec");
        if (mostPerCycle < 1 || mostPerCycle > MOST_PER_CYCLE) {
            throw new IllegalArgumentException(
                    "max_per_cycle must be 1 to " + MOST_PER_CYCLE + ", but is " + mostPerCycle);
        }
        var all = new EnumMap<Offence, Limit>(Offence.class);
        all.putAll(limits);
        for (Offence offence : Offence.values()) {
            if (!all.containsKey(offence)) {
                throw new IllegalArgumentException(
                        "a limit for " + offence.label() + " is missing");
            }
        }
        limits = Map.copyOf(all);
    }

    public Limit limit(Offence offence) {
        return Objects.requireNonNull(limits.get(offence));
    }

    /// The same with another limit for one offence.
    public CleanupPolicy with(Offence offence, Limit limit) {
        var changed = new EnumMap<Offence, Limit>(Offence.class);
        changed.putAll(limits);
        changed.put(offence, limit);
        return new CleanupPolicy(enabled, interval, grace, mostPerCycle, changed);
    }

    public CleanupPolicy withGrace(Duration newGrace) {
        return new CleanupPolicy(enabled, interval, newGrace, mostPerCycle, limits);
    }

    public CleanupPolicy atMost(int newMost) {
        return new CleanupPolicy(enabled, interval, grace, newMost, limits);
    }

    private static void within(Duration value, Duration least, Duration most, String field) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    field
                            + " must be "
                            + least.toSeconds()
                            + " to "
                            + most.toSeconds()
                            + " s, but is "
                            + value.toMillis() / 1000.0);
        }
    }

    /// What one offence takes.
    ///
    /// @param end whether sessions are ended for it at all
    /// @param after how long it must have lasted: blocking by the longest wait for that very
    ///   session, the others by the age of the state or query
    /// @param actAt how bad the offence's metric must be before anything is ended
    public record Limit(boolean end, Duration after, HealthStatus actAt) {
        public Limit {
            if (after.isNegative()) {
                throw new IllegalArgumentException("after_sec must not be negative");
            }
            if (actAt == HealthStatus.HEALTHY) {
                throw new IllegalArgumentException("act_at must be warning or critical");
            }
        }

        public Limit after(Duration newAfter) {
            return new Limit(end, newAfter, actAt);
        }
    }
}
