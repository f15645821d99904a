package io.caretaker.web;

import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.overview.DatabaseHealth;
import io.caretaker.core.overview.Findings;
import io.caretaker.core.overview.Overview;
import io.caretaker.core.status.ServiceState;
import io.caretaker.server.Caretaker;
import io.caretaker.server.care.HealthBoard;
import io.caretaker.server.tell.AlertsNow;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How everything is now, from the daemon's memory alone, so that it is known also while the store
/// is away. Made anew a few times a second at most, whatever the number of those who ask.
/// Thread-safe.
public final class Present {
    private static final Duration GOOD_FOR = Duration.ofMillis(250);

    private final Daemon daemon;
    private @Nullable Overview newest;
    private long madeAt;

    public Present(Daemon daemon) {
        this.daemon = daemon;
    }

    /// At most a quarter of a second old.
    public synchronized Overview overview() {
        Overview known = newest;
        long now = daemon.ticker().nanos();
        if (known == null || now - madeAt > GOOD_FOR.toNanos()) {
            known = Overview.of(findings());
            newest = known;
            madeAt = now;
        }
        return known;
    }

    /// As it is at this moment, for whoever was told that it has changed.
    public synchronized Overview fresh() {
        newest = null;
        return overview();
    }

    private Findings findings() {
        Caretaker caretaker = daemon.caretaker();
        Map<ServiceId, ServiceState> states = new HashMap<>();
        caretaker.board().states().forEach(each -> states.put(each.id(), each));
        Map<ServiceId, DatabaseHealth> health = new HashMap<>();
        caretaker.health().all().forEach((id, each) -> health.put(id, picture(each)));
        AlertsNow alerts = caretaker.alerts().now();
        return Findings.of(caretaker.inventory(), states, daemon.clock().instant())
                .withRecovery(
                        caretaker.recovery().states(),
                        caretaker.recovery().approvals(),
                        caretaker.recovery().pause())
                .withAlerts(alerts.firing(), alerts.words())
                .withHealth(health);
    }

    private static DatabaseHealth picture(HealthBoard.Health health) {
        String worst = health.alerts().isEmpty() ? "" : health.alerts().getFirst().message();
        return new DatabaseHealth(health.status(), health.score(), worst);
    }
}
