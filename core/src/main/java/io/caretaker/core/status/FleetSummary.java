package io.caretaker.core.status;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/// The fleet in numbers.
///
/// @param byStatus services by status; every status is there
public record FleetSummary(
        long totalHosts,
        long activeHosts,
        long totalServices,
        Map<Status, Long> byStatus,
        Map<String, Long> byEnvironment,
        Map<String, Long> byRegion,
        Map<String, Long> byServiceType) {
    public FleetSummary {
        var all = new EnumMap<Status, Long>(Status.class);
        for (Status each : Status.values()) {
            all.put(each, byStatus.getOrDefault(each, 0L));
        }
        byStatus = Collections.unmodifiableMap(all);
        byEnvironment = Collections.unmodifiableMap(new TreeMap<>(byEnvironment));
        byRegion = Collections.unmodifiableMap(new TreeMap<>(byRegion));
        byServiceType = Collections.unmodifiableMap(new TreeMap<>(byServiceType));
    }
}
