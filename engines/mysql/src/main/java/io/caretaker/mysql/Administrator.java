package io.caretaker.mysql;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.health.LocalServer;
import io.caretaker.core.host.Command;
import io.caretaker.core.host.CommandResult;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A way into a server as its administrator, through the Unix socket, where the operating system
/// vouches for who is asking. Statements go to the client's standard input, so that no process list
/// shows them.
///
/// Source: MariaDB Knowledge Base, "Authentication Plugin - Unix Socket" (default ≥ 10.4); MySQL
/// 8.0 Reference Manual, "Socket Peer-Credential Pluggable Authentication".
record Administrator(Command client, HostAccess host, ServerVersion version) {
    private static final List<String> PROGRAMS = List.of("mariadb", "mysql");

    /// Tries root, then root with what root's own option files say, then the server's own user.
    static Administrator logIn(LocalServer server, HostAccess host, Deadline deadline)
            throws InterruptedException {
        String socket = requireSocket(server);
        CommandResult last = null;
        for (Command door : doors(server, socket)) {
            CommandResult result = host.run(door.withInput("SELECT VERSION();\n"), deadline);
            if (result instanceof CommandResult.Exited exited && exited.ok()) {
                return new Administrator(door, host, ServerVersion.parse(exited.output().strip()));
            }
            last = moreTelling(last, result);
        }
        throw denied(server, last);
    }

    CommandResult run(String script, Deadline deadline) throws InterruptedException {
        return host.run(client.withInput(script), deadline);
    }

    private static List<Command> doors(LocalServer server, String socket) {
        var doors = new ArrayList<Command>();
        for (String program : PROGRAMS) {
            doors.add(client(program, socket, "root", false).withSudo(true));
            doors.add(client(program, socket, null, true).withSudo(true));
            doors.add(client(program, socket, server.user(), false).as(server.user()));
        }
        return doors;
    }

    private static Command client(
            String program, String socket, @Nullable String user, boolean optionFiles) {
        var command = new ArrayList<>(List.of(program));
        if (!optionFiles) {
            command.add("--no-defaults");
        }
        command.addAll(List.of("--protocol=socket", "--socket=" + socket));
        if (user != null) {
            command.add("--user=" + user);
        }
        command.addAll(
                List.of("--batch", "--skip-column-names", "--default-character-set=utf8mb4"));
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
