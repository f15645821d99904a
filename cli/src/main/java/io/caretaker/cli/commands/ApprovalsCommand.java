package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// Lists the recoveries that wait for a person.
@Command(
        name = "approvals",
        header = "List the recoveries that wait for a person's approval.",
        footer = {"", "Example:", "  caretaker approvals --format json"})
public final class ApprovalsCommand implements Callable<Integer> {
    private final Session session;

    public ApprovalsCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        new Approvals(session).list();
        return ExitCodes.OK;
    }
}
