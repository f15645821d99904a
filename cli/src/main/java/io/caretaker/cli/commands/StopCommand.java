package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// Stop the daemon: the installed service, or the one that runs on this state directory.
@Command(
        name = "stop",
        header =
                "Stop the daemon: the installed service, or the one that runs on this state directory.",
        description = {"A service of the machine needs root for that."},
        footer = {"", "Example:", "  sudo caretaker stop"})
public final class StopCommand implements Callable<Integer> {
    private final Session session;

    public StopCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        session.format();
        new Daemonhood(session).stop();
        return ExitCodes.OK;
    }
}
