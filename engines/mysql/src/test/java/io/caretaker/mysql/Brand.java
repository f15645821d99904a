package io.caretaker.mysql;

import io.caretaker.testkit.server.MariaDbServer;
import io.caretaker.testkit.server.MySqlServer;
import io.caretaker.testkit.server.MysqlFamilyServer;

/// The servers that a test is for.
enum Brand {
    MARIADB,
    MYSQL;

    /// Not started yet.
    MysqlFamilyServer create() {
        return switch (this) {
            case MARIADB ->
                    MariaDbServer.create()
                            .configure(
                                    "performance-schema-instrument=wait/lock/metadata/sql/mdl=ON");
            case MYSQL -> MySqlServer.create();
        };
    }

    /// With guests welcome.
    MysqlFamilyServer started() {
        MysqlFamilyServer server = create();
        server.start();
        MysqlGuest.invite(server);
        return server;
    }
}
