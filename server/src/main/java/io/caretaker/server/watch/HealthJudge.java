package io.caretaker.server.watch;

import io.caretaker.core.check.Metrics;
import io.caretaker.core.health.DatabaseReply;
import io.caretaker.core.health.HealthAlert;
import io.caretaker.core.health.HealthRules;
import io.caretaker.core.inventory.Service;
import java.time.InstantSource;
import java.util.List;

/// Says which alerts a database's metrics amount to. Thread-safe.
@FunctionalInterface
public interface HealthJudge {
    /// The alerts in force, the worst first.
    List<HealthAlert> judge(Service service, Metrics metrics);

    /// Hears what a database answered, with all that is known of it, after it was judged; nothing
    /// is made of it here.
    default void answered(Service service, DatabaseReply reply) {}

    /// One that remembers nothing between two looks: no threshold has to hold.
    static HealthJudge once(InstantSource clock) {
        return (service, metrics) ->
                HealthRules.once(metrics, service.care().thresholds(), clock.instant());
    }
}
