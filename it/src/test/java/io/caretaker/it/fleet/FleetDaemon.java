package io.caretaker.it.fleet;

import static org.awaitility.Awaitility.await;

import io.caretaker.cli.Blueprint;
import io.caretaker.cli.Wiring;
import io.caretaker.core.alert.Notice;
import io.caretaker.core.audit.AuditLog.AuditRecord;
import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.host.ServiceControl;
import io.caretaker.core.inventory.Alerting;
import io.caretaker.core.inventory.Care;
import io.caretaker.core.inventory.Environment;
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
import io.caretaker.core.recovery.RecoveryState;
import io.caretaker.core.status.ServiceState;
import io.caretaker.server.Caretaker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// The whole program as users get it, looking after the hosts of the testbed, with short patience,
/// and what it did and said.
final class FleetDaemon implements AutoCloseable {
    static final Duration LONG = Duration.ofSeconds(60);

    final List<Notice> notices = new CopyOnWriteArrayList<>();
    Duration interval = Duration.ofSeconds(2);
    RecoveryPolicy recovery = patience(Duration.ofSeconds(1));
    boolean held = true;
    private final Testbed testbed;
    private final Wiring wiring;
    private final Instant now = Instant.now();

    FleetDaemon(Testbed testbed, Path directory) {
        this.testbed = testbed;
        try {
            Files.copy(testbed.knownHosts(), directory.resolve("known_hosts"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        this.wiring = new Wiring(Blueprint.standard(directory, "tests"), List.of(notices::add));
    }

    /// Healing with that cooldown and without counting.
    static RecoveryPolicy patience(Duration cooldown) {
        return new RecoveryPolicy(
                true,
                RecoveryPolicy.DEFAULT.action(),
                100,
                cooldown,
                false,
                Duration.ofSeconds(2),
                1000,
                Duration.ofSeconds(30));
    }

    FleetDaemon start() {
        caretaker().start();
        return this;
    }

    Caretaker caretaker() {
        return wiring.caretaker();
    }

    static HostId id(int host) {
        return new HostId("h" + host);
    }

    /// Root over SSH.
    SshConfig root() {
        return login("root", testbed.key());
    }

    SshConfig login(String user, Path key) {
        return new SshConfig(
                user, 22, key.toString(), null, !user.equals("root"), null, List.of(), held);
    }

    void put(int host, SshConfig ssh) {
        apply(
                new InventoryChange.PutHost(
                        new Host(
                                id(host),
                                "h" + host,
                                testbed.address(host),
                                Placement.of("production", "testbed"),
                                ssh,
                                HostMetadata.NONE,
                                HostStatus.ACTIVE,
                                Origin.MANAGED,
                                now,
                                now,
                                null)));
    }

    void put(Environment environment) {
        apply(new InventoryChange.PutEnvironment(environment));
    }

    void apply(InventoryChange... changes) {
        wiring.store().inventory().apply(List.of(changes), now);
    }

    /// Watches the unit of a host; the host is put there when it is not known yet.
    ServiceId watchUnit(int host, String unit) {
        return watch(host, unit, new CheckSpec.Unit(), recovery);
    }

    ServiceId watch(int host, String unit, CheckSpec check, RecoveryPolicy policy) {
        if (wiring.store().inventory().read().host(id(host)).isEmpty()) {
            put(host, root());
        }
        var name = new ServiceId("h" + host + "_" + unit.replaceAll("[^a-z0-9]", "_"));
        apply(
                new InventoryChange.PutService(
                        new Service(
                                name,
                                id(host),
                                unit,
                                ServiceType.OTHER,
                                null,
                                null,
                                check,
                                null,
                                new Monitoring(
                                        true,
                                        interval,
                                        Duration.ofSeconds(5),
                                        1,
                                        Duration.ofMillis(500)),
                                policy,
                                new ServiceControl.Systemd(unit),
                                List.of(),
                                List.of(),
                                Alerting.DEFAULT,
                                Care.DEFAULT,
                                "production",
                                "testbed",
                                List.of(),
                                List.of(),
                                Origin.MANAGED,
                                now,
                                now)));
        return name;
    }

    ServiceState state(ServiceId id) {
        return caretaker().state(id);
    }

    FleetDaemon awaitUp(ServiceId... ids) {
        for (ServiceId id : ids) {
            await(id + " is up").atMost(LONG).until(() -> state(id).status().up());
        }
        return this;
    }

    /// Until the process of the service is watched by event.
    FleetDaemon awaitHeld(ServiceId id) {
        await(id + " is held").atMost(LONG).until(() -> caretaker().pid(id).isPresent());
        return this;
    }

    /// What the audit log says of recoveries of the service, oldest first, with `+` for success.
    List<String> recoveries(ServiceId id) {
        var found = new ArrayList<String>();
        for (AuditRecord record : wiring.store().audit().recent(id.value(), 1000).reversed()) {
            if (record.entry().action().startsWith("recovery.")) {
                found.add(record.entry().action() + (record.entry().success() ? "+" : "-"));
            }
        }
        return found;
    }

    /// Everything that was done to the service, with what is said of it.
    List<String> deeds(ServiceId id) {
        return wiring.store().audit().recent(id.value(), 1000).stream()
                .map(AuditRecord::entry)
                .filter(entry -> entry.action().startsWith("recovery."))
                .map(entry ->
                        entry.at() + " " + entry.action() + " " + entry.message() + entry.details())
                .toList();
    }

    /// Attempts since the service was last stable.
    int attempts(ServiceId id) {
        RecoveryState known = wiring.store().recovery().states().get(id);
        return known == null ? 0 : known.attempts();
    }

    void awaitRecoveries(ServiceId id, int count) {
        await(count + " recoveries of " + id)
                .atMost(LONG)
                .until(() -> recoveries(id).size() >= count);
    }

    /// What people were told with these words in the title or text.
    List<Notice> told(String words) {
        return notices.stream()
                .filter(notice -> (notice.title() + "\n" + notice.text()).contains(words))
                .toList();
    }

    Notice awaitTold(String words) {
        return await("people are told of " + words)
                .atMost(LONG)
                .until(() -> told(words), told -> !told.isEmpty())
                .getFirst();
    }

    List<HistoryEntry> history(ServiceId id) throws InterruptedException {
        caretaker().flush(LONG);
        return wiring.store().history().recent(id, 1000);
    }

    Wiring wiring() {
        return wiring;
    }

    /// The main process of a unit, 0 while there is none.
    static long mainPid(Testbed testbed, int host, String unit) {
        return Long.parseLong(
                testbed.on(host, "systemctl show --property MainPID --value " + unit));
    }

    @Nullable String reason(ServiceId id) {
        return state(id).message();
    }

    @Override
    public void close() {
        wiring.close();
    }
}
