package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Takes back that somebody sees to alerts.
@Command(
        name = "unack",
        header = "Take back that somebody sees to alerts: they are told and escalate again.",
        footer = {"", "Example:", "  caretaker alert unack a-7f3a90c1"})
final class AlertUnackCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "ALERT", arity = "1..*", description = "its id, or its beginning")
    List<String> ids = List.of();

    AlertUnackCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        boolean json = session.json();
        List<String> found =
                Answers.answers(session, Instant.now()).unacknowledge(ids, session.actor());
        if (json) {
            var document = new LinkedHashMap<String, @Nullable Object>();
            document.put("unacknowledged", found);
            session.json(document);
        } else {
            found.forEach(id -> session.say("Nobody sees to " + id + " any more."));
        }
        return ExitCodes.OK;
    }
}
