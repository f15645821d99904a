package io.caretaker.bench;

import io.caretaker.core.check.CheckSpec;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Entries of the inventory for this machine.
final class Entries {
    private static final HostId HOST = new HostId("here");

    private Entries() {}

    static InventoryChange host() {
        return new InventoryChange.PutHost(
                new Host(
                        HOST,
                        "here",
                        "127.0.0.1",
                        Placement.of("production", "local"),
                        new SshConfig("root", SshConfig.DEFAULT_PORT, null, false),
                        HostMetadata.NONE,
                        HostStatus.ACTIVE,
                        Origin.MANAGED,
                        Instant.EPOCH,
                        Instant.EPOCH,
                        null));
    }

    /// The host and a service for each port.
    static List<InventoryChange> listeners(List<Integer> ports, Monitoring monitoring) {
        var changes = new ArrayList<InventoryChange>(List.of(host()));
        for (int port : ports) {
            var check = new CheckSpec.Tcp("127.0.0.1", port, null, null);
            changes.add(
                    service(
                            "listener_" + port,
                            ServiceType.OTHER,
                            check,
                            monitoring,
                            RecoveryPolicy.DEFAULT,
                            new ServiceControl.None()));
        }
        return changes;
    }

    static InventoryChange service(
            String id,
            ServiceType type,
            CheckSpec check,
            Monitoring monitoring,
            RecoveryPolicy recovery,
            ServiceControl control) {
        return new InventoryChange.PutService(
                new Service(
                        new ServiceId(id),
                        HOST,
                        id,
                        type,
                        null,
                        null,
                        check,
                        null,
                        monitoring,
                        recovery,
                        control,
                        List.of(),
                        List.of(),
                        Alerting.DEFAULT,
                        Care.DEFAULT,
                        "production",
                        "local",
                        List.of(),
                        List.of(),
                        Origin.MANAGED,
                        Instant.EPOCH,
                        Instant.EPOCH));
    }
}
