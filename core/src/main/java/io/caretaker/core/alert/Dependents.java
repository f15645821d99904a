package io.caretaker.core.alert;

import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which services depend on which, directly and through others. Immutable.
public final class Dependents {
    public static final Dependents NONE = new Dependents(Map.of());

    private final Map<ServiceId, List<ServiceId>> direct;

    private Dependents(Map<ServiceId, List<ServiceId>> direct) {
        this.direct = direct;
    }

    public static Dependents of(Inventory inventory) {
        var direct = new HashMap<ServiceId, List<ServiceId>>();
        for (Service service : inventory.services()) {
            for (ServiceId needed : service.dependencies()) {
                direct.computeIfAbsent(needed, _ -> new ArrayList<>()).add(service.id());
            }
        }
        return new Dependents(direct);
    }

    /// All that depend on the service, the nearest first, without itself.
    public Set<ServiceId> of(ServiceId service) {
        var found = new LinkedHashSet<ServiceId>();
        var open = new ArrayDeque<ServiceId>();
        open.add(service);
        while (!open.isEmpty()) {
            for (ServiceId each : direct.getOrDefault(open.remove(), List.of())) {
                if (!each.equals(service) && found.add(each)) {
                    open.add(each);
                }
            }
        }
        return found;
    }
}
