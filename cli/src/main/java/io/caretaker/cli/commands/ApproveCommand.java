package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Says yes or no to a recovery that waits for a person.
@Command(
        name = "approve",
        header = "Approve or deny a recovery that waits for a person; without an id list them.",
        footer = {"", "Example:", "  caretaker approve r-7f3a90c1"})
public final class ApproveCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "ID", arity = "0..1", description = "the request's id")
    @Nullable String id;

    @Option(names = "--deny", description = "say no")
    boolean deny;

    public ApproveCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (id == null) {
            new Approvals(session).list();
        } else {
            new Approvals(session).decide(id, deny);
        }
        return ExitCodes.OK;
    }
}
