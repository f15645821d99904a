package io.caretaker.web.page;

import io.caretaker.core.alert.Subject;
import io.caretaker.core.audit.AuditEntry;
import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.status.ServiceState;
import io.caretaker.core.status.Status;
import io.caretaker.server.desk.RecoveryDesk;
import io.caretaker.server.desk.RecoveryVerdict;
import io.caretaker.web.Daemon;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes the picture of one service for its page. Thread-safe.
public final class ServicePicture {
    private final Daemon daemon;
    private final RecoveryDesk recovery;

    public ServicePicture(Daemon daemon, RecoveryDesk recovery) {
        this.daemon = daemon;
        this.recovery = recovery;
    }

    ServicePage of(Service service, Services.Kept kept, String range, int page) {
        Instant now = daemon.clock().instant();
        ServiceId id = service.id();
        Inventory inventory = daemon.caretaker().inventory();
        ServiceState state = daemon.caretaker().state(id);
        RecoveryVerdict verdict = verdict(id);
        Duration window = Services.RANGES.getOrDefault(range, Duration.ofDays(1));
        return new ServicePage(
                ServiceHead.of(service, state, inventory, now),
                service.description() == null ? "" : service.description(),
                service.tags(),
                HeartbeatBar.of(daemon.caretaker().recent().of(id)),
                figures(kept, state, now),
                range,
                List.copyOf(Services.RANGES.keySet()),
                chart(id, now.minus(window), now),
                ChartWords.responses(kept.responses(), range),
                links(inventory, inventory.dependenciesOf(service)),
                links(inventory, inventory.services(each -> each.dependencies().contains(id))),
                verdict == null ? "" : verdict.reason(),
                verdict != null && verdict.wouldAct(),
                healing(service),
                blocked(id),
                service.check() instanceof CheckSpec.Database,
                alerts(id, now),
                attempts(kept.audit(), now),
                kept.rows().stream().map(row -> line(row, now)).toList(),
                page,
                kept.more(),
                kept.away());
    }

    private @Nullable RecoveryVerdict verdict(ServiceId id) {
        try {
            return recovery.outlook(id, false);
        } catch (Problem _) {
            return null;
        }
    }

    private boolean blocked(ServiceId id) {
        var known = daemon.caretaker().recovery().states().get(id);
        return known != null && known.blockedSince() != null;
    }

    private static String healing(Service service) {
        return service.recovery().recoverOnDown()
                ? "Caretaker heals it when it is down, with at most "
                        + Amounts.count(service.recovery().maxAttempts(), "attempt")
                        + "."
                : "Caretaker does not heal it: its recovery is off.";
    }

    private static List<ServicePage.Figure> figures(
            Services.Kept kept, ServiceState state, Instant now) {
        var figures = new ArrayList<ServicePage.Figure>();
        figures.add(uptime("Uptime, 24 h", kept, now, Duration.ofHours(24)));
        figures.add(uptime("Uptime, 7 d", kept, now, Duration.ofDays(7)));
        figures.add(uptime("Uptime, 30 d", kept, now, Duration.ofDays(30)));
        if (state.consecutiveFailures() > 0) {
            figures.add(
                    new ServicePage.Figure(
                            "Failed in a row",
                            Amounts.count(state.consecutiveFailures(), "check")));
        }
        return figures;
    }

    private static ServicePage.Figure uptime(
            String name, Services.Kept kept, Instant now, Duration time) {
        return new ServicePage.Figure(
                name, Amounts.percent(Uptimes.percent(kept.hours(), now, time)));
    }

    static String chart(ServiceId id, Instant from, Instant to) {
        return "/api/v1/services/"
                + URLEncoder.encode(id.value(), StandardCharsets.UTF_8)
                + "/series?points=120&from="
                + from.truncatedTo(java.time.temporal.ChronoUnit.SECONDS)
                + "&to="
                + to.truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
    }

    private List<ServicePage.Link> links(Inventory inventory, Collection<Service> services) {
        return services.stream()
                .map(each ->
                        new ServicePage.Link(
                                each.id().value(),
                                each.label(),
                                StateWords.of(
                                        daemon.caretaker().state(each.id()),
                                        ServiceHead.watched(each, inventory))))
                .toList();
    }

    private List<ServicePage.AlertLine> alerts(ServiceId id, Instant now) {
        return daemon.caretaker().alerts().now().firing().stream()
                .filter(each -> each.key().subject().equals(Subject.of(id)))
                .map(each ->
                        new ServicePage.AlertLine(
                                each.id(), each.title(), each.text(), When.of(each.since(), now)))
                .toList();
    }

    private static List<ServicePage.Attempt> attempts(List<AuditEntry> audit, Instant now) {
        return audit.stream()
                .map(each ->
                        new ServicePage.Attempt(
                                When.of(each.at(), now),
                                each.action().replace("recovery.", "").replace('_', ' '),
                                each.actor(),
                                each.success(),
                                each.message()))
                .toList();
    }

    static ServicePage.ResultLine line(HistoryEntry row, Instant now) {
        HistoryEntry.RecoveryNote note = row.recovery();
        StateWords words =
                note != null
                        ? new StateWords("Recovery", note.success() ? "good" : "bad")
                        : words(row.status());
        String message = note != null ? note.action() + ": " + note.message() : row.error();
        return new ServicePage.ResultLine(
                When.of(row.timestamp(), now),
                words,
                Amounts.response(row.responseTime()),
                message == null ? "" : message);
    }

    private static StateWords words(Status status) {
        return switch (status) {
            case RUNNING -> new StateWords("Up", "good");
            case WARNING -> new StateWords("Warning", "doubt");
            case STOPPED -> new StateWords("Stopped", "bad");
            case ERROR -> new StateWords("Down", "bad");
            case UNKNOWN -> new StateWords("Unknown", "unknown");
        };
    }
}
