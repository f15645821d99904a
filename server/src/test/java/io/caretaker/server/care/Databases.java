package io.caretaker.server.care;

import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.health.EngineKind;
import io.caretaker.core.host.ServiceControl;
import io.caretaker.core.inventory.Alerting;
import io.caretaker.core.inventory.Care;
import io.caretaker.core.inventory.HostId;
import io.caretaker.core.inventory.Monitoring;
import io.caretaker.core.inventory.Origin;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.inventory.ServiceType;
import io.caretaker.core.recovery.RecoveryPolicy;
import java.time.Instant;
import java.util.List;

/// A database service to care for.
public final class Databases {
    public static final DatabaseTarget TARGET =
            new DatabaseTarget(
                    EngineKind.POSTGRESQL,
                    "127.0.0.1",
                    5432,
                    "postgres",
                    "caretaker_monitor",
                    null,
                    DatabaseTarget.TlsMode.DEFAULT,
                    null);

    private Databases() {}

    public static Service service(Care care) {
        return new Service(
                new ServiceId("db"),
                new HostId("here"),
                "postgresql",
                new ServiceType("postgresql"),
                "Shop",
                null,
                new CheckSpec.Database(TARGET),
                null,
                Monitoring.DEFAULT,
                RecoveryPolicy.DEFAULT,
                new ServiceControl.None(),
                List.of("/log/postgresql"),
                List.of(),
                Alerting.DEFAULT,
                care,
                "production",
                "here",
                List.of(),
                List.of(),
                Origin.MANAGED,
                Instant.EPOCH,
                Instant.EPOCH);
    }
}
