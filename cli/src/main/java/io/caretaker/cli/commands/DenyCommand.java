package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Says no to a recovery that waits for a person.
@Command(
        name = "deny",
        header = "Deny a recovery that waits for a person.",
        footer = {"", "Example:", "  caretaker deny r-7f3a90c1"})
public final class DenyCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "ID", description = "the request's id")
    String id = "";

    public DenyCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        new Approvals(session).decide(id, true);
        return ExitCodes.OK;
    }
}
