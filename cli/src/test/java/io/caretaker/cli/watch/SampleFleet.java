package io.caretaker.cli.watch;

import io.caretaker.core.alert.Alert;
import io.caretaker.core.alert.AlertKey;
import io.caretaker.core.alert.AlertRule;
import io.caretaker.core.alert.AlertState;
import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.host.ServiceControl;
import io.caretaker.core.inventory.Alerting;
import io.caretaker.core.inventory.Care;
import io.caretaker.core.inventory.HostId;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.Monitoring;
import io.caretaker.core.inventory.Origin;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.inventory.ServiceType;
import io.caretaker.core.inventory.Severity;
import io.caretaker.core.overview.Findings;
import io.caretaker.core.overview.Overview;
import io.caretaker.core.recovery.Approval;
import io.caretaker.core.recovery.RecoveryPolicy;
import io.caretaker.core.status.FlapHistory;
import io.caretaker.core.status.ServiceState;
import io.caretaker.core.status.Status;
import io.caretaker.testkit.store.Samples;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Two environments: in production one service is up and one is down, in test one is up.
final class SampleFleet {
    static final Instant NOW = Instant.parse("2026-03-01T03:00:00Z");
    static final Instant BEFORE = NOW.minusSeconds(720);

    private SampleFleet() {}

    static Inventory inventory() {
        return Inventory.of(
                List.of(Samples.host("h1", "production", "eu"), Samples.host("h2", "test", "eu")),
                List.of(
                        service("orders-db", "h1", "production"),
                        service("shop", "h1", "production"),
                        service("trial", "h2", "test")),
                List.of());
    }

    private static Service service(String id, String host, String environment) {
        return new Service(
                new ServiceId(id),
                new HostId(host),
                id,
                new ServiceType("postgresql"),
                null,
                null,
                new CheckSpec.Tcp("127.0.0.1", 5432, null, null),
                null,
                Monitoring.DEFAULT,
                RecoveryPolicy.DEFAULT,
                new ServiceControl.None(),
                List.of(),
                List.of(),
                Alerting.DEFAULT,
                Care.DEFAULT,
                environment,
                "eu",
                List.of(),
                List.of(),
                Origin.MANAGED,
                BEFORE,
                BEFORE);
    }

    static Map<ServiceId, ServiceState> states(Instant lastCheck) {
        var states = new HashMap<ServiceId, ServiceState>();
        for (Service each : inventory().services()) {
            states.put(each.id(), state(each.id(), Status.RUNNING, "answers", lastCheck));
        }
        var down = new ServiceId("orders-db");
        states.put(down, state(down, Status.ERROR, "connection refused", lastCheck));
        return states;
    }

    private static ServiceState state(
            ServiceId id, Status status, String message, Instant lastCheck) {
        return new ServiceState(
                id,
                status,
                status,
                0,
                status.down() ? 4 : 0,
                lastCheck,
                BEFORE,
                null,
                FlapHistory.CALM,
                false,
                false,
                message,
                null,
                99.5);
    }

    static Alert alert() {
        return new Alert(
                "a-1",
                AlertKey.of(AlertRule.SERVICE_DOWN, new ServiceId("orders-db")),
                AlertState.FIRING,
                Severity.HIGH,
                "orders-db is down",
                "connection refused",
                BEFORE,
                BEFORE,
                null,
                "",
                List.of(BEFORE),
                "",
                List.of());
    }

    static Approval approval() {
        return new Approval(
                "r-1",
                new ServiceId("orders-db"),
                "production wants a yes",
                BEFORE,
                NOW.plusSeconds(600),
                Approval.Verdict.PENDING,
                null,
                null);
    }

    static Overview overview() {
        return Overview.of(
                Findings.of(inventory(), states(NOW.minusSeconds(5)), NOW)
                        .withAlerts(List.of(alert()), List.of()));
    }

    static Overview asking() {
        return Overview.of(
                Findings.of(inventory(), states(NOW.minusSeconds(5)), NOW)
                        .withAlerts(List.of(alert()), List.of())
                        .withRecovery(Map.of(), List.of(approval()), null));
    }
}
