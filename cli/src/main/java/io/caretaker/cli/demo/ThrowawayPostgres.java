package io.caretaker.cli.demo;

import io.caretaker.core.host.Command;
import io.caretaker.core.host.CommandResult;
import io.caretaker.core.host.FileReply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.OptionalLong;

/// A PostgreSQL server with durability on and its port on loopback only.
final class ThrowawayPostgres implements Throwaway {
    private static final int PID_FILE_BYTES = 4096;
    private final DemoGround ground;
    private final Path programs;
    private final String user;
    private final Path home;
    private final int port = DemoGround.freePort();

    ThrowawayPostgres(DemoGround ground) throws InterruptedException {
        this.ground = ground;
        this.programs = PostgresPrograms.find(ground);
        this.user = ground.serverUser("postgres", "nobody");
        this.home = closed(ground.directoryFor(user, "pg"));
    }

    @Override
    public String name() {
        return "postgresql";
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void start() throws InterruptedException {
        asServer(
                List.of(
                        program("initdb"),
                        "--pgdata=" + data(),
                        "--username=" + user,
                        "--auth-local=" + (DemoGround.root() && !psql() ? "trust" : "peer"),
                        "--auth-host=scram-sha-256",
                        "--encoding=UTF8",
                        "--no-locale"));
        asServer(
                List.of(
                        program("pg_ctl"),
                        "--pgdata=" + data(),
                        "--log=" + home.resolve("server.log"),
                        "--wait",
                        "--timeout=60",
                        "--options=-p "
                                + port
                                + " -c listen_addresses=127.0.0.1 -c unix_socket_directories="
                                + home
                                + " -c shared_buffers=16MB",
                        "start"));
    }

    @Override
    public OptionalLong pid() {
        if (!(ground.host().readTail(data().resolve("postmaster.pid").toString(), PID_FILE_BYTES)
                instanceof FileReply.Content content)) {
            return OptionalLong.empty();
        }
        String first = content.text().lines().findFirst().orElse("").strip();
        return first.matches("\\d+") && ground.host().process(Long.parseLong(first)).isPresent()
                ? OptionalLong.of(Long.parseLong(first))
                : OptionalLong.empty();
    }

    @Override
    public void end() throws InterruptedException {
        if (pid().isPresent()) {
            asServer(
                    List.of(
                            program("pg_ctl"),
                            "--pgdata=" + data(),
                            "--mode=immediate",
                            "--wait",
                            "stop"));
        }
    }

    /// Nobody but the server's user and root gets to the socket and the data in it.
    private static Path closed(Path directory) {
        try {
            return Files.setPosixFilePermissions(
                    directory, PosixFilePermissions.fromString("rwx------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Whether there is a psql to become the server's user with. Without one root logs in from its
    /// own process, whom `peer` would refuse. `trust` lets in nobody new then: who gets past the
    /// mode of the directory is the server's user, whom `peer` lets in as well, or root, who can
    /// become that user.
    private boolean psql() throws InterruptedException {
        return Files.isExecutable(programs.resolve("psql"))
                || (ground.run(Command.of("psql", "--version"))
                                instanceof CommandResult.Exited exited
                        && exited.ok());
    }

    private Path data() {
        return home.resolve("data");
    }

    private String program(String name) {
        return programs.resolve(name).toString();
    }

    private void asServer(List<String> command) throws InterruptedException {
        ground.must(Command.of(command).as(DemoGround.root() ? user : null));
    }
}
