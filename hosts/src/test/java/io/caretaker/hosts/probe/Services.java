package io.caretaker.hosts.probe;

import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.check.Deadline;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.host.Hosts;
import io.caretaker.core.host.ServiceControl;
import io.caretaker.core.inventory.Alerting;
import io.caretaker.core.inventory.Care;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.HostId;
import io.caretaker.core.inventory.HostMetadata;
import io.caretaker.core.inventory.HostStatus;
import io.caretaker.core.inventory.Monitoring;
import io.caretaker.core.inventory.Origin;
import io.caretaker.core.inventory.Placement;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.inventory.ServiceType;
import io.caretaker.core.inventory.SshConfig;
import io.caretaker.core.recovery.RecoveryPolicy;
import io.caretaker.hosts.AllHosts;
import io.caretaker.hosts.watch.ProcessWatches;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Services to ask about.
public final class Services {
    public static final Host HOST =
            new Host(
                    new HostId("host_test"),
                    "test",
                    "127.0.0.1",
                    Placement.of("test", "here"),
                    new SshConfig("root", 22, null, false),
                    HostMetadata.NONE,
                    HostStatus.ACTIVE,
                    Origin.DECLARED,
                    Instant.EPOCH,
                    Instant.EPOCH,
                    null);

    private Services() {}

    /// All hosts are the same.
    public static Hosts all(HostAccess host) {
        return new AllHosts(
                host,
                ProcessWatches::best,
                () -> {
                    throw new AssertionError();
                });
    }

    public static Service checkedBy(CheckSpec check) {
        return new Service(
                new ServiceId("svc_test"),
                new HostId("host_test"),
                "test.service",
                ServiceType.OTHER,
                null,
                null,
                check,
                null,
                Monitoring.DEFAULT,
                RecoveryPolicy.DEFAULT,
                new ServiceControl.None(),
                List.of(),
                List.of(),
                Alerting.DEFAULT,
                Care.DEFAULT,
                "test",
                "here",
                List.of(),
                List.of(),
                Origin.DECLARED,
                Instant.EPOCH,
                Instant.EPOCH);
    }

    static Deadline within(long millis) {
        return Deadline.after(Duration.ofMillis(millis), System::nanoTime);
    }
}
