package io.caretaker.mongodb;

import io.caretaker.core.health.EngineKind;
import io.caretaker.core.health.LocalServer;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.host.ListeningSocket;
import io.caretaker.core.host.ProcessFacts;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Tells of a process whether it is a `mongod`, and which.
///
/// Source: MongoDB Manual, "mongod": port 27017 and `/data/db` unless told otherwise; the Unix
/// socket is `mongodb-PORT.sock`.
final class Recognition {
    private static final List<String> ERRANDS =
            List.of("shutdown", "repair", "help", "version", "sysinfo", "h");

    private Recognition() {}

    static Optional<LocalServer> recognise(ProcessFacts process, HostAccess host) {
        if (!process.program().equals("mongod") || child(process, host)) {
            return Optional.empty();
        }
        MongodOptions options = MongodOptions.of(process, host);
        return ERRANDS.stream().anyMatch(options.switches()::contains)
                ? Optional.empty()
                : Optional.of(describe(process, options, host));
    }

    private static LocalServer describe(
            ProcessFacts process, MongodOptions options, HostAccess host) {
        int port = port(process, options);
        String directory = options.path("storage.dbPath");
        String log = options.path("systemLog.path");
        String dataDirectory = directory == null ? "/data/db" : directory;
        return new LocalServer(
                EngineKind.MONGODB,
                "mongodb-" + port,
                process.pid(),
                process.user(),
                address(process, options, port),
                port,
                socket(process, port),
                dataDirectory,
                process.executable(),
                Control.of(process, options, dataDirectory, host),
                process.unit(),
                listOf(log),
                listOf(options.file()));
    }

    private static List<String> listOf(@Nullable String path) {
        return path == null ? List.of() : List.of(path);
    }

    private static boolean child(ProcessFacts process, HostAccess host) {
        return host.process(process.parent())
                .filter(parent -> parent.program().equals(process.program()))
                .filter(parent -> parent.arguments().equals(process.arguments()))
                .isPresent();
    }

    private static int port(ProcessFacts process, MongodOptions options) {
        int configured = configuredPort(options);
        List<Integer> listening = tcp(process).map(ListeningSocket.Tcp::port).sorted().toList();
        return listening.isEmpty() || listening.contains(configured)
                ? configured
                : listening.getFirst();
    }

    private static int configuredPort(MongodOptions options) {
        String port = options.get("net.port");
        try {
            int number = port == null ? 0 : Integer.parseInt(port);
            return number < 1 || number > 65535 ? EngineKind.MONGODB.defaultPort() : number;
        } catch (NumberFormatException e) {
            return EngineKind.MONGODB.defaultPort();
        }
    }

    /// When no socket at all can be seen, the options have to do.
    private static @Nullable String address(ProcessFacts process, MongodOptions options, int port) {
        if (!process.listening().isEmpty()) {
            return connectable(
                    tcp(process)
                            .filter(tcp -> tcp.port() == port)
                            .map(ListeningSocket.Tcp::address)
                            .toList());
        }
        String bind = options.get("net.bindIp");
        return bind == null ? "127.0.0.1" : connectable(List.of(bind.split(",")));
    }

    private static @Nullable String connectable(List<String> addresses) {
        Set<String> loopback = Set.of("0.0.0.0", "::", "*", "127.0.0.1", "localhost");
        if (addresses.stream().anyMatch(loopback::contains)) {
            return "127.0.0.1";
        }
        return addresses.stream().findFirst().orElse(null);
    }

    private static @Nullable String socket(ProcessFacts process, int port) {
        String file = "/mongodb-" + port + ".sock";
        return process.listening().stream()
                .filter(ListeningSocket.Unix.class::isInstance)
                .map(socket -> ((ListeningSocket.Unix) socket).path())
                .filter(path -> path.endsWith(file))
                .findFirst()
                .orElse(null);
    }

    private static Stream<ListeningSocket.Tcp> tcp(ProcessFacts process) {
        return process.listening().stream()
                .filter(ListeningSocket.Tcp.class::isInstance)
                .map(ListeningSocket.Tcp.class::cast);
    }
}
