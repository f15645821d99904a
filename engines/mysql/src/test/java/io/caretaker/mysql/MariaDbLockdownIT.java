package io.caretaker.mysql;

import io.caretaker.testkit.server.MariaDbServer;
import io.caretaker.testkit.server.MysqlFamilyServer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

final class MariaDbLockdownIT extends LockdownSuite {
    private static @Nullable MariaDbServer server;

    @BeforeAll
    static void start_a_server_with_accounts() {
        server = MariaDbServer.create().configure("log-bin=binlog").configure("server-id=3");
        server.start();
        makeAccounts(server);
    }

    @AfterAll
    static void end_the_server() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    MysqlFamilyServer server() {
        return Objects.requireNonNull(server);
    }

    /// MariaDB keeps "not locked" of an account that has ever been locked, and nothing of one that
    /// never was; it means the same.
    @Override
    String rows() {
        return server().sql(
                        "SELECT User, Host, JSON_COMPACT(IF(JSON_VALUE(Priv, '$.account_locked') = 0,"
                                + " JSON_REMOVE(Priv, '$.account_locked'), Priv))"
                                + " FROM mysql.global_priv ORDER BY User, Host");
    }

    @Override
    int refusedBecauseLocked() {
        return 4151;
    }

    @Override
    String binaryLogPrivilege() {
        return "BINLOG ADMIN";
    }

    @Override
    String reading(String account) {
        return """
        GRANT SELECT ON mysql.global_priv TO %1$s;
        GRANT SELECT ON mysql.roles_mapping TO %1$s;
        """
                .formatted(account);
    }
}
