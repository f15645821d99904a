package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import io.caretaker.cli.render.ApprovalText;
import io.caretaker.core.document.ApprovalDocument;
import io.caretaker.core.recovery.ApprovalCase;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// All that a person should see before saying yes.
@Command(
        name = "show",
        header = "Show what speaks for and against a recovery that waits, and what would be run.",
        description = {
            "While it waits, the daemon looks at the host, the process and the log as the recovery",
            "itself would, and changes nothing."
        },
        footer = {"", "Example:", "  caretaker approvals show r-7f3a90c1"})
final class ApprovalShowCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "ID", description = "the request's id")
    String id = "";

    ApprovalShowCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        boolean json = session.json();
        ApprovalCase known = Desks.recovery(session).approvalCase(id, true);
        Instant now = Instant.now();
        if (json) {
            session.json(ApprovalDocument.of(known, now));
        } else {
            session.print(ApprovalText.of(known, now, session.style()));
        }
        return ExitCodes.OK;
    }
}
