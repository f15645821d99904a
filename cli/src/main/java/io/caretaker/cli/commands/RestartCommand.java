package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// Start the installed service anew.
@Command(
        name = "restart",
        header = "Start the installed service anew.",
        description = {"A service of the machine needs root for that."},
        footer = {"", "Example:", "  sudo caretaker restart"})
public final class RestartCommand implements Callable<Integer> {
    private final Session session;

    public RestartCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        session.format();
        new Daemonhood(session).restart();
        return ExitCodes.OK;
    }
}
