package io.caretaker.cli.commands;

import io.caretaker.cli.Commands;
import io.caretaker.cli.Session;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;

/// Writes a completion script.
@Command(
        name = "completion",
        header = "Print a completion script for bash and zsh.",
        footer = {"", "Example:", "  source <(caretaker completion)"})
public final class CompletionCommand implements Callable<Integer> {
    private final Session session;

    public CompletionCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        session.print(AutoComplete.bash("caretaker", Commands.everything(session)));
        return 0;
    }
}
