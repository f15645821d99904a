package io.caretaker.core.overview;

import static io.caretaker.core.overview.Texts.count;
import static io.caretaker.core.overview.Texts.sentence;

import io.caretaker.core.alert.Alert;
import io.caretaker.core.alert.AlertRule;
import io.caretaker.core.alert.Subject;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.recovery.Approval;
import io.caretaker.core.status.ServiceState;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The item of a service that has trouble of its own. Pure.
final class ServiceItems {
    private static final Set<AlertRule> METRIC = EnumSet.of(AlertRule.METRIC);

    private final Findings findings;
    private final Troubles troubles;
    private final HealingAdvice healing;

    ServiceItems(Findings findings, Troubles troubles) {
        this.findings = findings;
        this.troubles = troubles;
        this.healing = new HealingAdvice(findings, troubles);
    }

    /// @param owned the service itself, and those whose trouble it explains
    AttentionItem of(Service service, Trouble trouble, List<Service> owned) {
        Subject subject = Subject.of(service.id());
        List<Alert> alerts = troubles.alerts().of(subject, trouble.rules());
        List<ServiceId> folded =
                owned.stream().map(Service::id).filter(id -> !id.equals(service.id())).toList();
        Approval approval = troubles.approval(service.id());
        Advice advice = advice(service, trouble);
        String seenBy = troubles.alerts().seenBy(alerts);
        boolean seen = seenBy != null && approval == null;
        return new AttentionItem(
                subject,
                service.label(),
                AttentionRules.worst(owned, troubles),
                since(service, trouble, alerts),
                what(service, trouble, folded.size()),
                why(service, trouble),
                advice.doing(),
                seen ? Wanted.NONE : advice.wanted(),
                seen ? "" : advice.asked(),
                approval == null ? "" : approval.id(),
                alerts.stream().map(Alert::id).toList(),
                seenBy,
                folded);
    }

    private @Nullable Instant since(Service service, Trouble trouble, List<Alert> alerts) {
        Instant first = alerts.stream().map(Alert::since).min(Instant::compareTo).orElse(null);
        Instant state = findings.state(service).statusSince();
        return switch (trouble) {
            case DOWN, UNKNOWN, WARNING -> state == null ? first : state;
            case FLAPPING, METRIC -> first;
        };
    }

    private String what(Service service, Trouble trouble, int folded) {
        String name = service.label();
        String others =
                folded == 0
                        ? ""
                        : ", and "
                                + count(folded, "service")
                                + Texts.verb(folded, " that needs it has", " that need it have")
                                + " trouble";
        return switch (trouble) {
            case DOWN ->
                    name
                            + (findings.state(service).flapping()
                                    ? " goes up and down and is down now"
                                    : " is down")
                            + others
                            + ".";
            case FLAPPING -> name + " goes up and down" + others + ".";
            case UNKNOWN -> unknown(service);
            case WARNING -> name + " works and warns.";
            case METRIC -> metric(service);
        };
    }

    private String unknown(Service service) {
        Subject subject = Subject.of(service.id());
        ServiceState state = findings.state(service);
        if (state.status().up()) {
            return service.label() + " was not looked at for too long.";
        }
        boolean before = troubles.alerts().fires(subject, AlertRule.SERVICE_DOWN);
        return "Nobody can find out how "
                + service.label()
                + " is"
                + (before ? "; it was down before." : ".");
    }

    private String metric(Service service) {
        List<Alert> metrics = metrics(service);
        return switch (metrics.size()) {
            case 0 -> service.label() + " works, and its metrics are not good.";
            case 1 -> sentence(metrics.getFirst().title());
            default ->
                    count(metrics.size(), "metric")
                            + " of "
                            + service.label()
                            + " are past their thresholds.";
        };
    }

    private List<Alert> metrics(Service service) {
        return troubles.alerts().of(Subject.of(service.id()), METRIC);
    }

    private String why(Service service, Trouble trouble) {
        List<Alert> metrics = metrics(service);
        return switch (trouble) {
            case DOWN, FLAPPING, UNKNOWN, WARNING -> sentence(findings.state(service).message());
            case METRIC -> {
                DatabaseHealth health = findings.health().get(service.id());
                yield sentence(
                        !metrics.isEmpty()
                                ? metrics.getFirst().text()
                                : health == null ? "" : health.worst());
            }
        };
    }

    private Advice advice(Service service, Trouble trouble) {
        return switch (trouble) {
            case DOWN -> healing.of(service);
            case UNKNOWN ->
                    troubles.approval(service.id()) != null
                            ? healing.of(service)
                            : lookUnlessPlanned(
                                    service,
                                    "Caretaker keeps asking, and does nothing to what it does not"
                                            + " know.",
                                    "Look why it cannot be asked.");
            case FLAPPING ->
                    lookUnlessPlanned(
                            service,
                            "Caretaker watches it and does not restart it while it is up.",
                            "Find out why it does not stay up.");
            case WARNING, METRIC -> mild(service);
        };
    }

    private Advice lookUnlessPlanned(Service service, String doing, String asked) {
        return troubles.planned(service)
                ? Advice.nothingAsked("This is maintenance time: caretaker only watches it.")
                : Advice.look(doing, asked);
    }

    private Advice mild(Service service) {
        Advice look =
                lookUnlessPlanned(
                        service,
                        "Caretaker watches it; there is nothing to heal while it works.",
                        "Look into it when you can.");
        boolean told =
                look.wanted() == Wanted.LOOK
                        && !troubles.alerts()
                                .of(Subject.of(service.id()), Trouble.WARNING.rules())
                                .isEmpty();
        return told
                ? new Advice(
                        look.doing(),
                        Wanted.ACKNOWLEDGE,
                        "Look into it when you can, and acknowledge that you have seen it.")
                : look;
    }
}
