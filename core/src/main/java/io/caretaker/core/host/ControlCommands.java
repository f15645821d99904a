package io.caretaker.core.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The commands that carry out an action on a service, by whatever way they reach its host. Pure.
public final class ControlCommands {
    private ControlCommands() {}

    /// The command for an action; empty when there is none.
    public static Optional<Command> of(ServiceControl control, ControlAction action) {
        String verb = action.name().toLowerCase(Locale.ROOT);
        return switch (control) {
            case ServiceControl.Systemd systemd ->
                    Optional.of(Command.of("systemctl", verb, "--no-ask-password", systemd.unit()));
            case ServiceControl.SysV script ->
                    Optional.of(Command.of("service", script.name(), verb));
            case ServiceControl.OpenRc script ->
                    Optional.of(Command.of("rc-service", script.name(), verb));
            case ServiceControl.PgCluster cluster -> Optional.of(cluster(cluster, verb, action));
            case ServiceControl.Commands commands -> custom(commands, action);
            case ServiceControl.None _ -> Optional.empty();
        };
    }

    private static Command cluster(
            ServiceControl.PgCluster cluster, String verb, ControlAction action) {
        var line = new ArrayList<>(List.of("pg_ctlcluster"));
        if (action == ControlAction.STOP || action == ControlAction.RESTART) {
            line.addAll(List.of("-m", "fast"));
        }
        line.addAll(List.of(cluster.version(), cluster.name(), verb));
        return Command.of(line);
    }

    private static Optional<Command> custom(
            ServiceControl.Commands commands, ControlAction action) {
        List<String> line =
                switch (action) {
                    case START -> commands.start();
                    case STOP -> commands.stop();
                    case RESTART -> commands.restart();
                    case RELOAD -> commands.reload();
                };
        return line.isEmpty()
                ? Optional.empty()
                : Optional.of(Command.of(line).as(commands.user()));
    }
}
