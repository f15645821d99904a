package io.caretaker.core.inventory;

import io.caretaker.core.health.Thresholds;
import io.caretaker.core.session.CleanupPolicy;
import io.caretaker.core.session.Protection;
import java.time.Duration;

/// How a database is cared for beyond being up: what counts as unhealthy, what is cleaned up, and
/// what is never touched. Means nothing for services that are no databases.
///
/// @param longQuery the age at which a query counts as long-running, in `long_running_queries`
/// @param emergencyOnSignal whether a signal to the daemon shuts this database down
public record Care(
        Thresholds thresholds,
        CleanupPolicy cleanup,
        Protection protection,
        Duration longQuery,
        boolean emergencyOnSignal) {
    public static final Care DEFAULT =
            new Care(
                    Thresholds.DEFAULT,
                    CleanupPolicy.DEFAULT,
                    Protection.NONE,
                    Duration.ofSeconds(5),
                    false);

    public Care {
        if (longQuery.isNegative() || longQuery.isZero()) {
            throw new IllegalArgumentException("long_query_sec must be above 0");
        }
    }

    /// The same, sparing more.
    public Care protecting(Protection more) {
        return new Care(thresholds, cleanup, protection.and(more), longQuery, emergencyOnSignal);
    }
}
