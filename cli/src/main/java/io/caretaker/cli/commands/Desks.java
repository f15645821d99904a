package io.caretaker.cli.commands;

import io.caretaker.cli.Session;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.server.desk.DatabaseDesk;
import io.caretaker.server.desk.DatabasePorts;
import io.caretaker.server.desk.Databases;
import java.time.InstantSource;

/// The desks that the session's commands go to.
final class Desks {
    private Desks() {}

    /// Everything that asking databases takes.
    static DatabasePorts ports(Session session) {
        return new DatabasePorts(
                () -> session.wiring().engines(),
                () -> session.wiring().checks(),
                () -> session.wiring().hosts(),
                () -> session.wiring().store().audit(),
                service -> session.wiring().lockdowns(session::inventory).words(service),
                InstantSource.system(),
                System::nanoTime);
    }

    static DatabaseDesk databases(Session session) {
        return new DatabaseDesk(ports(session));
    }

    /// The databases of an inventory; without a name the one that environment variables name is
    /// meant.
    static Databases databases(Session session, Inventory inventory) {
        return databases(session).databases(inventory, session.settings().target());
    }
}
