package io.caretaker.cli.demo;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.host.Command;
import io.caretaker.core.host.FileReply;
import io.caretaker.core.host.ProcessFacts;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// A MariaDB server with its port on loopback only. Its administrator is the user it runs as, over
/// its socket.
final class ThrowawayMariaDb implements Throwaway {
    private static final List<Path> DIRECTORIES =
            List.of(
                    Path.of("/usr/sbin"),
                    Path.of("/usr/libexec"),
                    Path.of("/usr/local/sbin"),
                    Path.of("/usr/bin"));
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int PID_FILE_BYTES = 64;

    private final DemoGround ground;
    private final String user;
    private final Path home;
    private final int port = DemoGround.freePort();

    private ThrowawayMariaDb(DemoGround ground) throws InterruptedException {
        this.ground = ground;
        this.user = ground.serverUser("mysql", "nobody");
        this.home = ground.directoryFor(user, "mariadb");
    }

    /// A server, where the machine has the programs.
    static Optional<Throwaway> ifInstalled(DemoGround ground) throws InterruptedException {
        boolean complete =
                List.of("mariadbd", "mariadb-install-db", "mariadb").stream()
                        .allMatch(program ->
                                DIRECTORIES.stream()
                                        .anyMatch(directory ->
                                                Files.isExecutable(directory.resolve(program))));
        return complete ? Optional.of(new ThrowawayMariaDb(ground)) : Optional.empty();
    }

    @Override
    public String name() {
        return "mariadb";
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void start() throws InterruptedException {
        ground.must(
                asServer(
                        List.of(
                                DemoGround.program("mariadb-install-db", DIRECTORIES).toString(),
                                "--no-defaults",
                                "--datadir=" + home.resolve("data"),
                                "--auth-root-authentication-method=socket",
                                "--auth-root-socket-user=" + user,
                                "--skip-test-db")));
        ground.startDaemon(
                List.of(
                        "setsid",
                        "--fork",
                        DemoGround.program("mariadbd", DIRECTORIES).toString(),
                        "--no-defaults",
                        "--datadir=" + home.resolve("data"),
                        "--socket=" + home.resolve("server.sock"),
                        "--pid-file=" + home.resolve("server.pid"),
                        "--log-error=" + home.resolve("server.log"),
                        "--bind-address=127.0.0.1",
                        "--port=" + port,
                        "--innodb-buffer-pool-size=16M"),
                DemoGround.root() ? user : null);
        awaitPort();
    }

    private Command asServer(List<String> command) {
        return Command.of(command).as(DemoGround.root() ? user : null);
    }

    private void awaitPort() throws InterruptedException {
        Deadline deadline = Deadline.after(LIMIT, ground.ticker());
        while (!answers()) {
            if (deadline.expired()) {
                throw new Problem(
                        ProblemCode.FAILED,
                        "the MariaDB server did not start",
                        "look into " + home + "/server.log");
            }
            Thread.sleep(Duration.ofMillis(50));
        }
    }

    private boolean answers() {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public OptionalLong pid() {
        if (!(ground.host().readTail(home.resolve("server.pid").toString(), PID_FILE_BYTES)
                instanceof FileReply.Content content)) {
            return OptionalLong.empty();
        }
        String number = content.text().strip();
        return number.matches("\\d+") && ours(Long.parseLong(number))
                ? OptionalLong.of(Long.parseLong(number))
                : OptionalLong.empty();
    }

    /// A number may have been given to another program since; only a server on our own directory is
    /// ours.
    private boolean ours(long pid) {
        Optional<ProcessFacts> process = ground.host().process(pid);
        return process.isPresent()
                && process.get().arguments().contains("--datadir=" + home.resolve("data"));
    }

    @Override
    public void end() throws InterruptedException {
        OptionalLong pid = pid();
        if (pid.isEmpty()) {
            return;
        }
        ground.run(Command.of("kill", "-TERM", Long.toString(pid.getAsLong())));
        Deadline deadline = Deadline.after(LIMIT, ground.ticker());
        while (ours(pid.getAsLong())) {
            if (deadline.expired()) {
                ground.run(Command.of("kill", "-KILL", Long.toString(pid.getAsLong())));
                return;
            }
            Thread.sleep(Duration.ofMillis(50));
        }
    }
}
