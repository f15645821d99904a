package io.caretaker.cli;

import io.caretaker.cli.commands.AcknowledgeCommand;
import io.caretaker.cli.commands.AdoptCommand;
import io.caretaker.cli.commands.AlertCommand;
import io.caretaker.cli.commands.ApplyCommand;
import io.caretaker.cli.commands.ApprovalsCommand;
import io.caretaker.cli.commands.ApproveCommand;
import io.caretaker.cli.commands.AuditCommand;
import io.caretaker.cli.commands.CheckCommand;
import io.caretaker.cli.commands.CleanupCommand;
import io.caretaker.cli.commands.CompletionCommand;
import io.caretaker.cli.commands.ConfigCommand;
import io.caretaker.cli.commands.ConnectionTestCommand;
import io.caretaker.cli.commands.DenyCommand;
import io.caretaker.cli.commands.DiscoverCommand;
import io.caretaker.cli.commands.DoctorCommand;
import io.caretaker.cli.commands.EmergencyCommand;
import io.caretaker.cli.commands.EnginesCommand;
import io.caretaker.cli.commands.HelpCommand;
import io.caretaker.cli.commands.HistoryCommand;
import io.caretaker.cli.commands.ImportCommand;
import io.caretaker.cli.commands.InstallCommand;
import io.caretaker.cli.commands.InventoryCommand;
import io.caretaker.cli.commands.LocksCommand;
import io.caretaker.cli.commands.LogsCommand;
import io.caretaker.cli.commands.PauseCommand;
import io.caretaker.cli.commands.ProfilerCommand;
import io.caretaker.cli.commands.RecoverCommand;
import io.caretaker.cli.commands.RestartCommand;
import io.caretaker.cli.commands.ResumeCommand;
import io.caretaker.cli.commands.RunCommand;
import io.caretaker.cli.commands.SelfDestructCommand;
import io.caretaker.cli.commands.SessionsCommand;
import io.caretaker.cli.commands.ShowConfigCommand;
import io.caretaker.cli.commands.StartCommand;
import io.caretaker.cli.commands.StatusCommand;
import io.caretaker.cli.commands.StopCommand;
import io.caretaker.cli.commands.StoreCommand;
import io.caretaker.cli.commands.TokenCommand;
import io.caretaker.cli.commands.TopCommand;
import io.caretaker.cli.commands.UninstallCommand;
import io.caretaker.cli.commands.UptimeCommand;
import io.caretaker.cli.commands.VersionCommand;
import io.caretaker.cli.commands.WatchCommand;
import io.caretaker.cli.demo.DemoCommand;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine;

/// All commands. Only those whose name occurs among the arguments are made, because reading a
/// command's annotations costs time that every start would pay.
public final class Commands {
    private static final Map<String, Function<Session, CommandLine>> ALL = all();

    private Commands() {}

    private static Map<String, Function<Session, CommandLine>> all() {
        var all = new LinkedHashMap<String, Function<Session, CommandLine>>();
        all.put("run", session -> new CommandLine(new RunCommand(session)));
        all.put("demo", session -> new CommandLine(new DemoCommand(session)));
        all.put("status", session -> new CommandLine(new StatusCommand(session)));
        all.put("watch", session -> new CommandLine(new WatchCommand(session)));
        all.put("check", session -> new CommandLine(new CheckCommand(session)));
        all.put("sessions", SessionsCommand::of);
        all.put("locks", session -> new CommandLine(new LocksCommand(session)));
        all.put("top", session -> new CommandLine(new TopCommand(session)));
        all.put("cleanup", session -> new CommandLine(new CleanupCommand(session)));
        all.put("profiler", session -> new CommandLine(new ProfilerCommand(session)));
        all.put("discover", session -> new CommandLine(new DiscoverCommand(session)));
        all.put("adopt", session -> new CommandLine(new AdoptCommand(session)));
        all.put("connection-test", session -> new CommandLine(new ConnectionTestCommand(session)));
        all.put("engines", session -> new CommandLine(new EnginesCommand(session)));
        all.put("host", InventoryCommand::hosts);
        all.put("service", InventoryCommand::services);
        all.put("environment", InventoryCommand::environments);
        all.put("inventory", InventoryCommand::whole);
        all.put("apply", session -> new CommandLine(new ApplyCommand(session)));
        all.put("import", session -> new CommandLine(new ImportCommand(session)));
        all.put("history", HistoryCommand::of);
        all.put("uptime", session -> new CommandLine(new UptimeCommand(session)));
        all.put("alert", AlertCommand::of);
        all.put("recover", Commands::recover);
        all.put("approvals", ApprovalsCommand::of);
        all.put("approve", session -> new CommandLine(new ApproveCommand(session)));
        all.put("deny", session -> new CommandLine(new DenyCommand(session)));
        all.put("pause", session -> new CommandLine(new PauseCommand(session)));
        all.put("resume", session -> new CommandLine(new ResumeCommand(session)));
        all.put("emergency-shutdown", session -> new CommandLine(new EmergencyCommand(session)));
        all.put("self-destruct", session -> new CommandLine(new SelfDestructCommand(session)));
        all.put("config", ConfigCommand::of);
        all.put("show-config", session -> new CommandLine(new ShowConfigCommand(session)));
        all.put("audit", session -> new CommandLine(new AuditCommand(session)));
        all.put("token", TokenCommand::of);
        all.put("store", StoreCommand::of);
        all.put("install", session -> new CommandLine(new InstallCommand(session)));
        all.put("uninstall", session -> new CommandLine(new UninstallCommand(session)));
        all.put("start", session -> new CommandLine(new StartCommand(session)));
        all.put("stop", session -> new CommandLine(new StopCommand(session)));
        all.put("restart", session -> new CommandLine(new RestartCommand(session)));
        all.put("logs", session -> new CommandLine(new LogsCommand(session)));
        all.put("doctor", session -> new CommandLine(new DoctorCommand(session)));
        all.put("version", session -> new CommandLine(new VersionCommand(session)));
        all.put("completion", session -> new CommandLine(new CompletionCommand(session)));
        all.put("help", _ -> new CommandLine(new HelpCommand()));
        return all;
    }

    private static CommandLine recover(Session session) {
        return new CommandLine(new RecoverCommand(session))
                .addSubcommand("ack", new CommandLine(new AcknowledgeCommand(session)));
    }

    /// The parser for these arguments.
    static CommandLine line(Session session, GlobalOptions options, List<String> arguments) {
        var wanted = arguments.stream().filter(ALL::containsKey).collect(Collectors.toSet());
        boolean every =
                wanted.isEmpty() || wanted.contains("help") || wanted.contains("completion");
        var line = new CommandLine(new Root(options));
        line.getCommandSpec().version(Version.line());
        ALL.forEach((name, maker) -> {
            if (every || wanted.contains(name)) {
                line.addSubcommand(name, maker.apply(session));
            }
        });
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setAbbreviatedOptionsAllowed(false);
        return line;
    }

    /// The parser with every command, for documentation.
    public static CommandLine everything(Session session) {
        return line(session, new GlobalOptions(), List.of("help"));
    }
}
