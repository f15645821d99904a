package io.caretaker.mysql;

import io.caretaker.core.health.EngineKind;
import io.caretaker.core.health.LocalServer;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.host.ListeningSocket;
import io.caretaker.core.host.ProcessFacts;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Tells of a process whether it is a MySQL or MariaDB server, and which.
///
/// Source: a server changes into its data directory when it starts, so its working directory is the
/// data directory (mysqld, mariadbd, all versions). Port 33060 is MySQL's X protocol.
final class Recognition {
    private static final Set<String> PROGRAMS = Set.of("mariadbd", "mysqld");
    private static final List<String> ERRANDS =
            List.of("bootstrap", "initialize", "initialize-insecure", "help", "wsrep-recover");
    private static final int X_PROTOCOL = 33060;

    private Recognition() {}

    static Optional<LocalServer> recognise(ProcessFacts process, HostAccess host) {
        if (!PROGRAMS.contains(process.program()) || child(process, host)) {
            return Optional.empty();
        }
        ServerOptions given = ServerOptions.of(process.arguments());
        if (ERRANDS.stream().anyMatch(given::has)) {
            return Optional.empty();
        }
        ServerOptions options = given.over(OptionFiles.options(process, given, host));
        return Optional.of(describe(process, given, options, host));
    }

    private static LocalServer describe(
            ProcessFacts process, ServerOptions given, ServerOptions options, HostAccess host) {
        String dataDirectory = dataDirectory(process, options);
        EngineKind kind = kind(process, dataDirectory, host);
        var port = listeningPort(process, options);
        int shownPort = port == null ? configuredPort(options, kind) : port;
        String address = address(process, options, port);
        var start = new StartFacts(process, options, dataDirectory, kind);
        return new LocalServer(
                kind,
                name(kind, address == null ? dataDirectory : null, shownPort, process.pid()),
                process.pid(),
                process.user(),
                address,
                shownPort,
                socket(process, options),
                dataDirectory,
                process.executable(),
                Control.of(start, host),
                process.unit(),
                LogFiles.of(start, host),
                OptionFiles.paths(given, host));
    }

    private static boolean child(ProcessFacts process, HostAccess host) {
        return host.process(process.parent())
                .filter(parent -> parent.program().equals(process.program()))
                .filter(parent -> parent.arguments().equals(process.arguments()))
                .isPresent();
    }

    private static @Nullable String dataDirectory(ProcessFacts process, ServerOptions options) {
        String configured = options.get("datadir");
        return configured != null && configured.startsWith("/")
                ? withoutSlash(configured)
                : process.workingDirectory();
    }

    /// The program is called `mysqld` in either dialect; then the files tell: Aria tables are
    /// MariaDB's own.
    private static EngineKind kind(
            ProcessFacts process, @Nullable String dataDirectory, HostAccess host) {
        boolean mariadb =
                process.program().equals("mariadbd")
                        || (dataDirectory != null
                                && OptionFiles.exists(dataDirectory + "/aria_log_control", host));
        return mariadb ? EngineKind.MARIADB : EngineKind.MYSQL;
    }

    private static @Nullable Integer listeningPort(ProcessFacts process, ServerOptions options) {
        var ports = new TreeSet<Integer>();
        for (ListeningSocket socket : process.listening()) {
            if (socket instanceof ListeningSocket.Tcp tcp && tcp.port() != X_PROTOCOL) {
                ports.add(tcp.port());
            }
        }
        int configured = configuredPort(options, EngineKind.MYSQL);
        if (ports.isEmpty() || ports.contains(configured)) {
            return ports.isEmpty() ? null : configured;
        }
        return ports.first();
    }

    private static int configuredPort(ServerOptions options, EngineKind kind) {
        try {
            String port = options.get("port");
            int number = port == null ? 0 : Integer.parseInt(port);
            return number < 1 || number > 65535 ? kind.defaultPort() : number;
        } catch (NumberFormatException e) {
            return kind.defaultPort();
        }
    }

    /// Where to connect; null without a TCP port. When no socket at all can be seen, the options
    /// have to do.
    private static @Nullable String address(
            ProcessFacts process, ServerOptions options, @Nullable Integer port) {
        if (port != null) {
            return connectable(
                    process.listening().stream()
                            .filter(ListeningSocket.Tcp.class::isInstance)
                            .map(ListeningSocket.Tcp.class::cast)
                            .filter(tcp -> tcp.port() == port)
                            .map(ListeningSocket.Tcp::address)
                            .toList());
        }
        boolean silent = !process.listening().isEmpty() || options.on("skip-networking");
        String bind = options.get("bind-address");
        return silent ? null : connectable(bind == null ? List.of("*") : List.of(bind.split(",")));
    }

    private static String connectable(List<String> addresses) {
        if (addresses.stream().anyMatch(Set.of("0.0.0.0", "::", "*", "127.0.0.1")::contains)) {
            return "127.0.0.1";
        }
        return addresses.contains("::1") ? "::1" : addresses.getFirst();
    }

    private static @Nullable String socket(ProcessFacts process, ServerOptions options) {
        List<String> paths =
                process.listening().stream()
                        .filter(ListeningSocket.Unix.class::isInstance)
                        .map(socket -> ((ListeningSocket.Unix) socket).path())
                        .filter(path -> !path.contains("mysqlx"))
                        .toList();
        String configured = options.get("socket");
        if (paths.isEmpty() || (configured != null && paths.contains(configured))) {
            return configured;
        }
        return paths.getFirst();
    }

    private static String name(
            EngineKind kind, @Nullable String silentDirectory, int port, long pid) {
        if (silentDirectory == null) {
            return kind.label() + "-" + port;
        }
        String last = silentDirectory.substring(silentDirectory.lastIndexOf('/') + 1);
        String plain = last.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "-");
        return kind.label() + "-" + (plain.isBlank() ? Long.toString(pid) : plain);
    }

    private static String withoutSlash(String path) {
        return path.length() > 1 && path.endsWith("/")
                ? path.substring(0, path.length() - 1)
                : path;
    }
}
