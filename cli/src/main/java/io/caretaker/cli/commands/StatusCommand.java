package io.caretaker.cli.commands;

import io.caretaker.cli.Session;
import io.caretaker.cli.render.StatusDocument;
import io.caretaker.cli.render.StatusReport;
import io.caretaker.cli.render.StatusText;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// How everything is, from the store alone.
@Command(
        name = "status",
        header = "Show how everything is.",
        description = {
            "Reads what the daemon has written down; asks no server. Also works while no daemon runs,",
            "and then says how old the picture is."
        },
        footer = {"", "Example:", "  caretaker status --format json | jq .summary"})
public final class StatusCommand implements Callable<Integer> {
    private final Session session;

    public StatusCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        boolean json = session.json();
        StatusReport report = Reports.status(session, Instant.now());
        if (json) {
            session.json(StatusDocument.of(report));
        } else {
            session.print(StatusText.of(report, session.style()));
        }
        return 0;
    }
}
