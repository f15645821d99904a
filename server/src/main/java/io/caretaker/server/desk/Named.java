package io.caretaker.server.desk;

import io.caretaker.core.document.NearestWord;
import io.caretaker.core.inventory.HostId;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.util.Collection;
import java.util.List;

/// Finds what people name in an inventory. Pure.
public final class Named {
    private Named() {}

    /// The service that a person names: by its id, or by a display name or unit that only it has.
    ///
    /// @throws Problem `NOT_FOUND` when there is none, `INVALID` when there are several
    public static Service service(Inventory inventory, String name) {
        List<Service> found = services(inventory, name);
        var exact = found.stream().filter(each -> each.id().value().equals(name)).findFirst();
        if (exact.isPresent()) {
            return exact.get();
        }
        if (found.size() > 1) {
            List<String> ids = found.stream().map(each -> each.id().value()).toList();
            throw new Problem(
                    ProblemCode.INVALID,
                    "'" + name + "' is " + found.size() + " services",
                    "use one of the ids: " + String.join(", ", ids));
        }
        if (found.isEmpty()) {
            throw unknown(
                    "service",
                    name,
                    inventory.services().stream().map(each -> each.id().value()).toList());
        }
        return found.getFirst();
    }

    /// Whether a service has that id, display name or unit.
    public static boolean knows(Inventory inventory, String name) {
        return !services(inventory, name).isEmpty();
    }

    /// The host that a person names by its id.
    ///
    /// @throws Problem `NOT_FOUND` when there is none
    public static HostId host(Inventory inventory, String name) {
        List<String> known = inventory.hosts().stream().map(each -> each.id().value()).toList();
        if (!known.contains(name)) {
            throw unknown("host", name, known);
        }
        return new HostId(name);
    }

    private static List<Service> services(Inventory inventory, String name) {
        return inventory.services(service ->
                service.id().value().equals(name)
                        || name.equals(service.displayName())
                        || service.unit().equals(name));
    }

    /// Names the nearest of the known ids where one is near.
    private static Problem unknown(String kind, String id, Collection<String> known) {
        return new Problem(
                ProblemCode.NOT_FOUND,
                kind + " '" + id + "' does not exist",
                NearestWord.to(id, known)
                        .map(near -> "did you mean '" + near + "'?")
                        .orElse("`caretaker " + kind + " list` shows what there is"));
    }
}
