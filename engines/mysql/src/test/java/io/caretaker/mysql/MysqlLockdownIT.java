package io.caretaker.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.lockdown.Gates;
import io.caretaker.testkit.server.MySqlServer;
import io.caretaker.testkit.server.MysqlFamilyServer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class MysqlLockdownIT extends LockdownSuite {
    private static @Nullable MySqlServer server;

    @BeforeAll
    static void start_a_server_with_accounts() {
        server = MySqlServer.create().configure("log-bin=binlog").configure("server-id=3");
        server.start();
        makeAccounts(server);
    }

    @AfterAll
    static void end_the_server() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void an_account_whose_log_in_method_is_gone_does_not_keep_others_from_being_locked()
            throws Exception {
        try (var other = MySqlServer.startNew();
                var engine = new EngineUnderTest()) {
            other.sql(
                    "INSTALL PLUGIN auth_socket SONAME 'auth_socket.so';"
                            + " CREATE USER gone@'%' IDENTIFIED WITH auth_socket AS 'nobody';"
                            + " UNINSTALL PLUGIN auth_socket;");
            assertThat(gates(engine, other).exempt())
                    .extracting(each -> each.restriction().label() + ": " + each.reason())
                    .contains(
                            "account gone@%: its log-in method auth_socket is not loaded, so nobody"
                                    + " comes in by it");
        }
    }

    @Test
    void a_replica_that_nobody_may_write_on_says_whose_replica_it_is() throws Exception {
        try (var other = MySqlServer.startNew();
                var engine = new EngineUnderTest()) {
            other.sql(
                    "CHANGE REPLICATION SOURCE TO SOURCE_HOST = '192.0.2.7', SOURCE_PORT = 3310;"
                            + " SET GLOBAL super_read_only = ON");
            assertThat(gates(engine, other).standby())
                    .contains("read-only replica of 192.0.2.7:3310", "no account can be locked");
            other.sql("SET GLOBAL super_read_only = OFF");
            assertThat(gates(engine, other).standby()).isNull();
        }
    }

    private static Gates gates(EngineUnderTest engine, MySqlServer server)
            throws InterruptedException {
        return engine.engine()
                .lockdown()
                .orElseThrow()
                .look(engine.administrator(server), EngineUnderTest.HOST, soon());
    }

    @Override
    MysqlFamilyServer server() {
        return Objects.requireNonNull(server);
    }

    @Override
    String rows() {
        return server().sql("SELECT * FROM mysql.user ORDER BY User, Host");
    }

    @Override
    int refusedBecauseLocked() {
        return 3118;
    }

    @Override
    String binaryLogPrivilege() {
        return "SESSION_VARIABLES_ADMIN";
    }

    @Override
    String reading(String account) {
        return """
        GRANT SELECT ON mysql.user TO %1$s;
        GRANT SELECT ON mysql.role_edges TO %1$s;
        GRANT SELECT ON mysql.global_grants TO %1$s;
        GRANT SELECT (Host, Port, Channel_name) ON mysql.slave_master_info TO %1$s;
        """
                .formatted(account);
    }
}
