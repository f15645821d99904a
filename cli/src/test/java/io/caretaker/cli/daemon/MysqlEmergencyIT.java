package io.caretaker.cli.daemon;

import io.caretaker.testkit.server.MySqlServer;
import io.caretaker.testkit.server.MysqlFamilyServer;

class MysqlEmergencyIT extends MysqlFamilyEmergencies {
    @Override
    MysqlFamilyServer startServer() {
        return MySqlServer.startNew();
    }

    @Override
    String privileges() {
        return "PROCESS, REPLICATION CLIENT, CONNECTION_ADMIN";
    }

    @Override
    String rowsQuery() {
        return "SELECT * FROM mysql.user ORDER BY User, Host";
    }

    @Override
    int refusedBecauseLocked() {
        return 3118;
    }

    @Override
    String type() {
        return "mysql";
    }
}
