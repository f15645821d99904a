package io.caretaker.server;

import io.caretaker.core.alert.Notice;
import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.check.Fault;
import io.caretaker.core.check.NameResolver;
import io.caretaker.core.check.Outcome;
import io.caretaker.core.check.Probe;
import io.caretaker.core.check.ProbeReply;
import io.caretaker.core.host.ServiceControl;
import io.caretaker.core.inventory.Alerting;
import io.caretaker.core.inventory.Care;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.HostId;
import io.caretaker.core.inventory.HostMetadata;
import io.caretaker.core.inventory.HostStatus;
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
import io.caretaker.server.tell.AlertDesk;
import io.caretaker.server.tell.AlertingSetup;
import io.caretaker.testkit.store.InMemoryStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/// A daemon on a machine in memory whose services answer as the test says.
final class Fixture implements AutoCloseable {
    static final Outcome UP = new Outcome.Up("answers");
    static final Outcome REFUSED = new Outcome.Down(Fault.REFUSED, "connection refused", null);
    private static final HostId HOST = new HostId("here");

    final InMemoryStore store = new InMemoryStore();
    final FakeHosts hosts = new FakeHosts();
    final FakeHost host = hosts.named(HOST);
    final Map<ServiceId, Outcome> answers = new ConcurrentHashMap<>();
    final List<Notice> notices = new CopyOnWriteArrayList<>();
    volatile Probe probe =
            (service, _, _, _) -> ProbeReply.of(answers.getOrDefault(service.id(), UP));
    volatile InstantSource clock = InstantSource.system();
    RecoveryPolicy policy =
            new RecoveryPolicy(
                    true,
                    RecoveryPolicy.DEFAULT.action(),
                    3,
                    Duration.ofMillis(200),
                    false,
                    Duration.ofSeconds(2),
                    5,
                    Duration.ofMillis(500));
    Monitoring monitoring =
            new Monitoring(
                    true, Duration.ofSeconds(1), Duration.ofMillis(500), 1, Duration.ofMillis(20));
    AlertingSetup alerting = AlertingSetup.NONE;
    CheckSpec check = new CheckSpec.Custom(List.of("check"), Map.of());
    UnaryOperator<Policy> tuning = UnaryOperator.identity();
    private final Path directory;
    private Caretaker caretaker;
    private boolean started;

    @SuppressWarnings("NullAway.Init")
    Fixture(Path directory) {
        this.directory = directory;
    }

    static ServiceId id(String name) {
        return new ServiceId(name);
    }

    Service service(String name, String... dependencies) {
        return serviceOn(HOST, name, dependencies);
    }

    Service serviceOn(HostId home, String name, String... dependencies) {
        var needed = new ArrayList<ServiceId>();
        for (String dependency : dependencies) {
            needed.add(id(dependency));
        }
        Instant now = Instant.EPOCH;
        return new Service(
                id(name),
                home,
                name + ".service",
                ServiceType.OTHER,
                null,
                null,
                check,
                null,
                monitoring,
                policy,
                new ServiceControl.Systemd(name + ".service"),
                List.of("/log/" + name),
                List.of("/etc/" + name),
                Alerting.DEFAULT,
                Care.DEFAULT,
                "production",
                "here",
                List.of(),
                needed,
                Origin.MANAGED,
                now,
                now);
    }

    Fixture with(Service... services) {
        var changes = new ArrayList<InventoryChange>();
        putHost(changes, HOST, "127.0.0.1");
        for (Service service : services) {
            if (!service.hostId().equals(HOST)) {
                putHost(changes, service.hostId(), service.hostId().value() + ".test");
            }
            changes.add(new InventoryChange.PutService(service));
        }
        store.inventory().apply(changes, Instant.EPOCH);
        return this;
    }

    private static void putHost(List<InventoryChange> changes, HostId id, String address) {
        changes.add(
                new InventoryChange.PutHost(
                        new Host(
                                id,
                                id.value(),
                                address,
                                Placement.of("production", "here"),
                                new SshConfig("me", 22, null, false),
                                HostMetadata.NONE,
                                HostStatus.ACTIVE,
                                Origin.MANAGED,
                                Instant.EPOCH,
                                Instant.EPOCH,
                                null)));
    }

    Fixture start() {
        NameResolver names = (_, _) -> new NameResolver.Resolution.Found(List.of());
        var ports =
                new Ports(
                        store,
                        host,
                        hosts,
                        Map.of(
                                CheckSpec.Custom.class, asked(),
                                CheckSpec.Unit.class, asked(),
                                CheckSpec.Tcp.class, asked(),
                                CheckSpec.Database.class, asked()),
                        names,
                        List.of(),
                        new AlertDesk(List.of(notices::add)),
                        alerting,
                        () -> clock.instant(),
                        System::nanoTime,
                        new Random(7));
        caretaker = new Caretaker(ports, tuning.apply(Policy.standard(directory)));
        caretaker.start();
        started = true;
        return this;
    }

    private Probe asked() {
        return (service, home, spec, deadline) -> probe.probe(service, home, spec, deadline);
    }

    Caretaker caretaker() {
        return caretaker;
    }

    ServiceState state(String name) {
        return caretaker.state(id(name));
    }

    /// Starting heals a service: from then on it answers.
    Fixture healing(String name) {
        host.onAction =
                _ -> {
                    answers.put(id(name), UP);
                    return FakeHost.exited(0, "");
                };
        return this;
    }

    @Override
    public void close() {
        if (started) {
            caretaker.close();
        }
    }
}
