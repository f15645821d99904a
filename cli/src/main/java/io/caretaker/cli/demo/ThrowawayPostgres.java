package io.caretaker.cli.demo;

import io.caretaker.core.host.Command;
import io.caretaker.core.host.FileReply;
import java.nio.file.Path;
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
        this.home = ground.directoryFor(user, "pg");
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
                        "--auth-local=peer",
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
