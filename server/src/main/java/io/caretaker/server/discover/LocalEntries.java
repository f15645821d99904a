package io.caretaker.server.discover;

import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.check.HostLimits;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.health.LocalServer;
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
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Makes the inventory's entries for this machine and the servers found on it.
///
/// @param hostname this machine's name
/// @param placement environment and region of this machine
public record LocalEntries(
        String hostname,
        Placement placement,
        HostLimits limits,
        Monitoring monitoring,
        RecoveryPolicy recovery,
        Care care,
        InstantSource clock) {

    public HostId hostId() {
        return new HostId("host_" + plain(hostname));
    }

    /// This machine.
    public Host host() {
        Instant now = clock.instant();
        return new Host(
                hostId(),
                hostname,
                "127.0.0.1",
                placement,
                new SshConfig(
                        System.getProperty("user.name", "caretaker"),
                        SshConfig.DEFAULT_PORT,
                        null,
                        false),
                new HostMetadata(System.getProperty("os.name"), null, List.of()),
                HostStatus.ACTIVE,
                Origin.DISCOVERED,
                now,
                now,
                now);
    }

    /// The check of the machine itself.
    public Service hostFacts() {
        return service(
                new ServiceId("svc_" + plain(hostname) + "_host"),
                hostname,
                ServiceType.HOST,
                "host " + hostname,
                new CheckSpec.HostFacts(limits),
                recovery.optedIn(false),
                new ServiceControl.None(),
                List.of(),
                List.of());
    }

    public ServiceId serviceId(LocalServer server) {
        return new ServiceId("svc_" + plain(hostname) + "_" + plain(server.name()));
    }

    /// A server that nobody adopted: its port is knocked at, nothing is ever done to it. Null when
    /// it has no port.
    public @Nullable Service watched(LocalServer server) {
        String address = server.host();
        return address == null
                ? null
                : service(
                        server,
                        new CheckSpec.Tcp(address, server.port(), null, null),
                        recovery.optedIn(false));
    }

    /// An adopted server: logged in to, and healed if wished.
    public Service adopted(LocalServer server, DatabaseTarget target, boolean heal) {
        return service(server, new CheckSpec.Database(target), recovery.optedIn(heal));
    }

    /// A server that is adopted again. What a person has changed of its entry stays, and so does
    /// healing; an entry that nobody has touched is made anew.
    public Service adoptedAgain(
            Service known, LocalServer server, DatabaseTarget target, boolean heal) {
        if (known.origin() != Origin.MANAGED) {
            return adopted(server, target, heal);
        }
        RecoveryPolicy policy = heal ? known.recovery().optedIn(true) : known.recovery();
        return known.adopted(new CheckSpec.Database(target), policy, clock.instant());
    }

    private Service service(LocalServer server, CheckSpec check, RecoveryPolicy policy) {
        String unit = server.unit();
        return service(
                serviceId(server),
                unit == null ? server.name() : unit,
                server.engine().serviceType(),
                server.name(),
                check,
                policy,
                server.control(),
                server.logFiles(),
                server.configFiles());
    }

    private Service service(
            ServiceId id,
            String unit,
            ServiceType type,
            String displayName,
            CheckSpec check,
            RecoveryPolicy policy,
            ServiceControl control,
            List<String> logFiles,
            List<String> configFiles) {
        Instant now = clock.instant();
        return new Service(
                id,
                hostId(),
                unit,
                type,
                displayName,
                null,
                check,
                null,
                monitoring,
                policy,
                control,
                logFiles,
                configFiles,
                Alerting.DEFAULT,
                care,
                placement.environment(),
                placement.region(),
                List.of(),
                List.of(),
                Origin.DISCOVERED,
                now,
                now);
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "_")
                .replaceAll("^_+|_+$", "");
    }
}
