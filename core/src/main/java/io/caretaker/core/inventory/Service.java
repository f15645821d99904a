package io.caretaker.core.inventory;

import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.host.ServiceControl;
import io.caretaker.core.recovery.RecoveryPolicy;
import io.caretaker.core.session.EngineProtection;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something that must be running: its definition. What is known of its state is
/// [io.caretaker.core.status.ServiceState].
///
/// @param unit the service manager's name for it (`mysql.service`), or the service's own name
/// @param check the regular check
/// @param healthCheck a second, deeper question that is asked once the regular check is satisfied;
///   or null
/// @param control how it is started and stopped
/// @param logFiles files whose end tells why it died
/// @param configFiles files whose last good version is kept while it runs stably
/// @param care how it is cared for when it is a database
public record Service(
        ServiceId id,
        HostId hostId,
        String unit,
        ServiceType type,
        @Nullable String displayName,
        @Nullable String description,
        CheckSpec check,
        @Nullable CheckSpec healthCheck,
        Monitoring monitoring,
        RecoveryPolicy recovery,
        ServiceControl control,
        List<String> logFiles,
        List<String> configFiles,
        Alerting alerting,
        Care care,
        String environment,
        String region,
        List<String> tags,
        List<ServiceId> dependencies,
        Origin origin,
        Instant createdAt,
        Instant updatedAt) {

    public Service {
        logFiles = List.copyOf(logFiles);
        configFiles = List.copyOf(configFiles);
        tags = List.copyOf(tags);
        dependencies = List.copyOf(dependencies);
        if (unit.isBlank()) {
            throw new IllegalArgumentException("service_name must not be blank");
        }
    }

    /// The name to show to people.
    public String label() {
        return displayName == null || displayName.isBlank() ? id.value() : displayName;
    }

    /// [#care] with what the server itself needs protected besides ([EngineProtection]): by this it
    /// is decided whom to end. What is written down is [#care].
    public Care careInForce() {
        return check instanceof CheckSpec.Database database
                ? care.protecting(EngineProtection.of(database.target().engine()))
                : care;
    }

    public Service placed(String newEnvironment, String newRegion, Instant now) {
        return with(newEnvironment, newRegion, now);
    }

    public Service updated(Instant at) {
        return with(environment, region, at);
    }

    private Service with(String newEnvironment, String newRegion, Instant now) {
        return new Service(
                id,
                hostId,
                unit,
                type,
                displayName,
                description,
                check,
                healthCheck,
                monitoring,
                recovery,
                control,
                logFiles,
                configFiles,
                alerting,
                care,
                newEnvironment,
                newRegion,
                tags,
                dependencies,
                origin,
                createdAt,
                now);
    }

    /// The same, looked at and healed by other means; whatever else a person has set stays.
    public Service adopted(CheckSpec newCheck, RecoveryPolicy newRecovery, Instant now) {
        return new Service(
                id,
                hostId,
                unit,
                type,
                displayName,
                description,
                newCheck,
                healthCheck,
                monitoring,
                newRecovery,
                control,
                logFiles,
                configFiles,
                alerting,
                care,
                environment,
                region,
                tags,
                dependencies,
                origin,
                createdAt,
                now);
    }

    /// The same with other dependencies.
    public Service needing(List<ServiceId> newDependencies) {
        return new Service(
                id,
                hostId,
                unit,
                type,
                displayName,
                description,
                check,
                healthCheck,
                monitoring,
                recovery,
                control,
                logFiles,
                configFiles,
                alerting,
                care,
                environment,
                region,
                tags,
                newDependencies,
                origin,
                createdAt,
                updatedAt);
    }
}
