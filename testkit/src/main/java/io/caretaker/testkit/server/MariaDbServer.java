package io.caretaker.testkit.server;

import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.health.EngineKind;
import io.caretaker.core.secret.Secret;
import io.caretaker.core.secret.SecretReference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A real MariaDB server that lives for one test. As root it runs as the user `mysql` or `nobody`.
/// Its administrator over TCP is `admin`; over the socket, `root` and the server's own user come in
/// without a password. Not thread-safe.
public final class MariaDbServer implements DatabaseServer {
    private static final Duration LONGEST_START = Duration.ofSeconds(60);
    private static final List<String> DIRECTORIES =
            List.of("/usr/sbin", "/usr/libexec", "/usr/local/sbin", "/usr/bin");

    private final Path home;
    private final String executable;
    private final String user;
    private final int port = FreePort.find();
    private final List<String> options = new ArrayList<>();
    private final Secret password = Secret.of(UUID.randomUUID().toString());
    private @Nullable Process process;

    private MariaDbServer(String executable) {
        this.executable = executable;
        this.user = Programs.unprivilegedUser("mysql", "nobody");
        try {
            home = Files.createTempDirectory("mariadb");
            Files.createDirectory(dataDirectory());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Programs.give(home, user);
    }

    /// A new server that is not started, to be configured first.
    public static MariaDbServer create() {
        var server = new MariaDbServer(installed());
        server.initialise();
        return server;
    }

    public static MariaDbServer startNew() {
        MariaDbServer server = create();
        server.start();
        return server;
    }

    private static String installed() {
        return DIRECTORIES.stream()
                .map(directory -> Path.of(directory, "mariadbd"))
                .filter(Files::isExecutable)
                .findFirst()
                .or(() -> {
                    Programs.missing("MariaDB");
                    return Optional.empty();
                })
                .orElseThrow()
                .toString();
    }

    private void initialise() {
        Programs.run(
                asServer(
                        List.of(
                                "mariadb-install-db",
                                "--no-defaults",
                                "--datadir=" + dataDirectory(),
                                "--auth-root-authentication-method=socket",
                                "--auth-root-socket-user=" + user,
                                "--innodb-log-file-size=8M",
                                "--skip-test-db")),
                "");
        configure("innodb-log-file-size=8M");
        configure("innodb-buffer-pool-size=16M");
        configure("performance-schema=ON");
    }

    /// Adds an option, without the dashes; the last one of a name counts.
    public MariaDbServer configure(String option) {
        options.add("--" + option);
        return this;
    }

    @Override
    public void start() {
        Process started = launch();
        awaitOrFail(started, this::answers);
        sql(
                "CREATE OR REPLACE USER admin@localhost IDENTIFIED BY '"
                        + password.reveal()
                        + "'; GRANT ALL ON *.* TO admin@localhost WITH GRANT OPTION;"
                        + " CREATE OR REPLACE USER admin@127.0.0.1 IDENTIFIED BY '"
                        + password.reveal()
                        + "'; GRANT ALL ON *.* TO admin@127.0.0.1 WITH GRANT OPTION;");
    }

    /// Starts the process with these options besides its own, and waits for nothing.
    public Process launch(String... more) {
        List<String> command = command();
        command.addAll(List.of(more));
        try {
            process =
                    new ProcessBuilder(Programs.as(user, command))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()))
                            .start();
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Starts it although it must fail; returns what it said on the way down.
    public String failToStart(String... more) {
        truncateLog();
        Process started = launch(more);
        try {
            if (!started.waitFor(LONGEST_START.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("it should not have started: " + log());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return log();
    }

    /// Stops it in order and waits until it is gone.
    public void stop() {
        Process running = Objects.requireNonNull(process);
        running.destroy();
        awaitEnd(running);
    }

    @Override
    public void kill() {
        Process running = Objects.requireNonNull(process);
        running.destroyForcibly();
        awaitEnd(running);
    }

    @Override
    public void freeze() {
        Programs.signalTree("STOP", pid());
    }

    @Override
    public void thaw() {
        Programs.signalTree("CONT", pid());
    }

    @Override
    public void close() {
        if (process != null && process.isAlive()) {
            kill();
        }
        startedByOthers().forEach(MariaDbServer::end);
        Programs.deleteTree(home);
    }

    /// Servers on this data that a test has started by other means.
    private List<ProcessHandle> startedByOthers() {
        return ProcessHandle.allProcesses()
                .filter(other -> arguments(other).contains("--datadir=" + dataDirectory()))
                .toList();
    }

    private static List<String> arguments(ProcessHandle process) {
        try {
            String line = Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
            return List.of(line.split("\0", -1));
        } catch (IOException e) {
            return List.of();
        }
    }

    private static void end(ProcessHandle server) {
        server.destroyForcibly();
        long end = System.nanoTime() + LONGEST_START.toNanos();
        while (server.isAlive() && System.nanoTime() < end) {
            LockSupport.parkNanos(10_000_000);
        }
    }

    /// Runs SQL as the administrator over the socket; returns rows without decoration.
    public String sql(String text) {
        return Programs.run(client(), text);
    }

    @Override
    public DatabaseTarget target() {
        return new DatabaseTarget(
                EngineKind.MARIADB,
                "127.0.0.1",
                port,
                null,
                "admin",
                new SecretReference.FromEnvironment("MARIADB_TEST_PASSWORD"),
                DatabaseTarget.TlsMode.DEFAULT,
                null);
    }

    @Override
    public Secret password() {
        return password;
    }

    @Override
    public long pid() {
        return Objects.requireNonNull(process).pid();
    }

    public int port() {
        return port;
    }

    /// The operating-system user it runs as.
    public String user() {
        return user;
    }

    public Path dataDirectory() {
        return home.resolve("data");
    }

    public Path socket() {
        return home.resolve("server.sock");
    }

    public Path pidFile() {
        return dataDirectory().resolve("server.pid");
    }

    public Path logFile() {
        return home.resolve("server.log");
    }

    public String log() {
        try {
            return Files.readString(logFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The command that starts it, without a change of user.
    public List<String> command() {
        var command =
                new ArrayList<>(
                        List.of(
                                executable,
                                "--no-defaults",
                                "--datadir=" + dataDirectory(),
                                "--port=" + port,
                                "--bind-address=127.0.0.1",
                                "--socket=" + socket(),
                                "--pid-file=" + pidFile()));
        command.addAll(options);
        return command;
    }

    private List<String> client() {
        return asServer(
                List.of(
                        "mariadb",
                        "--no-defaults",
                        "--socket=" + socket(),
                        "--user=" + user,
                        "--batch",
                        "--skip-column-names"));
    }

    private List<String> asServer(List<String> command) {
        return Programs.as(user, command);
    }

    private boolean answers() {
        try {
            return new ProcessBuilder(
                                    Stream.concat(client().stream(), Stream.of("--execute=DO 0"))
                                            .toList())
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private void truncateLog() {
        try {
            Files.writeString(logFile(), "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitEnd(Process running) {
        awaitOrFail(running, () -> !running.isAlive());
    }

    private void awaitOrFail(Process watched, BooleanSupplier condition) {
        long end = System.nanoTime() + LONGEST_START.toNanos();
        while (!condition.getAsBoolean()) {
            if (!watched.isAlive() && !condition.getAsBoolean()) {
                throw new IllegalStateException("MariaDB does not start: " + log());
            }
            if (System.nanoTime() > end) {
                watched.destroyForcibly();
                throw new IllegalStateException("MariaDB did not come that far in a minute");
            }
            LockSupport.parkNanos(20_000_000);
        }
    }
}
