package io.caretaker.mysql;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.health.LocalServer;
import io.caretaker.core.host.Command;
import io.caretaker.core.host.CommandResult;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A way into a server as its administrator, through the Unix socket, where the operating system
/// vouches for who is asking. Statements go to the client's standard input, so that no process list
/// shows them.
///
/// Source: MariaDB Knowledge Base, "Authentication Plugin - Unix Socket" (default ≥ 10.4); MySQL
/// 8.0 Reference Manual, "Socket Peer-Credential Pluggable Authentication". The client of either
/// dialect logs in to the other.
///
/// @param words who it is, after "as"
record Administrator(Command client, String words, HostAccess host, ServerVersion version) {
    private static final List<String> PROGRAMS = List.of("mariadb", "mysql");
    private static final String DEBIAN_FILE = "/etc/mysql/debian.cnf";
    private static final String SYSTEM_DIRECTORY = "/var/lib/mysql";

    /// One way to try.
    private record Door(Command client, String words) {}

    /// Tries root, then root with what root's own option files say, then the server's own user,
    /// then the account of Debian's maintenance scripts.
    static Administrator logIn(LocalServer server, HostAccess host, Deadline deadline)
            throws InterruptedException {
        String socket = requireSocket(server);
        CommandResult last = null;
        for (Door door : doors(server, socket, host)) {
            CommandResult result =
                    host.run(door.client().withInput("SELECT VERSION();\n"), deadline);
            if (result instanceof CommandResult.Exited exited && exited.ok()) {
                return new Administrator(
                        door.client(),
                        door.words(),
                        host,
                        ServerVersion.parse(exited.output().strip()));
            }
            last = moreTelling(last, result);
        }
        throw denied(server, last);
    }

    CommandResult run(String script, Deadline deadline) throws InterruptedException {
        return host.run(client.withInput(script), deadline);
    }

    private static List<Door> doors(LocalServer server, String socket, HostAccess host) {
        var doors = new ArrayList<Door>();
        for (String program : programs(server, host)) {
            doors.add(
                    new Door(
                            client(program, "--no-defaults", socket, "root").withSudo(true),
                            "root"));
            doors.add(
                    new Door(
                            client(program, null, socket, null).withSudo(true),
                            "what root's option files name"));
            doors.add(
                    new Door(
                            client(program, "--no-defaults", socket, server.user())
                                    .as(server.user()),
                            server.user()));
            if (systemsOwn(server) && OptionFiles.exists(DEBIAN_FILE, host)) {
                doors.add(
                        new Door(
                                client(program, "--defaults-file=" + DEBIAN_FILE, socket, null)
                                        .withSudo(true),
                                "what " + DEBIAN_FILE + " names"));
            }
        }
        return doors;
    }

    /// The password of that file is for the machine's own server: any other could be one that
    /// somebody runs to be told it.
    private static boolean systemsOwn(LocalServer server) {
        return SYSTEM_DIRECTORY.equals(server.dataDirectory()) && server.user().equals("mysql");
    }

    /// The client that came with the server fits it best.
    private static List<String> programs(LocalServer server, HostAccess host) {
        var programs = new LinkedHashSet<String>();
        @Nullable String executable = server.executable();
        if (executable != null && executable.contains("/bin/")) {
            String directory = executable.substring(0, executable.lastIndexOf('/') + 1);
            PROGRAMS.stream()
                    .map(directory::concat)
                    .filter(path -> OptionFiles.exists(path, host))
                    .forEach(programs::add);
        }
        programs.addAll(PROGRAMS);
        return List.copyOf(programs);
    }

    private static Command client(
            String program, @Nullable String files, String socket, @Nullable String user) {
        var command = new ArrayList<>(List.of(program));
        if (files != null) {
            command.add(files);
        }
        command.addAll(List.of("--protocol=socket", "--socket=" + socket));
        if (user != null) {
            command.add("--user=" + user);
        }
        command.addAll(
                List.of(
                        "--batch",
                        "--raw",
                        "--skip-column-names",
                        "--default-character-set=utf8mb4"));
        return Command.of(command);
    }

    private static String requireSocket(LocalServer server) {
        if (server.socketDirectory() == null) {
            throw new Problem(
                    ProblemCode.DENIED,
                    server.name() + " has no Unix socket that could be found",
                    Adoption.hint(server));
        }
        return server.socketDirectory();
    }

    /// A server's answer says more than a client program that is not installed.
    private static CommandResult moreTelling(@Nullable CommandResult before, CommandResult now) {
        return before == null || before instanceof CommandResult.NotStarted ? now : before;
    }

    private static Problem denied(LocalServer server, @Nullable CommandResult last) {
        String reason = last == null ? "" : ": " + last.summary();
        return new Problem(
                ProblemCode.DENIED,
                "no administrator's log-in to " + server.name() + " over its socket" + reason,
                Adoption.hint(server));
    }
}
