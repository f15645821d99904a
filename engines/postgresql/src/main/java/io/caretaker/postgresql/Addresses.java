package io.caretaker.postgresql;

import io.caretaker.core.host.ListeningSocket;
import io.caretaker.core.host.ProcessFacts;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where a server listens.
///
/// @param host null without TCP
/// @param socketDirectory null without a Unix socket
record Addresses(@Nullable String host, int port, @Nullable String socketDirectory) {
    private static final int USUAL_PORT = 5432;
    private static final Pattern SOCKET = Pattern.compile("(.*)/\\.s\\.PGSQL\\.(\\d{1,5})");

    /// From the PID file where it can be read, else from what the process listens on, else from its
    /// arguments. Sockets tell the truth about TCP, where they can be seen.
    static Addresses of(
            ProcessFacts process, Optional<ServerFiles.PidFile> file, @Nullable Integer argument) {
        Optional<Matcher> socket = socket(process);
        int port =
                file.map(ServerFiles.PidFile::port)
                        .or(() -> socket.map(found -> Integer.parseInt(found.group(2))))
                        .or(() -> Optional.ofNullable(argument))
                        .or(() -> tcp(process).map(ListeningSocket.Tcp::port).findFirst())
                        .orElse(USUAL_PORT);
        @Nullable String directory =
                file.map(ServerFiles.PidFile::socketDirectory)
                        .or(() -> socket.map(found -> found.group(1)))
                        .orElse(null);
        return new Addresses(host(process, port, file), port, directory);
    }

    private static @Nullable String host(
            ProcessFacts process, int port, Optional<ServerFiles.PidFile> file) {
        if (process.listening().isEmpty()) {
            return file.isEmpty() ? "127.0.0.1" : reachable(file.get().listenAddress());
        }
        List<String> addresses =
                tcp(process)
                        .filter(socket -> socket.port() == port)
                        .map(ListeningSocket.Tcp::address)
                        .toList();
        for (String wanted : List.of("127.0.0.1", "0.0.0.0", "::1", "::")) {
            if (addresses.contains(wanted)) {
                return reachable(wanted);
            }
        }
        return addresses.isEmpty() ? null : addresses.getFirst();
    }

    private static @Nullable String reachable(@Nullable String address) {
        return switch (address) {
            case null -> null;
            case "*", "0.0.0.0", "localhost" -> "127.0.0.1";
            case "::" -> "::1";
            default -> address;
        };
    }

    private static java.util.stream.Stream<ListeningSocket.Tcp> tcp(ProcessFacts process) {
        return process.listening().stream()
                .filter(ListeningSocket.Tcp.class::isInstance)
                .map(ListeningSocket.Tcp.class::cast);
    }

    private static Optional<Matcher> socket(ProcessFacts process) {
        return process.listening().stream()
                .filter(ListeningSocket.Unix.class::isInstance)
                .map(socket -> SOCKET.matcher(((ListeningSocket.Unix) socket).path()))
                .filter(Matcher::matches)
                .findFirst();
    }
}
