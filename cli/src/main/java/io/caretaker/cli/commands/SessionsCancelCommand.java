package io.caretaker.cli.commands;

import io.caretaker.cli.Session;
import io.caretaker.core.session.EndMethod;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Cancels queries.
@Command(
        name = "cancel",
        header = "Cancel the query that a session runs; the session stays.",
        description = {
            "Asks before, after showing the session, and cancels only the query that was shown.",
            "Protected sessions are refused. Written into the audit log."
        },
        footer = {"", "Example:", "  caretaker sessions cancel svc_web_postgresql_15_main 4711"})
final class SessionsCancelCommand implements Callable<Integer> {
    private final Session session;

    @Mixin HandEnd options = new HandEnd();

    SessionsCancelCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        return options.run(session, EndMethod.CANCEL);
    }
}
