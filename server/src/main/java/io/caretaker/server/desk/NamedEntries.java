package io.caretaker.server.desk;

import io.caretaker.core.inventory.HostId;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.util.List;

/// The entries that people name.
public final class NamedEntries {
    private NamedEntries() {}

    /// The host that a person names by its id.
    ///
    /// @throws Problem `NOT_FOUND`
    public static HostId host(Inventory inventory, String name) {
        List<String> known = new EntryKind.Hosts().ids(inventory);
        if (!known.contains(name)) {
            throw UnknownEntry.of("host", name, known);
        }
        return new HostId(name);
    }

    /// The service that a person names: by its id, or by a display name or unit that only it has.
    ///
    /// @throws Problem `NOT_FOUND`, or `INVALID` when several have that name
    public static Service service(Inventory inventory, String name) {
        var found = named(inventory, name);
        var exact = found.stream().filter(each -> each.id().value().equals(name)).findFirst();
        if (exact.isPresent()) {
            return exact.get();
        }
        if (found.size() > 1) {
            throw new Problem(
                    ProblemCode.INVALID,
                    "'" + name + "' is " + found.size() + " services",
                    "use one of the ids: "
                            + String.join(
                                    ", ", found.stream().map(each -> each.id().value()).toList()));
        }
        if (found.isEmpty()) {
            throw UnknownEntry.of("service", name, new EntryKind.Services().ids(inventory));
        }
        return found.getFirst();
    }

    /// Whether a service has that id, display name or unit.
    public static boolean knows(Inventory inventory, String name) {
        return !named(inventory, name).isEmpty();
    }

    private static List<Service> named(Inventory inventory, String name) {
        return inventory.services(service ->
                service.id().value().equals(name)
                        || name.equals(service.displayName())
                        || service.unit().equals(name));
    }
}
