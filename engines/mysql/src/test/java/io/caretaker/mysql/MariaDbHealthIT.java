package io.caretaker.mysql;

import io.caretaker.testkit.server.MariaDbServer;
import io.caretaker.testkit.server.MysqlFamilyServer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

final class MariaDbHealthIT extends HealthSuite {
    private static @Nullable MariaDbServer server;

    @BeforeAll
    static void start_a_server() {
        server = MariaDbServer.startNew();
        furnish(server);
    }

    @AfterAll
    static void end_the_server() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    protected MysqlFamilyServer server() {
        return Objects.requireNonNull(server);
    }
}
