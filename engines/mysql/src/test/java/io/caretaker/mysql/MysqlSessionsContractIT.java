package io.caretaker.mysql;

import io.caretaker.testkit.server.MySqlServer;
import io.caretaker.testkit.server.MysqlFamilyServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

final class MysqlSessionsContractIT extends FamilySessionsContract {
    private static MySqlServer server;
    private static SessionsOnServer care;

    @BeforeAll
    static void start() {
        server = MySqlServer.startNew();
        MysqlGuest.invite(server);
        care = SessionsOnServer.careful(server);
    }

    @AfterAll
    static void stop() {
        care.close();
        server.close();
    }

    @Override
    MysqlFamilyServer server() {
        return server;
    }

    @Override
    SessionsOnServer care() {
        return care;
    }
}
