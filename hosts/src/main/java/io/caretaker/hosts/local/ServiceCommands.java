package io.caretaker.hosts.local;

import io.caretaker.core.host.Command;
import io.caretaker.core.host.ServiceControl;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The commands that ask for the state of a service; the same by whatever way they reach its host.
/// Pure.
public final class ServiceCommands {
    private ServiceCommands() {}

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
