package io.caretaker.cli.commands;

import io.caretaker.cli.Session;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Alerts: what there is to tell, who was told, and what people say to it.
@Command(
        name = "alert",
        header = "Show alerts, see to them, mute them, and try the channels.",
        description = {
            "caretaker.yaml says who is told: alerting.channels, routes, escalation_policies.",
            "`caretaker alert test` tries it."
        })
public final class AlertCommand implements Runnable {
    @Spec CommandSpec spec = CommandSpec.create();

    /// With its subcommands.
    public static CommandLine of(Session session) {
        return new CommandLine(new AlertCommand())
                .addSubcommand("list", new AlertListCommand(session))
                .addSubcommand("show", new AlertShowCommand(session))
                .addSubcommand("ack", new AlertAckCommand(session))
                .addSubcommand("unack", new AlertUnackCommand(session))
                .addSubcommand("mute", new AlertMuteCommand(session))
                .addSubcommand("unmute", new AlertUnmuteCommand(session))
                .addSubcommand("mutes", new AlertMutesCommand(session))
                .addSubcommand("test", new AlertTestCommand(session))
                .addSubcommand("history", new AlertHistoryCommand(session));
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
