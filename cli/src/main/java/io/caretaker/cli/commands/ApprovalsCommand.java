package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// Lists the recoveries that wait for a person.
@Command(
        name = "approvals",
        header = "List the recoveries that wait for a person's approval.",
        footer = {
            "",
            "Examples:",
            "  caretaker approvals --format json",
            "  caretaker approvals show r-7f3a90c1"
        })
public final class ApprovalsCommand implements Callable<Integer> {
    private final Session session;

    public ApprovalsCommand(Session session) {
        this.session = session;
    }

    /// With its subcommands.
    public static CommandLine of(Session session) {
        return new CommandLine(new ApprovalsCommand(session))
                .addSubcommand("show", new ApprovalShowCommand(session));
    }

    @Override
    public Integer call() {
        new Approvals(session).list();
        return ExitCodes.OK;
    }
}
