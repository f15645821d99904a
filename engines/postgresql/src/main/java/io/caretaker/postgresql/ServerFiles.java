package io.caretaker.postgresql;

import io.caretaker.core.health.LocalServer;
import io.caretaker.core.host.FileReply;
import io.caretaker.core.host.HostAccess;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a running server tells about itself in its data directory.
final class ServerFiles {
    private static final int WHOLE = 64 * 1024;

    private ServerFiles() {}

    /// The lines of `postmaster.pid`, when it is that process's.
    ///
    /// Source: PostgreSQL's `pidfile.h` (12 to 18): process, data directory, start, port, socket
    /// directory, first listen address, shared memory, state.
    static Optional<PidFile> pidFile(HostAccess host, String dataDirectory, long pid) {
        List<String> lines = lines(host, dataDirectory + "/postmaster.pid");
        if (lines.size() < 6 || !lines.getFirst().strip().equals(Long.toString(pid))) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new PidFile(
                            Integer.parseInt(lines.get(3).strip()),
                            nullIfBlank(lines.get(4)),
                            nullIfBlank(lines.get(5))));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /// The files the log collector writes to now, as absolute paths.
    static List<String> currentLogFiles(HostAccess host, String dataDirectory) {
        return lines(host, dataDirectory + "/current_logfiles").stream()
                .filter(line -> line.contains(" "))
                .map(line -> line.substring(line.indexOf(' ') + 1).strip())
                .map(path -> path.startsWith("/") ? path : dataDirectory + "/" + path)
                .toList();
    }

    static boolean exists(HostAccess host, String path) {
        return !(host.readTail(path, 1) instanceof FileReply.Missing);
    }

    /// Where its Unix socket is; the packages' usual place when it did not tell.
    static String socketDirectory(LocalServer server) {
        return Objects.requireNonNullElse(server.socketDirectory(), "/var/run/postgresql");
    }

    private static List<String> lines(HostAccess host, String path) {
        return host.readTail(path, WHOLE) instanceof FileReply.Content(String text, long _)
                ? text.lines().toList()
                : List.of();
    }

    private static @Nullable String nullIfBlank(String text) {
        return text.isBlank() ? null : text.strip();
    }

    /// @param socketDirectory null without a Unix socket
    /// @param listenAddress null without TCP
    record PidFile(int port, @Nullable String socketDirectory, @Nullable String listenAddress) {}
}
