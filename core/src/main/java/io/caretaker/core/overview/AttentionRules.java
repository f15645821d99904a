package io.caretaker.core.overview;

import static io.caretaker.core.overview.Texts.sentence;

import io.caretaker.core.alert.Alert;
import io.caretaker.core.alert.AlertPlace;
import io.caretaker.core.alert.AlertRule;
import io.caretaker.core.alert.Subject;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.inventory.Severity;
import io.caretaker.core.recovery.Pause;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// What needs attention, one item for one problem. Pure.
final class AttentionRules {
    private static final Comparator<AttentionItem> FIRST_THINGS_FIRST =
            Comparator.comparingInt(AttentionRules::rank)
                    .thenComparing(AttentionItem::severity, Comparator.reverseOrder())
                    .thenComparing(
                            AttentionItem::since, Comparator.nullsLast(Comparator.naturalOrder()))
                    .thenComparing(item -> item.subject().toString())
                    .thenComparing(AttentionItem::what);

    /// What the items of services, hosts and caretaker's isolation speak for.
    private static final Set<AlertRule> SPOKEN_FOR = spokenFor();

    private final Findings findings;
    private final Troubles troubles;
    private final List<AttentionItem> items = new ArrayList<>();

    private AttentionRules(Findings findings, Troubles troubles) {
        this.findings = findings;
        this.troubles = troubles;
    }

    static List<AttentionItem> items(Findings findings, Troubles troubles) {
        var rules = new AttentionRules(findings, troubles);
        rules.services();
        rules.hosts();
        rules.isolation();
        rules.otherAlerts();
        rules.pause();
        return rules.items.stream().sorted(FIRST_THINGS_FIRST).toList();
    }

    private static Set<AlertRule> spokenFor() {
        Set<AlertRule> all = EnumSet.copyOf(Trouble.spokenFor());
        all.add(AlertRule.HOST_SILENT);
        all.add(AlertRule.CUT_OFF);
        return all;
    }

    private static int rank(AttentionItem item) {
        return item.wanted() == Wanted.APPROVE ? 0 : item.seenBy() == null ? 1 : 2;
    }

    /// The severity of the worst of them; low for none.
    static Severity worst(List<Service> services, Troubles troubles) {
        return services.stream()
                .map(troubles::severity)
                .max(Severity::compareTo)
                .orElse(Severity.LOW);
    }

    private void services() {
        var services = new ServiceItems(findings, troubles);
        troubles.owned()
                .forEach((subject, owned) ->
                        subject.service()
                                .flatMap(findings.inventory()::service)
                                .ifPresent(service -> {
                                    Trouble trouble = troubles.trouble(service);
                                    if (trouble != null) {
                                        items.add(services.of(service, trouble, owned));
                                    }
                                }));
    }

    private void hosts() {
        var hosts = new HostItems(findings, troubles);
        if (!troubles.cutOff()) {
            troubles.silentHosts().forEach(host -> items.add(hosts.silent(host)));
        }
        troubles.owned()
                .forEach((subject, owned) ->
                        subject.host()
                                .filter(host -> !troubles.silentHosts().contains(host))
                                .ifPresent(host -> items.add(hosts.maintained(host, owned))));
    }

    private void isolation() {
        Alert alert = troubles.alerts().of(Subject.CARETAKER, AlertRule.CUT_OFF);
        if (alert != null) {
            List<ServiceId> folded =
                    troubles.owned().getOrDefault(Subject.CARETAKER, List.of()).stream()
                            .map(Service::id)
                            .toList();
            items.add(
                    told(
                            alert,
                            Advice.look(
                                    "Caretaker concludes nothing and does nothing until something"
                                            + " answers.",
                                    "Look at the network of the machine that caretaker runs on."),
                            folded));
        }
    }

    private void otherAlerts() {
        Advice look = Advice.look("", "Look into it.");
        for (Subject subject : troubles.alerts().subjects()) {
            if (present(subject)) {
                troubles.alerts().of(subject).stream()
                        .filter(each -> !SPOKEN_FOR.contains(each.key().rule()))
                        .forEach(each -> items.add(told(each, look, List.of())));
            }
        }
    }

    /// Whether it is still there and watched.
    private boolean present(Subject subject) {
        return switch (subject.kind()) {
            case SERVICE ->
                    subject.service()
                            .flatMap(findings.inventory()::service)
                            .filter(troubles::watched)
                            .isPresent();
            case HOST -> subject.host().flatMap(findings.inventory()::host).isPresent();
            case CHANNEL, CARETAKER -> true;
        };
    }

    private AttentionItem told(Alert alert, Advice advice, List<ServiceId> folded) {
        Subject subject = alert.key().subject();
        String label = AlertPlace.of(subject, findings.inventory()).label();
        String seenBy = troubles.alerts().seenBy(List.of(alert));
        return new AttentionItem(
                subject,
                label.isEmpty() ? "caretaker" : label,
                alert.severity(),
                alert.since(),
                sentence(alert.title()),
                sentence(alert.text()),
                advice.doing(),
                seenBy == null ? advice.wanted() : Wanted.NONE,
                seenBy == null ? advice.asked() : "",
                "",
                List.of(alert.id()),
                seenBy,
                folded);
    }

    /// A pause that somebody forgot is found here; while something waits for it, it is bad.
    private void pause() {
        Pause pause = findings.pauseInForce();
        if (pause == null) {
            return;
        }
        boolean needed =
                troubles.owned().keySet().stream()
                        .flatMap(each -> each.service().stream())
                        .flatMap(id -> findings.inventory().service(id).stream())
                        .anyMatch(each ->
                                each.recovery().recoverOnDown()
                                        && troubles.status(each).down()
                                        && !troubles.planned(each));
        String end =
                pause.until() == null
                        ? "until somebody resumes it."
                        : "and goes on " + Texts.in(pause.until(), findings.now()) + ".";
        items.add(
                new AttentionItem(
                        Subject.CARETAKER,
                        "caretaker",
                        needed ? Severity.HIGH : Severity.LOW,
                        pause.since(),
                        "Recovery is paused by " + pause.by() + ".",
                        sentence(pause.reason()),
                        "Caretaker watches and heals nothing, " + end,
                        needed ? Wanted.LOOK : Wanted.NONE,
                        needed ? "Resume recovery as soon as it is safe." : "",
                        "",
                        List.of(),
                        null,
                        List.of()));
    }
}
