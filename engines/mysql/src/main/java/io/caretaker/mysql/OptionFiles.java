package io.caretaker.mysql;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.host.Command;
import io.caretaker.core.host.CommandResult;
import io.caretaker.core.host.FileReply;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.host.ProcessFacts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The option files of a server process.
///
/// They are read by `my_print_defaults`, which both dialects bring along and which knows includes
/// and groups; as the server's own user, so that a process cannot make caretaker read a file that
/// its user may not read.
final class OptionFiles {
    private static final List<String> USUAL =
            List.of(
                    "/etc/my.cnf",
                    "/etc/mysql/my.cnf",
                    "/etc/mysql/mariadb.conf.d/50-server.cnf",
                    "/etc/mysql/mysql.conf.d/mysqld.cnf",
                    "/etc/my.cnf.d/mariadb-server.cnf",
                    "/etc/my.cnf.d/server.cnf");
    private static final List<String> GROUPS = List.of("mysqld", "server", "mariadb", "mariadbd");

    private OptionFiles() {}

    /// The options that the files give; none when they cannot be asked.
    static ServerOptions options(ProcessFacts process, ServerOptions given, HostAccess host) {
        if (given.has("no-defaults")) {
            return ServerOptions.of(List.of());
        }
        var command = new ArrayList<>(List.of("my_print_defaults"));
        for (String name :
                List.of("defaults-file", "defaults-extra-file", "defaults-group-suffix")) {
            String value = given.get(name);
            if (value != null) {
                command.add("--" + name + "=" + value);
            }
        }
        command.addAll(GROUPS);
        return ServerOptions.of(lines(Command.of(command).as(process.user()), host));
    }

    /// The files, as far as they are known to exist.
    static List<String> paths(ServerOptions given, HostAccess host) {
        if (given.has("no-defaults")) {
            return List.of();
        }
        String only = given.get("defaults-file");
        String extra = given.get("defaults-extra-file");
        Stream<String> usual = only == null ? USUAL.stream() : Stream.of(only);
        Stream<String> all = extra == null ? usual : Stream.concat(usual, Stream.of(extra));
        return all.filter(path -> exists(path, host)).toList();
    }

    static boolean exists(String path, HostAccess host) {
        return !(host.readTail(path, 1) instanceof FileReply.Missing);
    }

    private static List<String> lines(Command command, HostAccess host) {
        try {
            Deadline deadline = Deadline.after(Duration.ofSeconds(5), System::nanoTime);
            return host.run(command, deadline) instanceof CommandResult.Exited exited && exited.ok()
                    ? exited.output().lines().toList()
                    : List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }
}
