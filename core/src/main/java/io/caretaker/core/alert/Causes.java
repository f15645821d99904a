package io.caretaker.core.alert;

import io.caretaker.core.inventory.DependencyWalk;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Finds what a service needs and what explains its trouble. Looks at each service once, however
/// many ask and however long the chains are. Not thread-safe.
public final class Causes {
    private final DependencyWalk walk;
    private final Inventory inventory;
    private final Predicate<Service> cause;
    private final Map<ServiceId, Service> known = new HashMap<>();

    /// @param cause whether a service explains the trouble of those that need it
    public Causes(Inventory inventory, Predicate<Service> cause) {
        this.walk = inventory.dependencyWalk();
        this.inventory = inventory;
        this.cause = cause;
    }

    /// The first cause among all that the service needs, those without needs first; null when there
    /// is none.
    public @Nullable Service of(Service service) {
        for (Service each : walk.before(service)) {
            Service found = below(each);
            if (found != null) {
                known.put(each.id(), found);
            }
        }
        return known.get(service.id());
    }

    private @Nullable Service below(Service service) {
        return service.dependencies().stream()
                .map(id -> inventory.service(id).orElse(null))
                .filter(Objects::nonNull)
                .map(needed -> {
                    Service deeper = known.get(needed.id());
                    return deeper != null ? deeper : cause.test(needed) ? needed : null;
                })
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}
