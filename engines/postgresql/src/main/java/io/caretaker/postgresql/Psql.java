package io.caretaker.postgresql;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.health.LocalServer;
import io.caretaker.core.host.Command;
import io.caretaker.core.host.CommandResult;
import io.caretaker.core.host.HostAccess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Runs statements with psql as the operating-system user of the server, whom it knows by `peer`.
final class Psql implements Administration {
    private static final Duration ASKING = Duration.ofSeconds(5);

    private final String program;
    private final LocalServer server;
    private final HostAccess host;

    private Psql(String program, LocalServer server, HostAccess host) {
        this.program = program;
        this.server = server;
        this.host = host;
    }

    /// The program that belongs to the server, or the one on the search path. Only one that runs
    /// counts: Debian has a `psql` that merely says which package is missing.
    static Optional<Psql> find(LocalServer server, HostAccess host, Deadline deadline)
            throws InterruptedException {
        for (String candidate : candidates(server, host)) {
            Command version = Command.of(candidate, "--version");
            if (host.run(version, deadline.within(ASKING)) instanceof CommandResult.Exited exited
                    && exited.ok()) {
                return Optional.of(new Psql(candidate, server, host));
            }
        }
        return Optional.empty();
    }

    private static List<String> candidates(LocalServer server, HostAccess host) {
        var candidates = new ArrayList<String>();
        @Nullable String executable = server.executable();
        if (executable != null && executable.contains("/")) {
            String sibling = executable.substring(0, executable.lastIndexOf('/')) + "/psql";
            if (ServerFiles.exists(host, sibling)) {
                candidates.add(sibling);
            }
        }
        candidates.add("psql");
        return candidates;
    }

    @Override
    public @Nullable Refusal run(String superuser, List<String> statements, Deadline deadline)
            throws InterruptedException {
        Command command =
                command(superuser, "postgres", List.of()).withInput(String.join("", statements));
        CommandResult result = host.run(command, deadline);
        return result instanceof CommandResult.Exited exited && exited.ok()
                ? null
                : new Refusal(result.summary(), false);
    }

    @Override
    public Answer ask(
            String superuser,
            String database,
            List<String> statements,
            String query,
            Deadline deadline)
            throws InterruptedException {
        String input = String.join("\n", statements) + "\n" + query + ";\n";
        Command command = command(superuser, database, List.of("-A", "-t")).withInput(input);
        CommandResult result = host.run(command, deadline);
        return result instanceof CommandResult.Exited exited && exited.ok()
                ? new Answer.Told(exited.output().strip())
                : new Answer.NotTold(new Refusal(result.summary(), false));
    }

    private Command command(String superuser, String database, List<String> more) {
        List<String> usual =
                List.of(
                        program,
                        "-X",
                        "-q",
                        "-w",
                        "-v",
                        "ON_ERROR_STOP=1",
                        "-v",
                        "VERBOSITY=terse",
                        "-h",
                        ServerFiles.socketDirectory(server),
                        "-p",
                        Integer.toString(server.port()),
                        "-U",
                        superuser,
                        "-d",
                        database);
        var arguments = new ArrayList<>(usual);
        arguments.addAll(more);
        Command command =
                Command.of(arguments)
                        .withEnvironment(
                                Map.of(
                                        "PGCONNECT_TIMEOUT",
                                        "10",
                                        "LC_ALL",
                                        "C",
                                        "PGCLIENTENCODING",
                                        "UTF8",
                                        "PGAPPNAME",
                                        "caretaker"));
        boolean own = server.user().equals(System.getProperty("user.name"));
        return own ? command : command.as(server.user()).withSudo(true);
    }
}
