package io.caretaker.testkit.store;

import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.host.ServiceControl;
import io.caretaker.core.inventory.Alerting;
import io.caretaker.core.inventory.Care;
import io.caretaker.core.inventory.Environment;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.HostId;
import io.caretaker.core.inventory.HostMetadata;
import io.caretaker.core.inventory.HostStatus;
import io.caretaker.core.inventory.MaintenanceWindow;
import io.caretaker.core.inventory.Monitoring;
import io.caretaker.core.inventory.Origin;
import io.caretaker.core.inventory.Placement;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.inventory.ServiceType;
import io.caretaker.core.inventory.Severity;
import io.caretaker.core.inventory.SshConfig;
import io.caretaker.core.recovery.BlockUntil;
import io.caretaker.core.recovery.RecoveryAction;
import io.caretaker.core.recovery.RecoveryPolicy;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;

/// Entries of an inventory for the contract suites.
public final class Samples {
    /// Noon of a day, so that some minutes more or less stay on it.
    public static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private Samples() {}

    public static Host host(String id) {
        return host(id, "production", "jeju");
    }

    public static Host host(String id, String environment, String region) {
        return new Host(
                new HostId(id),
                id + ".example.org",
                "10.0.0.1",
                new Placement(environment, region, "dc 1", "r7", "z2"),
                new SshConfig("care", 2222, "/etc/caretaker/key", true),
                new HostMetadata("Debian 13", "주 데이터베이스", List.of("ssd", "primary")),
                HostStatus.ACTIVE,
                Origin.MANAGED,
                NOW.minusSeconds(60),
                NOW,
                NOW.minusSeconds(5));
    }

    public static Service plainService(String id, String host) {
        return service(
                id,
                host,
                new CheckSpec.Tcp("10.0.0.1", 5432, null, null),
                RecoveryPolicy.DEFAULT,
                Alerting.DEFAULT,
                List.of());
    }

    public static Service service(String id, String host) {
        return service(
                id,
                host,
                CheckSpec.Http.get(URI.create("https://10.0.0.1/health?deep=1")),
                new RecoveryPolicy(
                        true,
                        new RecoveryAction.CustomScript(List.of("/opt/heal it", "--now")),
                        5,
                        Duration.ofSeconds(120),
                        true,
                        Duration.ofMinutes(3),
                        7,
                        Duration.ofSeconds(45),
                        new BlockUntil.Acknowledged()),
                new Alerting(true, List.of("email"), Severity.HIGH, "night", NOW.plusSeconds(60)),
                List.of("primary"));
    }

    private static Service service(
            String id,
            String host,
            CheckSpec check,
            RecoveryPolicy recovery,
            Alerting alerting,
            List<String> tags) {
        return new Service(
                new ServiceId(id),
                new HostId(host),
                "mysql.service",
                new ServiceType("mysql"),
                "The “main” database",
                "line one\nline two",
                check,
                null,
                Monitoring.DEFAULT,
                recovery,
                new ServiceControl.Systemd("mysql.service"),
                List.of("/var/log/mysql/error.log"),
                List.of("/etc/mysql/my.cnf"),
                alerting,
                Care.DEFAULT,
                "production",
                "jeju",
                tags,
                List.of(),
                Origin.MANAGED,
                NOW.minusSeconds(60),
                NOW);
    }

    public static Environment environment(String name) {
        return new Environment(
                name,
                "where it counts",
                "#ff0000",
                Severity.CRITICAL,
                new MaintenanceWindow(
                        DayOfWeek.SUNDAY,
                        LocalTime.of(23, 30),
                        LocalTime.of(2, 0),
                        ZoneId.of("Asia/Seoul")),
                true,
                Origin.MANAGED,
                NOW);
    }
}
