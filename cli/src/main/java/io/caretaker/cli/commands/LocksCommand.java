package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import io.caretaker.cli.render.LocksText;
import io.caretaker.core.document.SessionDocument;
import io.caretaker.core.session.SessionSnapshot;
import io.caretaker.server.desk.Database;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Shows who blocks whom.
@Command(
        name = "locks",
        header = "Show who waits for whom in a database, as a tree.",
        description = {
            "Each tree begins with the session that waits for nobody: ending it, or what it does,",
            "sets free all behind it. Beside it stands what a clean-up would do with it. Changes nothing."
        },
        footer = {"", "Example:", "  caretaker locks svc_web_postgresql_15_main"})
public final class LocksCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(
            paramLabel = "NAME",
            arity = "0..1",
            description = "the database's id, display name or unit; not needed where there is one")
    @Nullable String name;

    public LocksCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        boolean json = session.json();
        Database database = Desks.databases(session, session.inventory()).find(name);
        SessionSnapshot snapshot = Desks.databases(session).sessions(database);
        if (json) {
            session.json(SessionDocument.locks(database.service().id().value(), snapshot));
        } else {
            session.print(
                    LocksText.of(
                            snapshot,
                            database.service().careInForce(),
                            session.style(),
                            LocksText.Branches.of(session.surroundings().environment())));
        }
        return ExitCodes.OK;
    }
}
