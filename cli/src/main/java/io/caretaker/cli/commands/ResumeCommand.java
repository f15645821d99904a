package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import io.caretaker.core.audit.AuditEntry;
import io.caretaker.core.store.Store;
import java.time.Instant;
import java.util.Map;
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
        Store store = session.wiring().store();
        boolean paused = store.recovery().pause().isPresent();
        if (paused) {
            store.recovery().resume();
            store.audit()
                    .append(AuditEntry.of(Instant.now(), session.actor(), "resume", "", true, ""));
        }
        if (json) {
            session.json(Map.of("paused", false));
        } else {
            session.say(paused ? "Recovery is on again." : "Recovery was not paused.");
        }
        return ExitCodes.OK;
    }
}
