package io.caretaker.cli.commands;

import io.caretaker.cli.Session;
import io.caretaker.cli.config.Settings;
import io.caretaker.cli.daemon.DaemonLock;
import io.caretaker.cli.daemon.StateOwner;
import io.caretaker.core.document.ServiceDefaults;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.Origin;
import io.caretaker.server.desk.Asker;
import io.caretaker.server.desk.DatabaseDesk;
import io.caretaker.server.desk.DatabasePorts;
import io.caretaker.server.desk.Databases;
import io.caretaker.server.desk.InventoryDesk;
import io.caretaker.server.desk.RecoveryDesk;
import io.caretaker.server.desk.WrittenDown;
import io.caretaker.server.heal.AskedDaemon;
import io.caretaker.server.heal.Deliberator;
import java.time.Instant;
import java.time.InstantSource;

/// The desks that do what people ask for, with the store and the settings of a session.
final class Desks {
    private Desks() {}

    static InventoryDesk inventory(Session session) {
        return new InventoryDesk(
                () -> seen(session),
                () -> session.wiring().store(),
                (now, inventory) -> defaults(session, now, inventory),
                InstantSource.system());
    }

    /// For those who ask and for those who answer; questions need a store that is there.
    static RecoveryDesk recovery(Session session) {
        return new RecoveryDesk(
                () -> Reports.store(session),
                () -> Reports.store(session).states().read(),
                deliberator(session),
                () -> session.wiring().store(),
                InstantSource.system());
    }

    /// The daemon where it runs, else what is written down.
    private static Deliberator deliberator(Session session) {
        var known =
                new WrittenDown(
                        () -> Reports.store(session),
                        () -> Reports.store(session).states().read(),
                        service -> session.wiring().lockdowns(session::inventory).words(service),
                        host -> session.wiring().hostWatch(session::inventory).ask(host),
                        InstantSource.system());
        return session.daemon() instanceof DaemonLock.Daemon.Running
                ? new AskedDaemon(
                        session.wiring().questions(),
                        known,
                        () -> StateOwner.giveBack(session.settings().state()))
                : known;
    }

    static Asker asker(Session session, boolean dryRun) {
        return new Asker(session.actor(), dryRun);
    }

    /// The inventory as it stands; makes no store.
    static Inventory seen(Session session) {
        return session.storeExists()
                ? session.wiring().storeToRead().inventory().read()
                : Inventory.EMPTY;
    }

    static ServiceDefaults defaults(Session session, Instant now, Inventory inventory) {
        Settings.Defaults defaults = session.settings().defaults();
        return new ServiceDefaults(
                defaults.monitoring(),
                defaults.retryDelayGiven(),
                defaults.recovery(),
                defaults.alerting(),
                defaults.care(),
                Origin.MANAGED,
                now,
                inventory::host);
    }

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
