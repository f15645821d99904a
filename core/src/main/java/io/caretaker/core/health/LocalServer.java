package io.caretaker.core.health;

import io.caretaker.core.host.ServiceControl;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A database server found on this machine.
///
/// @param name short and unique on the machine, made from engine, cluster or port
///   (`postgresql-15-main`, `mariadb-3306`)
/// @param user the operating-system user it runs as
/// @param host where to connect by TCP (`127.0.0.1`), null when it has no TCP port
/// @param socketDirectory directory (PostgreSQL) or file (MySQL, MongoDB) of its Unix socket, or
///   null
/// @param executable the server's program file
/// @param control how it can be started again, as far as could be found out
/// @param logFiles files that would tell why it died
/// @param configFiles its configuration files
public record LocalServer(
        EngineKind engine,
        String name,
        long pid,
        String user,
        @Nullable String host,
        int port,
        @Nullable String socketDirectory,
        @Nullable String dataDirectory,
        @Nullable String executable,
        ServiceControl control,
        @Nullable String unit,
        List<String> logFiles,
        List<String> configFiles) {
    public LocalServer {
        logFiles = List.copyOf(logFiles);
        configFiles = List.copyOf(configFiles);
    }
}
