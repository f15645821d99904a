package io.caretaker.core.health;

import java.time.Duration;

/// How closely a server is looked at.
///
/// @param longQuery the age at which a query counts as long-running
/// @param details whether the tables behind the metrics are wanted too
/// @param window how long to watch counters for rates when there was no look before; zero reports
///   no rates then
public record HealthScope(Duration longQuery, boolean details, Duration window) {
    /// For regular checks, whose rates come from the check before.
    public static HealthScope routine(Duration longQuery) {
        return new HealthScope(longQuery, false, Duration.ZERO);
    }

    /// For a person who looks once.
    public static HealthScope full(Duration longQuery, Duration window) {
        return new HealthScope(longQuery, true, window);
    }
}
