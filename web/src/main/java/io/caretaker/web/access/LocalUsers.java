package io.caretaker.web.access;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Which user of this machine holds the other end of a connection. Thread-safe.
final class LocalUsers {
    private final Path proc;
    private final Path accounts;

    LocalUsers() {
        this(Path.of("/proc/net"), Path.of("/etc/passwd"));
    }

    /// @param proc where the kernel lists sockets
    /// @param accounts the list of users
    LocalUsers(Path proc, Path accounts) {
        this.proc = proc;
        this.accounts = accounts;
    }

    /// The user's name, or number where there is no name; null when the socket is not found.
    @Nullable String holding(InetSocketAddress peer, InetSocketAddress us) {
        for (String table : new String[] {"tcp", "tcp6"}) {
            try (Stream<String> lines = Files.lines(proc.resolve(table))) {
                Integer user = SocketTable.owner(lines, peer, us);
                if (user != null) {
                    return name(user);
                }
            } catch (IOException | java.io.UncheckedIOException _) {
                // Without the list nobody is found in it.
            }
        }
        return null;
    }

    private String name(int user) {
        String number = Integer.toString(user);
        try (Stream<String> lines = Files.lines(accounts)) {
            return lines.map(line -> line.split(":", -1))
                    .filter(fields -> fields.length > 2 && fields[2].equals(number))
                    .map(fields -> fields[0])
                    .findFirst()
                    .orElse(number);
        } catch (IOException | java.io.UncheckedIOException _) {
            return number;
        }
    }
}
