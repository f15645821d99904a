package io.caretaker.hosts.local;

import io.caretaker.core.host.Command;
import io.caretaker.core.host.ControlAction;
import io.caretaker.core.host.ServiceControl;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The commands that carry out an action or ask for a state; the same by whatever way they reach
/// the host. Pure.
public final class ServiceCommands {
    private ServiceCommands() {}

    /// The command for an action; empty when there is none.
    public static Optional<Command> action(ServiceControl control, ControlAction action) {
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

    /// The command that asks for the state; empty when nobody can be asked.
    public static Optional<Command> state(ServiceControl control) {
        return switch (control) {
            case ServiceControl.Systemd systemd -> Optional.of(show(systemd.unit()));
            case ServiceControl.SysV script ->
                    Optional.of(Command.of("service", script.name(), "status"));
            case ServiceControl.OpenRc script ->
                    Optional.of(Command.of("rc-service", script.name(), "status"));
            case ServiceControl.PgCluster cluster ->
                    Optional.of(
                            Command.of(
                                    "pg_ctlcluster", cluster.version(), cluster.name(), "status"));
            case ServiceControl.Commands _, ServiceControl.None _ -> Optional.empty();
        };
    }

    /// Debian's `postgresql.service` is an umbrella that stays active whatever its instances do:
    /// they are asked too.
    private static Command show(String unit) {
        var line = new ArrayList<>(List.of("systemctl", "show"));
        line.add("--property=" + String.join(",", UnitStates.PROPERTIES));
        line.addAll(List.of("--", unit));
        if (unit.equals("postgresql.service") || unit.equals("postgresql")) {
            line.add("postgresql@*.service");
        }
        return Command.of(line);
    }
}
