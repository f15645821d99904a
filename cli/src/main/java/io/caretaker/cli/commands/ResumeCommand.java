package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import io.caretaker.core.document.PauseDocument;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// Ends a pause.
@Command(
        name = "resume",
        header = "Resume recovery after a pause.",
        footer = {"", "Example:", "  caretaker resume"})
public final class ResumeCommand implements Callable<Integer> {
    private final Session session;

    public ResumeCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        boolean json = session.json();
        boolean paused = Desks.recovery(session).resume(session.actor());
        if (json) {
            session.json(PauseDocument.of(null));
        } else {
            session.say(paused ? "Recovery is on again." : "Recovery was not paused.");
        }
        return ExitCodes.OK;
    }
}
