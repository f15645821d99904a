package io.caretaker.mysql;

import io.caretaker.core.host.FileReply;
import io.caretaker.core.host.HostAccess;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where a server writes its errors.
///
/// Source: MySQL 8.0 Reference Manual, "Default Error Log Destination Configuration"; MariaDB
/// Knowledge Base, "Error Log": `--log-error` without a value means `HOST.err` in the data
/// directory.
final class LogFiles {
    private static final List<String> USUAL =
            List.of(
                    "/var/log/mysql/error.log",
                    "/var/log/mariadb/mariadb.log",
                    "/var/log/mysqld.log",
                    "/var/log/mysql/mysqld.log");

    private LogFiles() {}

    /// The configured one; else those of the usual ones that exist. For a server that is not the
    /// system's own those are only the ones in its data directory, and the one that caretaker's
    /// start will make.
    static List<String> of(StartFacts start, HostAccess host) {
        String configured = configured(start);
        if (configured != null) {
            return List.of(configured);
        }
        Stream<String> system = Control.systemsOwn(start) ? USUAL.stream() : Stream.of();
        var candidates = new ArrayList<>(system.toList());
        String directory = start.dataDirectory();
        if (directory != null) {
            candidates.add(directory + "/" + hostname(host) + ".err");
            candidates.add(ownFile(directory));
        }
        String own = directory == null || Control.systemsOwn(start) ? "" : ownFile(directory);
        return candidates.stream()
                .filter(path -> path.equals(own) || OptionFiles.exists(path, host))
                .toList();
    }

    /// The file of `--log-error`, with the ending the server adds to a name that has none.
    static @Nullable String configured(StartFacts start) {
        String path = start.path("log-error");
        return path == null || path.substring(path.lastIndexOf('/') + 1).contains(".")
                ? path
                : path + ".err";
    }

    /// The file that caretaker's start command sends a server's errors to that had no log before.
    static String ownFile(String dataDirectory) {
        return dataDirectory + "/caretaker-start.err";
    }

    static String hostname(HostAccess host) {
        return host.readTail("/etc/hostname", 256) instanceof FileReply.Content content
                ? content.text().strip()
                : "localhost";
    }
}
