package io.caretaker.core.overview;

import java.util.List;

/// The services of one environment in one region, in the order of their ids.
public record RegionGroup(String region, Counts counts, List<FleetService> services) {
    public RegionGroup {
        services = List.copyOf(services);
    }
}
