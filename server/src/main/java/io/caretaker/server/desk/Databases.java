package io.caretaker.server.desk;

import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.health.EngineKind;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Finds the database that a person means among those that caretaker can log in to.
public final class Databases {
    private final DatabasePorts ports;
    private final Inventory inventory;
    private final @Nullable ServiceId usual;

    Databases(DatabasePorts ports, Inventory inventory, @Nullable ServiceId usual) {
        this.ports = ports;
        this.inventory = inventory;
        this.usual = usual;
    }

    /// Whether caretaker has a log-in to it.
    public static boolean loggedInTo(Service service) {
        return service.check() instanceof CheckSpec.Database;
    }

    /// All with a log-in.
    public List<Service> all() {
        return inventory.services(Databases::loggedInTo);
    }

    /// The database of that id, display name or unit; without a name the usual one, or the only one
    /// there is.
    ///
    /// @throws Problem `NOT_FOUND` when there is none, `INVALID` when it is not clear which one, or
    ///   caretaker has no log-in to it
    public Database find(@Nullable String name) {
        return of(name == null ? only() : Named.service(inventory, name));
    }

    /// The service as a database.
    ///
    /// @throws Problem `INVALID` when it is none, or caretaker has no log-in to it
    public Database of(Service service) {
        if (service.check() instanceof CheckSpec.Database spec) {
            return new Database(ports, service, inventory.hostOf(service), spec);
        }
        throw isDatabase(service) ? withoutLogin(service) : noDatabase(service);
    }

    private Service only() {
        if (usual != null) {
            return inventory.service(usual).orElseThrow();
        }
        List<Service> all = all();
        if (all.size() == 1) {
            return all.getFirst();
        }
        if (!all.isEmpty()) {
            throw new Problem(
                    ProblemCode.INVALID,
                    "which database? There are " + all.size(),
                    "name one of " + names(all));
        }
        List<Service> known = inventory.services(Databases::isDatabase);
        if (known.size() == 1) {
            throw withoutLogin(known.getFirst());
        }
        throw new Problem(
                ProblemCode.NOT_FOUND,
                "caretaker has no log-in to any database yet",
                known.isEmpty()
                        ? "`caretaker discover` shows what runs here, `caretaker adopt NAME` gives"
                                + " it a log-in"
                        : "`caretaker adopt NAME` gives it one: " + names(known));
    }

    private static boolean isDatabase(Service service) {
        return Arrays.stream(EngineKind.values())
                .anyMatch(kind -> kind.serviceType().equals(service.type()));
    }

    private Problem withoutLogin(Service service) {
        boolean here = inventory.hostOf(service).local();
        String id = service.id().value();
        return new Problem(
                ProblemCode.INVALID,
                "caretaker has no log-in to '"
                        + service.label()
                        + "', it only checks it by "
                        + service.check().method(),
                here
                        ? "`caretaker adopt " + id + "` creates an account for it"
                        : "create an account on it, then `caretaker service set "
                                + id
                                + " monitoring.method=database check.user=USER"
                                + " check.password.file=FILE`");
    }

    private Problem noDatabase(Service service) {
        List<Service> all = all();
        return new Problem(
                ProblemCode.INVALID,
                "'" + service.label() + "' is no database but " + service.type(),
                all.isEmpty() ? "" : "databases are " + names(all));
    }

    private static String names(List<Service> services) {
        return services.stream().map(each -> each.id().value()).collect(Collectors.joining(", "));
    }
}
