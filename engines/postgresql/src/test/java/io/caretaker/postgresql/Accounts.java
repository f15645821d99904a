package io.caretaker.postgresql;

import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.testkit.server.PostgresServer;
import org.jspecify.annotations.NullMarked;

/// Roles of a test's server, all with the server's password.
@NullMarked
final class Accounts {
    private Accounts() {}

    /// Caretaker's own, with what adoption grants.
    static DatabaseTarget caretaker(PostgresServer server) {
        return create(server, "care", "grant pg_monitor, pg_signal_backend to care");
    }

    static DatabaseTarget create(PostgresServer server, String role, String grants) {
        server.sql(
                "create role "
                        + role
                        + " login password '"
                        + server.password().reveal()
                        + "'; "
                        + grants);
        return as(server.target(), role);
    }

    static DatabaseTarget as(DatabaseTarget target, String user) {
        return new DatabaseTarget(
                target.engine(),
                target.host(),
                target.port(),
                target.database(),
                user,
                target.password(),
                target.tls(),
                target.caFile());
    }
}
