package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// Start the installed service.
@Command(
        name = "start",
        header = "Start the installed service.",
        description = {"A service of the machine needs root for that."},
        footer = {"", "Example:", "  sudo caretaker start"})
public final class StartCommand implements Callable<Integer> {
    private final Session session;

    public StartCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        session.format();
        new Daemonhood(session).start();
        return ExitCodes.OK;
    }
}
