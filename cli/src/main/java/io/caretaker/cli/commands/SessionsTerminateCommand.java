package io.caretaker.cli.commands;

import io.caretaker.cli.Session;
import io.caretaker.core.session.EndMethod;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Ends sessions.
@Command(
        name = "terminate",
        header = "End a session; what it has not committed is rolled back.",
        description = {
            "Asks before, after showing the session, and ends only the session that was shown, never another",
            "that has got its number since. Protected sessions are refused. Written into the audit log."
        },
        footer = {"", "Example:", "  caretaker sessions terminate svc_web_postgresql_15_main 4711"})
final class SessionsTerminateCommand implements Callable<Integer> {
    private final Session session;

    @Mixin HandEnd options = new HandEnd();

    SessionsTerminateCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        return options.run(session, EndMethod.TERMINATE);
    }
}
