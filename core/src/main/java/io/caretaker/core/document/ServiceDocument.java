package io.caretaker.core.document;

import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.host.ServiceControl;
import io.caretaker.core.inventory.Care;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.HostId;
import io.caretaker.core.inventory.Origin;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.inventory.ServiceType;
import io.caretaker.core.status.ServiceState;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A service's definition as a document of the collection `services`; [ServiceStateDocument] adds
/// what is known of its state. Optional fields that are absent are left out.
public final class ServiceDocument {
    private ServiceDocument() {}

    public static Map<String, @Nullable Object> of(Service service) {
        return write(service, null);
    }

    static Map<String, @Nullable Object> write(Service service, @Nullable ServiceState state) {
        var document =
                new Document()
                        .put("service_id", service.id().value())
                        .put("host_id", service.hostId().value())
                        .put("service_name", service.unit())
                        .put("service_type", service.type().name())
                        .putIfThere("display_name", service.displayName())
                        .putIfThere("description", service.description())
                        .put("monitoring", monitoring(service))
                        .putIfAny("check", check(service))
                        .put("recovery", RecoveryDocument.of(service.recovery()))
                        .put("alerting", AlertingDocument.of(service.alerting()))
                        .putIfAny("care", care(service))
                        .put("health_check", HealthCheckDocument.of(service.healthCheck()))
                        .put("control", ControlDocument.of(service.control()))
                        .putIfAny("logs", service.logFiles())
                        .putIfAny("configs", service.configFiles());
        if (state != null) {
            ServiceStateDocument.write(document, state);
        }
        return document.put("environment", service.environment())
                .put("region", service.region())
                .put("tags", service.tags())
                .put("dependencies", service.dependencies().stream().map(ServiceId::value).toList())
                .put("origin", service.origin())
                .put("created_at", service.createdAt())
                .put("updated_at", service.updatedAt())
                .fields();
    }

    private static Map<String, @Nullable Object> monitoring(Service service) {
        var document = new Document().put("method", service.check().method());
        return MonitoringDocument.write(document, service.monitoring()).fields();
    }

    /// Left out where everything is as usual, and so for all that is no database.
    private static Map<String, @Nullable Object> care(Service service) {
        return service.care().equals(Care.DEFAULT) ? Map.of() : CareDocument.of(service.care());
    }

    private static Map<String, @Nullable Object> check(Service service) {
        return CheckDocument.write(new Document(), service.check()).fields();
    }

    /// Reads a document.
    ///
    /// @return empty if and only if a problem was noted
    public static Optional<Service> read(Fields fields, ServiceDefaults defaults) {
        return fields.build(() -> {
            ServiceId id = fields.parsed("service_id", ServiceId::new, new ServiceId("unknown"));
            HostId hostId = fields.parsed("host_id", HostId::new, new HostId("unknown"));
            Optional<Host> host = defaults.hosts().apply(hostId);
            ServiceType given = fields.optionalParsed("service_type", ServiceType::new);
            ServiceType type = given == null ? ServiceType.OTHER : given;
            String unit = fields.text("service_name", id.value());
            Fields monitoring = fields.object("monitoring");
            var checks =
                    ServiceChecks.read(
                            fields,
                            monitoring,
                            new CheckContext(type, host.map(Host::address).orElse(null)));
            Instant created = fields.instant("created_at", defaults.now());
            return new Service(
                    id,
                    hostId,
                    unit,
                    type,
                    fields.optionalText("display_name"),
                    fields.optionalText("description"),
                    checks.check(),
                    checks.healthCheck(),
                    MonitoringDocument.read(
                            monitoring, defaults.monitoring(), defaults.retryDelayGiven()),
                    RecoveryDocument.read(fields.object("recovery"), defaults.recovery()),
                    ControlDocument.read(fields, control(unit, checks.check())),
                    fields.texts("logs"),
                    fields.texts("configs"),
                    AlertingDocument.read(fields.object("alerting"), defaults.alerting()),
                    CareDocument.read(fields.object("care"), defaults.care()),
                    fields.text("environment", host.map(ServiceDocument::environment).orElse("")),
                    fields.text("region", host.map(ServiceDocument::region).orElse("")),
                    fields.texts("tags"),
                    fields.allParsed("dependencies", ServiceId::new),
                    fields.word("origin", Origin.class, defaults.origin()),
                    created,
                    fields.instant("updated_at", created));
        });
    }

    /// A service that is watched by its unit, or that is named as one, is controlled by it.
    private static ServiceControl control(String unit, CheckSpec check) {
        return check instanceof CheckSpec.Unit || unit.endsWith(".service")
                ? new ServiceControl.Systemd(unit)
                : new ServiceControl.None();
    }

    private static String environment(Host host) {
        return host.placement().environment();
    }

    private static String region(Host host) {
        return host.placement().region();
    }
}
