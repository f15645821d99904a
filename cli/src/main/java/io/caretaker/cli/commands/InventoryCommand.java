package io.caretaker.cli.commands;

import io.caretaker.cli.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// The commands `host`, `service` and `environment`.
@Command
public final class InventoryCommand implements Runnable {
    @Spec CommandSpec spec = CommandSpec.create();

    public static CommandLine hosts(Session session) {
        return group(session, new EntryKind.Hosts(), new AddHostCommand(session), "host_web_1");
    }

    public static CommandLine services(Session session) {
        return group(
                session, new EntryKind.Services(), new AddServiceCommand(session), "svc_web_1");
    }

    public static CommandLine environments(Session session) {
        return group(
                session,
                new EntryKind.Environments(),
                new AddEnvironmentCommand(session),
                "production");
    }

    private static CommandLine group(
            Session session, EntryKind kind, Callable<Integer> add, String id) {
        String word = kind.word();
        var group = new CommandLine(new InventoryCommand());
        group.getCommandSpec()
                .usageMessage()
                .header("Add, list, show, change and remove " + word + "s.");
        group.addSubcommand("add", add);
        group.addSubcommand(
                "list",
                named(new ListCommand(session, kind), "List " + word + "s.", word + " list"));
        group.addSubcommand(
                "show",
                named(
                        new ShowCommand(session, kind),
                        "Show one " + word + ".",
                        word + " show " + id));
        group.addSubcommand(
                "set",
                named(
                        new SetCommand(session, kind),
                        "Change named fields of one " + word + ", and nothing else.",
                        word + " set " + id + " " + SetCommand.example(kind)));
        String removed = kind instanceof EntryKind.Hosts ? "host and its services" : word;
        group.addSubcommand(
                "remove",
                named(
                        new RemoveCommand(session, kind),
                        "Remove one " + removed + ".",
                        word + " remove " + id + " --yes"));
        return group;
    }

    private static CommandLine named(Callable<Integer> command, String header, String example) {
        var line = new CommandLine(command);
        line.getCommandSpec()
                .usageMessage()
                .header(header)
                .footer("", "Example:", "  caretaker " + example);
        return line;
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
