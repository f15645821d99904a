package io.caretaker.core.host;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a service is started and stopped on its host.
public sealed interface ServiceControl {

    /// A systemd unit: the instance (`postgresql@15-main.service`), not an umbrella.
    record Systemd(String unit) implements ServiceControl {}

    /// A script of `/etc/init.d`, by `service NAME ACTION`.
    record SysV(String name) implements ServiceControl {}

    /// A service of OpenRC, by `rc-service NAME ACTION`.
    record OpenRc(String name) implements ServiceControl {}

    /// A Debian PostgreSQL cluster, by `pg_ctlcluster VERSION NAME ACTION`.
    record PgCluster(String version, String name) implements ServiceControl {}

    /// Commands of the operator, as argument lists. An empty list means that the action does not
    /// exist.
    ///
    /// @param user the user they run as; null keeps caretaker's own
    record Commands(
            List<String> start,
            List<String> stop,
            List<String> restart,
            List<String> reload,
            @Nullable String user)
            implements ServiceControl {
        public Commands {
            start = List.copyOf(start);
            stop = List.copyOf(stop);
            restart = List.copyOf(restart);
            reload = List.copyOf(reload);
        }
    }

    /// Nothing is known: it can be watched, not healed.
    record None() implements ServiceControl {}

    /// What it is started with, for people.
    default String words() {
        return switch (this) {
            case Systemd(String unit) -> "systemd " + unit;
            case SysV(String name) -> "service " + name;
            case OpenRc(String name) -> "rc-service " + name;
            case PgCluster(String version, String name) -> "pg_ctlcluster " + version + " " + name;
            case Commands _ -> "its own commands";
            case None _ -> "unknown";
        };
    }
}
