package io.caretaker.cli.commands;

import io.caretaker.cli.OwnDirectory;
import io.caretaker.cli.Session;
import io.caretaker.web.access.TokenDesk;
import java.time.InstantSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Tokens: what lets people and programs use the dashboard and the API.
@Command(
        name = "token",
        header = "Make, list and revoke tokens for the dashboard and the API.",
        description = {
            "Roles: viewer reads; operator also acts (recover, approve, pause, see to alerts, end sessions,",
            "clean up); admin also changes the inventory and adopts databases.",
            "The daemon sees a change at once."
        })
public final class TokenCommand implements Runnable {
    @Spec CommandSpec spec = CommandSpec.create();

    /// With its subcommands.
    public static CommandLine of(Session session) {
        return new CommandLine(new TokenCommand())
                .addSubcommand("create", new TokenCreateCommand(session))
                .addSubcommand("list", new TokenListCommand(session))
                .addSubcommand("revoke", new TokenRevokeCommand(session));
    }

    static TokenDesk desk(Session session) {
        OwnDirectory.make(session.settings().state());
        return new TokenDesk(
                session.settings().state(),
                () -> session.wiring().store().audit(),
                InstantSource.system(),
                problem ->
                        session.note(
                                "This could not be written to the audit log: "
                                        + problem.message()
                                        + "."));
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
