package io.caretaker.core.overview;

import io.caretaker.core.alert.Acknowledgement;
import io.caretaker.core.alert.Alert;
import io.caretaker.core.alert.AlertKey;
import io.caretaker.core.alert.AlertState;
import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.host.ServiceControl;
import io.caretaker.core.inventory.Alerting;
import io.caretaker.core.inventory.Care;
import io.caretaker.core.inventory.Environment;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.HostId;
import io.caretaker.core.inventory.HostMetadata;
import io.caretaker.core.inventory.HostStatus;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.MaintenanceWindow;
import io.caretaker.core.inventory.Monitoring;
import io.caretaker.core.inventory.Origin;
import io.caretaker.core.inventory.Placement;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.inventory.ServiceType;
import io.caretaker.core.inventory.Severity;
import io.caretaker.core.inventory.SshConfig;
import io.caretaker.core.recovery.Approval;
import io.caretaker.core.recovery.BlockUntil;
import io.caretaker.core.recovery.Pause;
import io.caretaker.core.recovery.RecoveryAction;
import io.caretaker.core.recovery.RecoveryPolicy;
import io.caretaker.core.recovery.RecoveryState;
import io.caretaker.core.status.FlapHistory;
import io.caretaker.core.status.ServiceState;
import io.caretaker.core.status.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A fleet at three in the morning, built step by step.
final class Night {
    static final Instant NOW = Instant.parse("2026-03-02T03:00:00Z");
    static final Instant AN_HOUR_AGO = NOW.minus(Duration.ofHours(1));

    private final List<Host> hosts = new ArrayList<>();
    private final List<Service> services = new ArrayList<>();
    private final List<Environment> environments = new ArrayList<>();
    private final Map<ServiceId, ServiceState> states = new HashMap<>();
    private final Map<ServiceId, RecoveryState> recoveries = new HashMap<>();
    private final List<Approval> approvals = new ArrayList<>();
    private final List<Alert> alerts = new ArrayList<>();
    private final List<Acknowledgement> words = new ArrayList<>();
    private final Map<ServiceId, DatabaseHealth> health = new HashMap<>();
    private @Nullable Pause pause;
    private boolean healed = true;
    private boolean watched = true;
    private BlockUntil blockUntil = new BlockUntil.Cooldown();

    Night host(String id) {
        return host(id, "production", "eu", HostStatus.ACTIVE);
    }

    Night host(String id, String environment, String region, HostStatus status) {
        hosts.add(
                new Host(
                        new HostId(id),
                        id,
                        "10.0.0.1",
                        Placement.of(environment, region),
                        new SshConfig("root", 22, null, false),
                        HostMetadata.NONE,
                        status,
                        Origin.MANAGED,
                        AN_HOUR_AGO,
                        AN_HOUR_AGO,
                        null));
        return this;
    }

    Night environment(String name, Severity severity, @Nullable MaintenanceWindow window) {
        environments.add(
                new Environment(
                        name, null, "red", severity, window, false, Origin.MANAGED, AN_HOUR_AGO));
        return this;
    }

    /// Services from here on are only watched.
    Night onlyWatching() {
        healed = false;
        return this;
    }

    /// Services from here on are not even watched.
    Night notWatching() {
        watched = false;
        return this;
    }

    Night blockingUntil(BlockUntil until) {
        blockUntil = until;
        return this;
    }

    /// A service that runs.
    Night service(String id, String host, String... needs) {
        services.add(made(id, host, List.of(needs).stream().map(ServiceId::new).toList()));
        return state(id, Status.RUNNING);
    }

    private Service made(String id, String host, List<ServiceId> needs) {
        Host placed =
                hosts.stream()
                        .filter(each -> each.id().value().equals(host))
                        .findFirst()
                        .orElseThrow();
        return new Service(
                new ServiceId(id),
                new HostId(host),
                id,
                new ServiceType("postgresql"),
                null,
                null,
                new CheckSpec.Unit(),
                null,
                new Monitoring(
                        watched, Duration.ofSeconds(60), Duration.ofSeconds(30), 3, Duration.ZERO),
                new RecoveryPolicy(
                        healed,
                        new RecoveryAction.CustomScript(List.of("/bin/heal")),
                        3,
                        Duration.ofSeconds(300),
                        false,
                        Duration.ofMinutes(10),
                        5,
                        Duration.ofSeconds(90),
                        blockUntil),
                new ServiceControl.None(),
                List.of(),
                List.of(),
                Alerting.DEFAULT,
                Care.DEFAULT,
                placed.placement().environment(),
                placed.placement().region(),
                List.of(),
                needs,
                Origin.MANAGED,
                AN_HOUR_AGO,
                AN_HOUR_AGO);
    }

    Night state(String id, Status status) {
        return state(id, status, AN_HOUR_AGO, false);
    }

    Night state(String id, Status status, Instant since, boolean flapping) {
        String message = status.up() ? "answers" : "connection refused";
        var service = new ServiceId(id);
        states.put(
                service,
                new ServiceState(
                        service,
                        status,
                        status,
                        0,
                        status.down() ? 3 : 0,
                        NOW.minusSeconds(10),
                        since,
                        null,
                        FlapHistory.CALM,
                        flapping,
                        false,
                        message,
                        null,
                        99.5));
        return this;
    }

    Night unseen(String id) {
        states.remove(new ServiceId(id));
        return this;
    }

    Night down(String id) {
        return state(id, Status.ERROR);
    }

    Night recovery(RecoveryState state) {
        recoveries.put(state.service(), state);
        return this;
    }

    Night approval(String id, String service, Approval.Verdict verdict, Instant expires) {
        approvals.add(
                new Approval(
                        id,
                        new ServiceId(service),
                        "production wants a yes",
                        AN_HOUR_AGO,
                        expires,
                        verdict,
                        verdict == Approval.Verdict.PENDING ? null : "bob",
                        null));
        return this;
    }

    Night alert(String id, AlertKey key, Severity severity, String title, String text) {
        alerts.add(
                new Alert(
                        id,
                        key,
                        AlertState.FIRING,
                        severity,
                        title,
                        text,
                        AN_HOUR_AGO,
                        AN_HOUR_AGO,
                        null,
                        "",
                        List.of(AN_HOUR_AGO),
                        "",
                        List.of()));
        return this;
    }

    Night seen(String alert, String by) {
        words.add(new Acknowledgement(alert, by, NOW.minusSeconds(60), null, ""));
        return this;
    }

    Night paused(@Nullable Instant until) {
        pause = new Pause("ann", "moving racks", AN_HOUR_AGO, until);
        return this;
    }

    Night health(String id, DatabaseHealth value) {
        health.put(new ServiceId(id), value);
        return this;
    }

    Findings findings() {
        return Findings.of(Inventory.of(hosts, services, environments), states, NOW)
                .withRecovery(recoveries, approvals, pause)
                .withAlerts(alerts, words)
                .withHealth(health);
    }

    Overview overview() {
        return Overview.of(findings());
    }
}
