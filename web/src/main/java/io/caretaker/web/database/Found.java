package io.caretaker.web.database;

import io.caretaker.core.health.HealthReport;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.server.desk.Database;
import io.caretaker.server.desk.Named;
import io.caretaker.web.api.Desks;
import io.caretaker.web.http.Request;
import org.jspecify.annotations.Nullable;

/// Finds the database that a request is about. Thread-safe.
final class Found {
    private final Desks desks;

    Found(Desks desks) {
        this.desks = desks;
    }

    /// @throws io.caretaker.core.problem.Problem `NOT_FOUND`, or `INVALID` when caretaker has no
    ///   log-in to it
    Database database(Request request) {
        return database(request.parameter("name"));
    }

    /// @param name its id, display name or unit
    /// @throws io.caretaker.core.problem.Problem as above
    Database database(String name) {
        return desks.databases().databases(inventory(name), null).find(name);
    }

    /// As the daemon has it; what it has not taken over yet, as the store has it.
    private Inventory inventory(String name) {
        Inventory known = desks.daemon().caretaker().inventory();
        return Named.knows(known, name) ? known : desks.daemon().store().inventory().read();
    }

    /// The newest look at it; null before the first.
    @Nullable HealthReport report(Database database) {
        return desks.daemon().caretaker().health().report(database.service()).orElse(null);
    }

    DatabaseHead head(Database database, DatabaseHead.Tab tab) {
        HealthReport report = report(database);
        return DatabaseHead.of(
                database,
                report == null ? HealthLook.UNSEEN : HealthLook.of(report),
                database.ports().lockedDown().apply(database.service()),
                tab);
    }
}
