package io.caretaker.core.inventory;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A stage such as production, with what holds for all its services.
///
/// @param approvalRequired whether a person must approve each recovery
public record Environment(
        String name,
        @Nullable String description,
        @Nullable String color,
        Severity alertSeverity,
        @Nullable MaintenanceWindow maintenanceWindow,
        boolean approvalRequired,
        Origin origin,
        Instant createdAt) {

    public Environment {
        Ids.require(name, "env_name");
    }
}
