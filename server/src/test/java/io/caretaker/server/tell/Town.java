package io.caretaker.server.tell;

import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.check.CheckType;
import io.caretaker.core.check.Fault;
import io.caretaker.core.check.Outcome;
import io.caretaker.core.check.ProbeReply;
import io.caretaker.core.host.ServiceControl;
import io.caretaker.core.inventory.Alerting;
import io.caretaker.core.inventory.Care;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.HostId;
import io.caretaker.core.inventory.HostMetadata;
import io.caretaker.core.inventory.HostStatus;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.InventoryChange;
import io.caretaker.core.inventory.Monitoring;
import io.caretaker.core.inventory.Origin;
import io.caretaker.core.inventory.Placement;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.inventory.ServiceType;
import io.caretaker.core.inventory.SshConfig;
import io.caretaker.core.recovery.RecoveryPolicy;
import io.caretaker.core.status.ServiceState;
import io.caretaker.server.watch.CheckResult;
import io.caretaker.server.watch.StatusBoard;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Services on one host, and what their checks find.
final class Town {
    static final Instant BEGIN = Instant.parse("2026-03-01T10:00:00Z");
    static final Outcome UP = new Outcome.Up("answers");
    static final Outcome WARNS = new Outcome.Warning("is slow");
    static final Outcome DOWN = new Outcome.Down(Fault.REFUSED, "connection refused", null);
    static final Outcome UNKNOWN = new Outcome.Unknown("the log-in is refused", null);

    final StatusBoard board;

    Town() {
        this(Map.of());
    }

    Town(Map<ServiceId, ServiceState> states) {
        board = new StatusBoard(states);
    }

    static ServiceId id(String name) {
        return new ServiceId(name);
    }

    static Service service(String name, String... dependencies) {
        return service(name, Monitoring.DEFAULT, dependencies);
    }

    /// One whose first failure counts.
    static Service impatient(String name, String... dependencies) {
        return service(
                name,
                new Monitoring(
                        true, Duration.ofSeconds(10), Duration.ofSeconds(5), 0, Duration.ZERO),
                dependencies);
    }

    static Service service(String name, Monitoring monitoring, String... dependencies) {
        return new Service(
                id(name),
                new HostId("here"),
                name + ".service",
                ServiceType.OTHER,
                null,
                null,
                new CheckSpec.Custom(List.of("check"), Map.of()),
                null,
                monitoring,
                RecoveryPolicy.DEFAULT,
                new ServiceControl.None(),
                List.of(),
                List.of(),
                Alerting.DEFAULT,
                Care.DEFAULT,
                "production",
                "here",
                List.of(),
                Stream.of(dependencies).map(ServiceId::new).toList(),
                Origin.MANAGED,
                BEGIN,
                BEGIN);
    }

    static Inventory inventory(List<Service> services) {
        var changes = new ArrayList<InventoryChange>();
        changes.add(
                new InventoryChange.PutHost(
                        new Host(
                                new HostId("here"),
                                "here",
                                "127.0.0.1",
                                Placement.of("production", "here"),
                                new SshConfig("me", 22, null, false),
                                HostMetadata.NONE,
                                HostStatus.ACTIVE,
                                Origin.MANAGED,
                                BEGIN,
                                BEGIN,
                                null)));
        services.forEach(each -> changes.add(new InventoryChange.PutService(each)));
        return Inventory.EMPTY.with(changes, BEGIN);
    }

    Town with(Service... services) {
        board.use(inventory(List.of(services)));
        return this;
    }

    /// A check of the service finds this.
    void sees(String name, Outcome outcome, Instant at) {
        sees(name, outcome, at, false);
    }

    void sees(String name, Outcome outcome, Instant at, boolean hostSilent) {
        Service service = board.inventory().service(id(name)).orElseThrow();
        board.record(
                new CheckResult(
                        service,
                        CheckType.STATUS_CHECK,
                        ProbeReply.of(outcome),
                        at,
                        Duration.ofMillis(3),
                        false,
                        hostSilent));
    }
}
