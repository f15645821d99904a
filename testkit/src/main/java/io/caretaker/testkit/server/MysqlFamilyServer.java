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
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A real MySQL or MariaDB server that lives for one test. As root it runs as the user `mysql` or
/// `nobody`. Its administrator over TCP is `admin`; an administrator comes in over the socket
/// without a password, too. Not thread-safe.
public abstract sealed class MysqlFamilyServer implements DatabaseServer
        permits MariaDbServer, MySqlServer {
    private static final Duration LONGEST_START = Duration.ofSeconds(60);

    private final Path home;
    private final String executable;
    private final String user;
    private final int port = FreePort.find();
    private final List<String> options = new ArrayList<>();
    private final Secret password = Secret.of(UUID.randomUUID().toString());
    private @Nullable Process process;

    /// @param user the operating-system user that it runs as
    MysqlFamilyServer(String executable, String user) {
        this.executable = executable;
        this.user = user;
        try {
            home = Files.createTempDirectory("mysql");
            Files.createDirectory(dataDirectory());
            Files.createDirectory(temporaryDirectory());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Programs.give(home, user);
    }

    /// What it is, and the name of the variable of its password.
    abstract EngineKind engine();

    /// The command of a client that runs statements from its input over the socket.
    abstract List<String> client();

    /// Options that it does not start without.
    abstract List<String> indispensable();

    /// Makes this running server a replica of another running one from now on, by GTID; MySQL needs
    /// `gtid-mode=ON` and `enforce-gtid-consistency` for that, the source a binary log, and each a
    /// `server-id` of its own.
    ///
    /// @param channel empty for the only one
    /// @param heartbeatSeconds how often an idle source shows that it is alive
    public abstract void follow(MysqlFamilyServer source, String channel, int heartbeatSeconds);

    /// Adds an option, without the dashes; the last one of a name counts.
    public MysqlFamilyServer configure(String option) {
        options.add("--" + option);
        return this;
    }

    @Override
    public final void start() {
        Process started = launch();
        awaitOrFail(started, this::answers);
        sql(
                "CREATE USER IF NOT EXISTS admin@localhost IDENTIFIED BY '"
                        + password.reveal()
                        + "'; GRANT ALL ON *.* TO admin@localhost WITH GRANT OPTION;"
                        + " CREATE USER IF NOT EXISTS admin@127.0.0.1 IDENTIFIED BY '"
                        + password.reveal()
                        + "'; GRANT ALL ON *.* TO admin@127.0.0.1 WITH GRANT OPTION;");
    }

    /// Starts the process with these options besides its own, and waits for nothing.
    public final Process launch(String... more) {
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
    public final String failToStart(String... more) {
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
    public final void stop() {
        Process running = Objects.requireNonNull(process);
        running.destroy();
        awaitEnd(running);
    }

    @Override
    public final void kill() {
        Process running = Objects.requireNonNull(process);
        running.destroyForcibly();
        awaitEnd(running);
    }

    @Override
    public final void freeze() {
        Programs.signalTree("STOP", pid());
    }

    @Override
    public final void thaw() {
        Programs.signalTree("CONT", pid());
    }

    @Override
    public final void close() {
        if (process != null && process.isAlive()) {
            kill();
        }
        startedByOthers().forEach(MysqlFamilyServer::end);
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
    public final String sql(String text) {
        return Programs.run(client(), text);
    }

    @Override
    public final DatabaseTarget target() {
        return new DatabaseTarget(
                engine(),
                "127.0.0.1",
                port,
                null,
                "admin",
                new SecretReference.FromEnvironment(engine().name() + "_TEST_PASSWORD"),
                DatabaseTarget.TlsMode.DEFAULT,
                null);
    }

    @Override
    public final Secret password() {
        return password;
    }

    @Override
    public final long pid() {
        return Objects.requireNonNull(process).pid();
    }

    public final int port() {
        return port;
    }

    /// The operating-system user it runs as.
    public final String user() {
        return user;
    }

    public final Path dataDirectory() {
        return home.resolve("data");
    }

    /// Its own, because a server that starts removes what others have in a shared one.
    final Path temporaryDirectory() {
        return home.resolve("tmp");
    }

    public final Path socket() {
        return home.resolve("server.sock");
    }

    public final Path pidFile() {
        return dataDirectory().resolve("server.pid");
    }

    public final Path logFile() {
        return home.resolve("server.log");
    }

    public final String log() {
        try {
            return Files.readString(logFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The command that starts it, without a change of user.
    public final List<String> command() {
        var command =
                new ArrayList<>(
                        List.of(
                                executable,
                                "--no-defaults",
                                "--datadir=" + dataDirectory(),
                                "--port=" + port,
                                "--bind-address=127.0.0.1",
                                "--socket=" + socket(),
                                "--tmpdir=" + temporaryDirectory(),
                                "--pid-file=" + pidFile()));
        command.addAll(indispensable());
        command.addAll(options);
        return command;
    }

    final List<String> asServer(List<String> command) {
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
                throw new IllegalStateException(engine().label() + " does not start: " + log());
            }
            if (System.nanoTime() > end) {
                watched.destroyForcibly();
                throw new IllegalStateException(
                        engine().label() + " did not come that far in a minute");
            }
            LockSupport.parkNanos(20_000_000);
        }
    }
}
