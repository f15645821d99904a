package io.caretaker.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.testkit.server.MysqlFamilyServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

final class MysqlSessionLocksIT extends FamilySessionLocks {
    private static MysqlFamilyServer server;

    @BeforeAll
    static void start() {
        server = Brand.MYSQL.started();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    MysqlFamilyServer server() {
        return server;
    }

    /// XA RECOVER takes XA_RECOVER_ADMIN, which is too much for a monitoring account.
    @Override
    void checkName(String endable) {
        assertThat(endable).contains("XA RECOVER lists");
    }
}
