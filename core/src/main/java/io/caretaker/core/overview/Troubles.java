package io.caretaker.core.overview;

import io.caretaker.core.alert.AlertRule;
import io.caretaker.core.alert.Causes;
import io.caretaker.core.alert.Subject;
import io.caretaker.core.health.HealthStatus;
import io.caretaker.core.inventory.Environment;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.HostId;
import io.caretaker.core.inventory.HostStatus;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.inventory.Severity;
import io.caretaker.core.recovery.Approval;
import io.caretaker.core.status.ServiceState;
import io.caretaker.core.status.Status;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is wrong with whom, and what explains it: each service with trouble belongs to one subject,
/// which may be itself.
final class Troubles {
    private final Findings findings;
    private final FiringAlerts alerts;
    private final Map<HostId, HostStatus> hosts;
    private final Set<HostId> silent = new HashSet<>();
    private final Set<String> windows = new HashSet<>();
    private final Map<ServiceId, Approval> approvals = new HashMap<>();
    private final Map<Subject, List<Service>> owned = new LinkedHashMap<>();
    private final Map<ServiceId, Optional<Trouble>> known = new HashMap<>();
    private final boolean cutOff;
    private final Causes causes;

    private Troubles(Findings findings) {
        this.findings = findings;
        this.alerts = new FiringAlerts(findings);
        this.hosts = FleetRules.hostStatuses(findings);
        this.cutOff = alerts.fires(Subject.CARETAKER, AlertRule.CUT_OFF);
        this.causes = new Causes(findings.inventory(), this::explains);
    }

    static Troubles of(Findings findings) {
        var troubles = new Troubles(findings);
        troubles.hosts();
        troubles.windows();
        troubles.approvals();
        findings.inventory().services().forEach(troubles::place);
        return troubles;
    }

    private void hosts() {
        for (Host host : findings.inventory().hosts()) {
            boolean fires = alerts.fires(Subject.of(host.id()), AlertRule.HOST_SILENT);
            if (fires && host.status() != HostStatus.DECOMMISSIONED) {
                silent.add(host.id());
            }
        }
    }

    private void windows() {
        for (Environment environment : findings.inventory().environments()) {
            var window = environment.maintenanceWindow();
            if (window != null && window.contains(findings.now())) {
                windows.add(environment.name());
            }
        }
    }

    private void approvals() {
        for (Approval approval : findings.approvals()) {
            boolean open =
                    approval.verdict() == Approval.Verdict.PENDING
                            && !approval.expired(findings.now());
            boolean wanted =
                    findings.inventory()
                            .service(approval.service())
                            .filter(each -> watched(each) && !status(each).up())
                            .isPresent();
            if (open && wanted) {
                approvals.put(approval.service(), approval);
            }
        }
    }

    private void place(Service service) {
        Subject owner = watched(service) ? owner(service) : null;
        if (owner != null) {
            owned.computeIfAbsent(owner, _ -> new ArrayList<>()).add(service);
        }
    }

    private @Nullable Subject owner(Service service) {
        Subject itself = Subject.of(service.id());
        if (approval(service.id()) != null) {
            return itself;
        }
        Trouble trouble = trouble(service);
        Subject outside = outside(service, trouble);
        if (outside != null || trouble == null) {
            return outside;
        }
        Service cause = trouble.explainable() ? causes.of(service) : null;
        if (cause != null) {
            Subject above = outside(cause, trouble(cause));
            return above == null ? Subject.of(cause.id()) : above;
        }
        return itself;
    }

    /// What explains it from outside: caretaker itself, its host, or work on its host.
    private @Nullable Subject outside(Service service, @Nullable Trouble trouble) {
        boolean unreachable = silent(service) || findings.state(service).unreachable();
        if (cutOff && unreachable) {
            return Subject.CARETAKER;
        }
        boolean host = silent(service) || (trouble != null && inMaintenance(service));
        return host && approval(service.id()) == null ? Subject.of(service.hostId()) : null;
    }

    private boolean explains(Service needed) {
        return watched(needed) && (status(needed).down() || silent(needed));
    }

    /// The trouble of a service that is watched; null for none.
    @Nullable Trouble trouble(Service service) {
        return known.computeIfAbsent(service.id(), _ -> Optional.ofNullable(look(service)))
                .orElse(null);
    }

    private @Nullable Trouble look(Service service) {
        ServiceState state = findings.state(service);
        Subject subject = Subject.of(service.id());
        if (state.status().down()) {
            return Trouble.DOWN;
        }
        if (state.flapping()) {
            return Trouble.FLAPPING;
        }
        boolean unknown =
                state.status() == Status.UNKNOWN
                        && (approval(service.id()) != null
                                || !alerts.of(subject, Trouble.UNKNOWN.rules()).isEmpty());
        if (unknown || alerts.fires(subject, AlertRule.CHECK_STALE)) {
            return Trouble.UNKNOWN;
        }
        if (state.status() == Status.WARNING) {
            return Trouble.WARNING;
        }
        DatabaseHealth health = findings.health().get(service.id());
        boolean ill = health != null && health.status() != HealthStatus.HEALTHY;
        return ill || alerts.fires(subject, AlertRule.METRIC) ? Trouble.METRIC : null;
    }

    FiringAlerts alerts() {
        return alerts;
    }

    /// The services whose trouble belongs to each subject, its own included.
    Map<Subject, List<Service>> owned() {
        return owned;
    }

    /// Whether nothing answers, which explains every silence.
    boolean cutOff() {
        return cutOff;
    }

    @Nullable Approval approval(ServiceId service) {
        return approvals.get(service);
    }

    Set<HostId> silentHosts() {
        return silent;
    }

    Status status(Service service) {
        return findings.state(service).status();
    }

    boolean watched(Service service) {
        return service.monitoring().enabled()
                && hosts.get(service.hostId()) != HostStatus.DECOMMISSIONED;
    }

    private boolean silent(Service service) {
        return silent.contains(service.hostId());
    }

    boolean inMaintenance(Service service) {
        return hosts.get(service.hostId()) == HostStatus.MAINTENANCE;
    }

    boolean inMaintenance(HostId host) {
        return hosts.get(host) == HostStatus.MAINTENANCE;
    }

    /// Whether work is announced for its host or its environment.
    boolean planned(Service service) {
        return inMaintenance(service) || windows.contains(service.environment());
    }

    /// How bad the trouble of one service is; nothing that is planned is bad.
    Severity severity(Service service) {
        if (planned(service)) {
            return Severity.LOW;
        }
        Trouble trouble = trouble(service);
        List<Severity> told =
                trouble == null
                        ? List.of()
                        : alerts.of(Subject.of(service.id()), trouble.rules()).stream()
                                .map(each -> each.severity())
                                .toList();
        return told.isEmpty() ? untold(service, trouble) : told.getFirst();
    }

    /// As an alert would be.
    private Severity untold(Service service, @Nullable Trouble trouble) {
        Severity own = service.alerting().severity();
        Severity usual =
                own != Severity.MEDIUM
                        ? own
                        : findings.inventory()
                                .environment(service.environment())
                                .map(Environment::alertSeverity)
                                .orElse(own);
        boolean mild = trouble != Trouble.DOWN && trouble != Trouble.FLAPPING;
        return mild && usual.compareTo(Severity.MEDIUM) > 0 ? Severity.MEDIUM : usual;
    }
}
