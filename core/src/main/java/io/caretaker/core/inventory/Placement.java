package io.caretaker.core.inventory;

import org.jspecify.annotations.Nullable;

/// Where a host stands: its environment and region (both copied to its services) and, where known,
/// the exact place.
public record Placement(
        String environment,
        String region,
        @Nullable String datacenter,
        @Nullable String rack,
        @Nullable String zone) {

    public Placement {
        if (environment.isBlank() || region.isBlank()) {
            throw new IllegalArgumentException("environment and region must not be blank");
        }
    }

    public static Placement of(String environment, String region) {
        return new Placement(environment, region, null, null, null);
    }
}
