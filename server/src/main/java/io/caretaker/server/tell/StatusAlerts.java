package io.caretaker.server.tell;

import io.caretaker.core.alert.AlertKey;
import io.caretaker.core.alert.AlertRule;
import io.caretaker.core.alert.Notice;
import io.caretaker.core.alert.Notifier;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.inventory.Severity;
import io.caretaker.core.status.ServiceState;
import io.caretaker.core.status.Status;
import io.caretaker.core.status.Transition;
import io.caretaker.server.watch.CheckResult;
import io.caretaker.server.watch.StatusBoard;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/// Says what results mean for people. It goes by what is, not by what changed: each result is
/// compared with the alerts that fire, so that whatever was lost with a caretaker that was killed
/// is made up for by the next result. Thread-safe.
///
/// A service that nobody can find out about because its host is silent says nothing new; that is
/// told of the host. One that was down and is unknown now stays down for people.
public final class StatusAlerts implements StatusBoard.Listener {
    private final Notifier desk;
    private final Predicate<ServiceId> explained;
    private static final int FEWEST_UNKNOWNS = 2;

    private final Map<ServiceId, Integer> unknowns = new ConcurrentHashMap<>();

    /// @param explained whether the warnings of a service are told as metrics
    public StatusAlerts(Notifier desk, Predicate<ServiceId> explained) {
        this.desk = desk;
        this.explained = explained;
    }

    @Override
    public void observed(CheckResult result, Transition transition) {
        Service service = result.service();
        if (result.hostSilent()) {
            unknowns.remove(service.id());
            return;
        }
        down(service, transition, result.at());
        warning(service, transition, result.at());
        unknown(service, transition, result.at());
        flapping(service, transition.state(), result.at());
    }

    private void down(Service service, Transition transition, Instant at) {
        AlertKey key = AlertKey.of(AlertRule.SERVICE_DOWN, service.id());
        Status status = transition.state().status();
        if (status.down()) {
            if (!desk.firing(key) || transition.kind() == Transition.Kind.STILL_DOWN) {
                String reason = transition.reason();
                desk.tell(
                        Notice.raised(
                                at,
                                key,
                                service.alerting().severity(),
                                service.label() + " is down",
                                reason));
            }
        } else if (status.up()) {
            String title = service.label() + " is up";
            desk.clear(Notice.cleared(at, key, title, transition.state().message()));
            desk.firing(key.subject()).stream()
                    .filter(each -> each.rule() == AlertRule.APPROVAL_WANTED)
                    .forEach(each -> desk.clear(Notice.cleared(at, each, title, "")));
        }
    }

    private void warning(Service service, Transition transition, Instant at) {
        AlertKey key = AlertKey.of(AlertRule.SERVICE_WARNING, service.id());
        ServiceState state = transition.state();
        if (state.status() != Status.WARNING) {
            String title =
                    state.status() == Status.RUNNING
                            ? service.label() + " no longer warns"
                            : service.label() + " no longer only warns";
            desk.clear(Notice.cleared(at, key, title, transition.reason()));
        } else if (!desk.firing(key) && !explained.test(service.id())) {
            desk.tell(
                    Notice.raised(
                            at,
                            key,
                            atMostMedium(service),
                            service.label() + " works and warns",
                            state.message()));
        }
    }

    private void unknown(Service service, Transition transition, Instant at) {
        AlertKey key = AlertKey.of(AlertRule.SERVICE_UNKNOWN, service.id());
        ServiceState state = transition.state();
        boolean down = desk.firing(AlertKey.of(AlertRule.SERVICE_DOWN, service.id()));
        boolean lasts = lasts(service, state);
        if (state.status() != Status.UNKNOWN) {
            desk.clear(
                    Notice.cleared(
                            at,
                            key,
                            "it is known again how " + service.label() + " is",
                            transition.reason()));
        } else if (lasts && !down && !desk.firing(key)) {
            desk.tell(
                    Notice.raised(
                            at,
                            key,
                            atMostMedium(service),
                            "nobody can find out how " + service.label() + " is",
                            state.message()));
        }
    }

    /// Whether so many looks in a row found nothing out that it is no longer the end of a silence
    /// of its host.
    private boolean lasts(Service service, ServiceState state) {
        if (state.lastResult() != Status.UNKNOWN) {
            unknowns.remove(service.id());
            return false;
        }
        return unknowns.merge(service.id(), 1, Integer::sum)
                > Math.max(FEWEST_UNKNOWNS, service.monitoring().retryAttempts());
    }

    private void flapping(Service service, ServiceState state, Instant at) {
        AlertKey key = AlertKey.of(AlertRule.SERVICE_FLAPPING, service.id());
        if (!state.flapping()) {
            desk.clear(
                    Notice.cleared(
                            at,
                            key,
                            service.label() + " no longer goes up and down",
                            state.message()));
        } else if (!desk.firing(key)) {
            desk.tell(
                    Notice.raised(
                            at,
                            key,
                            service.alerting().severity(),
                            service.label() + " goes up and down",
                            state.message()));
        }
    }

    private static Severity atMostMedium(Service service) {
        Severity own = service.alerting().severity();
        return own.compareTo(Severity.MEDIUM) < 0 ? own : Severity.MEDIUM;
    }

    /// Whether the raw listeners need not hear a notice: alerting is off for its service, or what
    /// the service needs is down, which they hear of.
    public static boolean quiet(Notice notice, StatusBoard board) {
        ServiceId id = notice.service();
        if (id == null) {
            return false;
        }
        boolean off =
                board.inventory()
                        .service(id)
                        .map(service -> !service.alerting().enabled())
                        .orElse(false);
        boolean ofStatus =
                switch (notice.key().rule()) {
                    case SERVICE_DOWN, SERVICE_WARNING, SERVICE_UNKNOWN, SERVICE_FLAPPING -> true;
                    default -> false;
                };
        return off || (ofStatus && board.state(id).unreachable());
    }

    /// Gives up what is known of services that are gone.
    public void forget(Set<ServiceId> gone) {
        unknowns.keySet().removeAll(gone);
    }
}
