package io.caretaker.mongostore;

import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// Takes out of services the dependencies that name nothing or form a circle: such a service is
/// watched all the same.
record SoundDependencies(Map<ServiceId, Service> services, List<String> complaints) {
    void keep() {
        for (Service each : List.copyOf(services.values())) {
            keep(each, services::containsKey, "depends on services that are not there");
        }
        Set<ServiceId> settled = settled();
        for (Service each : List.copyOf(services.values())) {
            if (!settled.contains(each.id())) {
                keep(each, settled::contains, "depends on itself in a circle");
            }
        }
    }

    private void keep(Service service, Predicate<ServiceId> wanted, String reason) {
        List<ServiceId> kept = service.dependencies().stream().filter(wanted).toList();
        if (kept.size() < service.dependencies().size()) {
            complaints.add(
                    Names.SERVICES
                            + " '"
                            + service.id()
                            + "': "
                            + reason
                            + ": "
                            + service.dependencies().stream().filter(wanted.negate()).toList());
            services.put(service.id(), service.needing(kept));
        }
    }

    /// Those whose needs, and the needs of these, come to an end.
    private Set<ServiceId> settled() {
        var settled = new HashSet<ServiceId>();
        boolean more = true;
        while (more) {
            more = false;
            for (Service each : services.values()) {
                more |= settled.containsAll(each.dependencies()) && settled.add(each.id());
            }
        }
        return settled;
    }
}
