package io.caretaker.cli.commands;

import io.caretaker.cli.Session;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// The store as a whole.
@Command(name = "store", header = "Move everything to another store.")
public final class StoreCommand implements Runnable {
    @Spec CommandSpec spec = CommandSpec.create();

    public static CommandLine of(Session session) {
        return new CommandLine(new StoreCommand())
                .addSubcommand("migrate", new StoreMigrate(session));
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
