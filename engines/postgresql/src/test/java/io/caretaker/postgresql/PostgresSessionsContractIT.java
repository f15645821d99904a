package io.caretaker.postgresql;

import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.session.DatabaseSessions;
import io.caretaker.testkit.server.PostgresServer;
import io.caretaker.testkit.session.DatabaseSessionsContract;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/// With the account that an adoption makes.
@NullMarked
class PostgresSessionsContractIT extends DatabaseSessionsContract {
    private static PostgresServer server;
    private static PostgresEngine engine;
    private static DatabaseTarget target;

    @BeforeAll
    static void start() {
        server = PostgresServer.startNew();
        target = Accounts.caretaker(server);
        Accounts.create(server, "guest", "");
        engine = new PostgresEngine(_ -> server.password());
    }

    @AfterAll
    static void stop() {
        engine.close();
        server.close();
    }

    @Override
    protected DatabaseSessions sessions() {
        return engine.sessions().orElseThrow();
    }

    @Override
    protected DatabaseTarget target() {
        return target;
    }

    @Override
    protected Guest connect() throws Exception {
        return PostgresGuest.connect(server, "guest", "guest");
    }
}
