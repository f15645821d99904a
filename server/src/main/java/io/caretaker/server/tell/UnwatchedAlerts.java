package io.caretaker.server.tell;

import io.caretaker.core.alert.AlertKey;
import io.caretaker.core.alert.AlertRule;
import io.caretaker.core.alert.Notice;
import io.caretaker.core.alert.Notifier;
import io.caretaker.core.alert.Subject;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.Severity;
import io.caretaker.core.status.ServiceState;
import io.caretaker.core.status.ServiceView;
import io.caretaker.server.watch.StatusBoard;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Set;

/// Says which services were not looked at for too long, and ends the alerts of those that nobody
/// looks at any more. Used by one thread.
public final class UnwatchedAlerts {
    private static final Duration EVERY = Duration.ofSeconds(10);

    /// What only a check can end.
    private static final Set<AlertRule> BY_CHECKS =
            EnumSet.of(
                    AlertRule.SERVICE_DOWN,
                    AlertRule.SERVICE_WARNING,
                    AlertRule.SERVICE_UNKNOWN,
                    AlertRule.SERVICE_FLAPPING,
                    AlertRule.CHECK_STALE,
                    AlertRule.METRIC);

    private final StatusBoard board;
    private final Notifier desk;
    private final InstantSource clock;
    private Instant since;
    private Instant last;

    public UnwatchedAlerts(StatusBoard board, Notifier desk, InstantSource clock) {
        this.board = board;
        this.desk = desk;
        this.clock = clock;
        this.since = clock.instant();
        this.last = since;
    }

    /// Looks at all services, now and then. Called every second.
    public void turn() {
        Instant now = clock.instant();
        Duration passed = Duration.between(last, now);
        if (!passed.isNegative() && passed.compareTo(EVERY) < 0) {
            return;
        }
        if (passed.isNegative() || passed.compareTo(EVERY.multipliedBy(6)) > 0) {
            // The machine slept, or its clock was set: checks get their time first.
            since = now;
        }
        last = now;
        board.inventory().services().forEach(service -> look(service, now));
    }

    private void look(Service service, Instant now) {
        if (!service.monitoring().enabled()) {
            end(service, now);
            return;
        }
        ServiceState state = board.state(service.id());
        AlertKey key = AlertKey.of(AlertRule.CHECK_STALE, service.id());
        if (!new ServiceView(service, state).stale(now, since)) {
            desk.clear(Notice.cleared(now, key, service.label() + " is looked at again", ""));
        } else if (!desk.firing(key)) {
            desk.tell(
                    Notice.raised(
                            now,
                            key,
                            Severity.MEDIUM,
                            service.label() + " was not looked at for too long",
                            state.lastCheck() == null
                                    ? "it was never looked at"
                                    : "the last check was at " + state.lastCheck()));
        }
    }

    private void end(Service service, Instant now) {
        for (AlertKey key : desk.firing(Subject.of(service.id()))) {
            if (BY_CHECKS.contains(key.rule())) {
                desk.clear(Notice.cleared(now, key, service.label() + " is no longer watched", ""));
            }
        }
    }
}
