package io.caretaker.mysql;

import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.session.DatabaseSessions;
import io.caretaker.testkit.server.MysqlFamilyServer;
import io.caretaker.testkit.session.DatabaseSessionsContract;

/// The contract with an account that has exactly the rights it needs.
abstract class FamilySessionsContract extends DatabaseSessionsContract {
    abstract MysqlFamilyServer server();

    abstract SessionsOnServer care();

    @Override
    protected DatabaseSessions sessions() {
        return care().sessions();
    }

    @Override
    protected DatabaseTarget target() {
        return care().target();
    }

    @Override
    protected Guest connect() throws Exception {
        return MysqlGuest.connect(server());
    }
}
