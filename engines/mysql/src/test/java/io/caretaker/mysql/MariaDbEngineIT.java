package io.caretaker.mysql;

import io.caretaker.core.health.DatabaseEngine;
import io.caretaker.core.secret.SecretSource;
import io.caretaker.testkit.engine.DatabaseEngineContract;
import io.caretaker.testkit.server.DatabaseServer;
import io.caretaker.testkit.server.MariaDbServer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

final class MariaDbEngineIT extends DatabaseEngineContract {
    private static @Nullable MariaDbServer server;

    @BeforeAll
    static void start_a_server() {
        server = MariaDbServer.startNew();
    }

    @AfterAll
    static void end_the_server() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    protected DatabaseEngine newEngine(SecretSource secrets) {
        return new MysqlEngine(secrets, new PlainNames());
    }

    @Override
    protected DatabaseServer server() {
        return Objects.requireNonNull(server);
    }

    /// A packet of 80 bytes with the number 0, of which the first bytes are there.
    @Override
    protected byte[] beginningOfAnAnswer() {
        return new byte[] {80, 0, 0, 0, 10};
    }
}
