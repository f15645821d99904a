package io.caretaker.cli.commands;

import io.caretaker.cli.Session;
import io.caretaker.cli.Wiring;
import io.caretaker.server.Caretaker;
import io.caretaker.server.desk.DatabasePorts;
import io.caretaker.web.Tools;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;

/// What the daemon's face does what people ask for with.
final class DaemonTools {
    private DaemonTools() {}

    static Tools of(Session session) {
        Wiring wiring = session.wiring();
        Caretaker caretaker = wiring.caretaker();
        var databases =
                new DatabasePorts(
                        wiring::engines,
                        caretaker::checks,
                        wiring::hosts,
                        () -> wiring.daemonStore().audit(),
                        service -> wiring.lockdowns(caretaker::inventory).words(service),
                        InstantSource.system(),
                        System::nanoTime);
        return new Tools(
                databases,
                (now, inventory) -> Desks.defaults(session, now, inventory),
                () -> wiring.lockdowns(caretaker::inventory),
                wiring::discovery,
                wiring::findings,
                wiring::daemonAdoption,
                wiring::connectionTest,
                _ -> Map.of(),
                Duration.ofDays(90),
                ZoneId.systemDefault(),
                () -> ShowConfigCommand.document(session.settings()));
    }
}
