package io.caretaker.cli.daemon;

import io.caretaker.testkit.server.MariaDbServer;
import io.caretaker.testkit.server.MysqlFamilyServer;

class MariaDbEmergencyIT extends MysqlFamilyEmergencies {
    @Override
    MysqlFamilyServer startServer() {
        return MariaDbServer.startNew();
    }

    @Override
    String privileges() {
        return "PROCESS, BINLOG MONITOR, SLAVE MONITOR, CONNECTION ADMIN";
    }

    /// MariaDB keeps "not locked" of an account that has ever been locked; it means the same as
    /// nothing.
    @Override
    String rowsQuery() {
        return "SELECT User, Host, JSON_COMPACT(IF(JSON_VALUE(Priv, '$.account_locked') = 0,"
                + " JSON_REMOVE(Priv, '$.account_locked'), Priv))"
                + " FROM mysql.global_priv ORDER BY User, Host";
    }

    @Override
    int refusedBecauseLocked() {
        return 4151;
    }

    @Override
    String type() {
        return "mariadb";
    }
}
