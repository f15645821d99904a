package io.caretaker.cli.commands;

import io.caretaker.cli.Session;
import io.caretaker.server.desk.EntryKind;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// The commands `host`, `service`, `environment` and `inventory`.
@Command
public final class InventoryCommand implements Runnable {
    @Spec CommandSpec spec = CommandSpec.create();

    public static CommandLine hosts(Session session) {
        CommandLine group =
                group(
                        session,
                        new EntryKind.Hosts(),
                        HostOptions::new,
                        "host_web_1",
                        "--address 10.1.2.3 --environment production --region eu --ssh-user admin");
        return group.addSubcommand("trust", new TrustCommand(session));
    }

    public static CommandLine services(Session session) {
        return group(
                session,
                new EntryKind.Services(),
                ServiceOptions::new,
                "svc_web_1",
                "--host host_web_1 --type nginx --method ssh --unit nginx.service");
    }

    public static CommandLine environments(Session session) {
        return group(
                session,
                new EntryKind.Environments(),
                EnvironmentOptions::new,
                "production",
                "--severity critical --window 'sunday 02:00-04:00 Europe/Berlin'");
    }

    /// What concerns all of it at once.
    public static CommandLine whole(Session session) {
        var whole = new CommandLine(new InventoryCommand());
        whole.getCommandSpec().usageMessage().header("Export hosts, services and environments.");
        whole.addSubcommand("export", new ExportCommand(session));
        return whole;
    }

    private static CommandLine group(
            Session session,
            EntryKind kind,
            Supplier<EntryOptions> options,
            String id,
            String added) {
        String word = kind.word();
        var group = new CommandLine(new InventoryCommand());
        group.getCommandSpec()
                .usageMessage()
                .header("Add, list, show, change and remove " + word + "s.");
        EntryOptions toAdd = options.get();
        group.addSubcommand(
                "add",
                mixed(
                        new AddCommand(session, kind, toAdd),
                        toAdd,
                        "Add " + article(kind) + word + ", or those of a file.",
                        word + " add " + id + " " + added));
        group.addSubcommand(
                "list",
                named(new ListCommand(session, kind), "List " + word + "s.", word + " list"));
        group.addSubcommand(
                "show",
                named(
                        new ShowCommand(session, kind),
                        "Show one " + word + ".",
                        word + " show " + id));
        EntryOptions toSet = options.get();
        group.addSubcommand(
                "set",
                mixed(
                        new SetCommand(session, kind, toSet),
                        toSet,
                        "Change named fields of one " + word + " or of many, and nothing else.",
                        word + " set " + id + " " + SetCommand.example(kind)));
        String removed = kind instanceof EntryKind.Hosts ? "host and its services" : word;
        group.addSubcommand(
                "remove",
                named(
                        new RemoveCommand(session, kind),
                        "Remove " + article(kind) + removed + ", or several.",
                        word + " remove " + id + " --yes"));
        return group;
    }

    private static String article(EntryKind kind) {
        return kind instanceof EntryKind.Environments ? "an " : "a ";
    }

    private static CommandLine mixed(
            Callable<Integer> command, EntryOptions options, String header, String example) {
        CommandLine line = named(command, header, example);
        line.getCommandSpec().addMixin("fields", CommandSpec.forAnnotatedObject(options));
        return line;
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
