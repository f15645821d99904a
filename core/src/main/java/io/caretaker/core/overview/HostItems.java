package io.caretaker.core.overview;

import static io.caretaker.core.overview.Texts.count;
import static io.caretaker.core.overview.Texts.sentence;
import static io.caretaker.core.overview.Texts.verb;

import io.caretaker.core.alert.Alert;
import io.caretaker.core.alert.AlertRule;
import io.caretaker.core.alert.Subject;
import io.caretaker.core.inventory.HostId;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.inventory.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/// The item of a host that explains the trouble of its services. Pure.
final class HostItems {
    private final Findings findings;
    private final Troubles troubles;

    HostItems(Findings findings, Troubles troubles) {
        this.findings = findings;
        this.troubles = troubles;
    }

    /// One that does not answer.
    AttentionItem silent(HostId host) {
        Subject subject = Subject.of(host);
        Alert alert =
                Objects.requireNonNull(
                        troubles.alerts().of(subject, AlertRule.HOST_SILENT), "a silent host");
        List<Service> owned = troubles.owned().getOrDefault(subject, List.of());
        boolean planned = troubles.inMaintenance(host);
        Severity own = planned ? Severity.LOW : alert.severity();
        Severity folded = AttentionRules.worst(owned, troubles);
        Advice advice = silence(host, owned, planned);
        String seenBy = troubles.alerts().seenBy(List.of(alert));
        return new AttentionItem(
                subject,
                host.value(),
                own.compareTo(folded) >= 0 ? own : folded,
                alert.since(),
                "Host " + host + " does not answer.",
                sentence(alert.text()),
                advice.doing(),
                seenBy == null ? advice.wanted() : Wanted.NONE,
                seenBy == null ? advice.asked() : "",
                "",
                List.of(alert.id()),
                seenBy,
                ids(owned));
    }

    private static Advice silence(HostId host, List<Service> owned, boolean planned) {
        long here = owned.stream().filter(each -> each.hostId().equals(host)).count();
        int others = owned.size() - (int) here;
        String services =
                here == 0
                        ? "Caretaker keeps asking."
                        : "Caretaker keeps asking; "
                                + count((int) here, "service")
                                + verb((int) here, " is", " are")
                                + " not judged until it answers.";
        String needing =
                others == 0
                        ? ""
                        : " "
                                + count(others, "service")
                                + verb(others, " elsewhere needs", " elsewhere need")
                                + " it and "
                                + verb(others, "has", "have")
                                + " trouble.";
        return planned
                ? Advice.nothingAsked(services + needing + " The host is in maintenance.")
                : Advice.look(services + needing, "Look at the host and the way to it.");
    }

    /// One in maintenance, whose services have trouble.
    AttentionItem maintained(HostId host, List<Service> owned) {
        List<ServiceId> folded = ids(owned);
        Instant since =
                owned.stream()
                        .map(each -> findings.state(each).statusSince())
                        .filter(Objects::nonNull)
                        .min(Instant::compareTo)
                        .orElse(null);
        Severity worst = AttentionRules.worst(owned, troubles);
        boolean reachesOut = worst != Severity.LOW;
        return new AttentionItem(
                Subject.of(host),
                host.value(),
                worst,
                since,
                "Host " + host + " is in maintenance, and " + having(owned.size()) + ".",
                reachesOut ? "Services on other hosts need what is being worked on." : "",
                "Caretaker watches the services there and does not heal them.",
                reachesOut ? Wanted.LOOK : Wanted.NONE,
                reachesOut ? "Look whether this was meant to happen." : "",
                "",
                List.of(),
                null,
                folded);
    }

    private static String having(int services) {
        return count(services, "service") + verb(services, " has", " have") + " trouble";
    }

    private static List<ServiceId> ids(List<Service> services) {
        return services.stream().map(Service::id).toList();
    }
}
