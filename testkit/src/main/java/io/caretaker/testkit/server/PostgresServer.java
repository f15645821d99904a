package io.caretaker.testkit.server;

import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.health.EngineKind;
import io.caretaker.core.secret.Secret;
import io.caretaker.core.secret.SecretReference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// A real PostgreSQL server that lives for one test, with fsync on. As root it runs as the user
/// `postgres` or `nobody`. Its superuser has the name of that user. Not thread-safe.
public final class PostgresServer implements DatabaseServer {
    private static final Duration LONGEST_START = Duration.ofSeconds(60);

    private final Path home;
    private final Path programs;
    private final String user;
    private final int port = FreePort.find();
    private final Secret password;
    private @Nullable Process process;

    private PostgresServer(Path programs, Secret password) {
        this.programs = programs;
        this.password = password;
        this.user = Programs.unprivilegedUser("postgres", "nobody");
        try {
            home = Files.createTempDirectory("pg");
            Files.writeString(home.resolve("password"), password.reveal());
            Files.createFile(home.resolve("server.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Programs.give(home, user);
    }

    /// A new cluster that is not started, to be configured first.
    public static PostgresServer create() {
        return create(PostgresPrograms.directory());
    }

    /// Like [#create()], by other programs than the usual ones: `initdb` and `postgres` are enough.
    public static PostgresServer create(Path programs) {
        var server = new PostgresServer(programs, Secret.of(UUID.randomUUID().toString()));
        server.initialise();
        return server;
    }

    /// The directories of all versions that can be had here, the newest first: Debian's, and those
    /// below the directory that the system property `postgresql.versions` names.
    public static List<Path> versions() {
        return PostgresPrograms.all();
    }

    public static PostgresServer startNew() {
        PostgresServer server = create();
        server.start();
        return server;
    }

    /// A standby of this server, made by `pg_basebackup` and not started yet. It has the same
    /// password, and connects by the socket.
    ///
    /// @param name its `application_name`, and that of its slot where it has one
    /// @param slot whether it has a replication slot here
    public PostgresServer standby(String name, boolean slot) {
        var standby = new PostgresServer(programs, password);
        List<String> command =
                new ArrayList<>(
                        List.of(
                                program("pg_basebackup"),
                                "--pgdata=" + standby.dataDirectory(),
                                "--dbname=host="
                                        + home
                                        + " port="
                                        + port
                                        + " application_name="
                                        + name,
                                "--username=" + user,
                                "--write-recovery-conf",
                                "--wal-method=stream",
                                "--checkpoint=fast",
                                "--no-sync"));
        if (slot) {
            command.addAll(List.of("--create-slot", "--slot=" + name));
        }
        runAsServer(command, "");
        standby.configure("port = " + standby.port);
        standby.configure("unix_socket_directories = '" + standby.home + "'");
        standby.configure("wal_retrieve_retry_interval = '200ms'");
        return standby;
    }

    private void initialise() {
        runAsServer(
                List.of(
                        program("initdb"),
                        "--pgdata=" + dataDirectory(),
                        "--username=" + user,
                        "--pwfile=" + home.resolve("password"),
                        "--auth-local=peer",
                        "--auth-host=scram-sha-256",
                        "--encoding=UTF8",
                        "--no-locale",
                        "--no-sync"),
                "");
        address();
        configure("shared_buffers = 16MB");
        configure("dynamic_shared_memory_type = posix");
    }

    private PostgresServer address() {
        return configure("port = " + port)
                .configure("listen_addresses = '127.0.0.1'")
                .configure("unix_socket_directories = '" + home + "'");
    }

    /// Adds a line to `postgresql.conf`; the last one of a setting counts.
    public PostgresServer configure(String line) {
        write(dataDirectory().resolve("postgresql.conf"), line + "\n", StandardOpenOption.APPEND);
        return this;
    }

    /// Replaces `pg_hba.conf`.
    public PostgresServer allow(String... lines) {
        write(
                dataDirectory().resolve("pg_hba.conf"),
                String.join("\n", lines) + "\n",
                StandardOpenOption.TRUNCATE_EXISTING);
        return this;
    }

    /// Makes it a standby that replays for ever and takes no log-ins: `the database system is
    /// starting up`, later `not yet accepting connections`.
    public PostgresServer neverReady() {
        configure("hot_standby = off");
        Path signal = dataDirectory().resolve("standby.signal");
        write(signal, "", StandardOpenOption.CREATE);
        Programs.give(signal, user);
        return this;
    }

    @Override
    public void start() {
        Process started = launch();
        awaitOrFail(() -> ready(started) || heldByTheOneBefore(started));
        if (!started.isAlive()) {
            start();
        }
    }

    /// Starts it although it must fail; returns what it said on the way down.
    public String failToStart(String... options) {
        truncateLog();
        Process started = launch(options);
        try {
            if (!started.waitFor(LONGEST_START.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("it should not have started: " + log());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return log();
    }

    /// Starts the process and waits for nothing.
    public Process launch(String... options) {
        List<String> command = new ArrayList<>(List.of(program("postgres")));
        command.addAll(List.of("-D", dataDirectory().toString()));
        command.addAll(List.of(options));
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

    @Override
    public void kill() {
        Process running = Objects.requireNonNull(process);
        running.destroyForcibly();
        awaitOrFail(() -> !running.isAlive());
    }

    /// Asks it to stop (SIGTERM is smart, INT fast, QUIT immediate) and does not wait.
    public void ask(String signal) {
        Programs.signal(signal, pid());
    }

    /// Stops it fast and waits until it is gone.
    public void stop() {
        ask("INT");
        awaitOrFail(() -> !Objects.requireNonNull(process).isAlive());
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
        Process running = process;
        if (running != null && running.isAlive()) {
            thaw();
            ask("QUIT");
            awaitOrFail(() -> !running.isAlive());
        }
        startedByOthers().ifPresent(PostgresServer::end);
        Programs.deleteTree(home);
    }

    /// Runs SQL as the superuser over the socket; returns rows without decoration.
    public String sql(String text) {
        return runAsServer(
                List.of(
                        program("psql"),
                        "-XqAtw",
                        "--set=ON_ERROR_STOP=1",
                        "--host=" + home,
                        "--port=" + port,
                        "--dbname=postgres"),
                text);
    }

    @Override
    public DatabaseTarget target() {
        return new DatabaseTarget(
                EngineKind.POSTGRESQL,
                "127.0.0.1",
                port,
                "postgres",
                user,
                new SecretReference.FromEnvironment("POSTGRES_TEST_PASSWORD"),
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

    public Path socketDirectory() {
        return home;
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

    /// The path of one of PostgreSQL's programs; of the usual version where this one lacks it.
    public String program(String name) {
        Path own = programs.resolve(name);
        return (Files.exists(own) ? own : PostgresPrograms.directory().resolve(name)).toString();
    }

    /// Runs a program as the server's user.
    public String runAsServer(List<String> command, String input) {
        return Programs.run(Programs.as(user, command), input);
    }

    /// A server on this data that a test has started by other means.
    private Optional<ProcessHandle> startedByOthers() {
        try {
            return Files.readAllLines(dataDirectory().resolve("postmaster.pid")).stream()
                    .findFirst()
                    .flatMap(line -> ProcessHandle.of(Long.parseLong(line)))
                    .filter(other -> other.info().command().orElse("").startsWith("" + programs));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static void end(ProcessHandle server) {
        server.destroy();
        server.destroyForcibly();
        awaitOrFail(() -> !server.isAlive());
    }

    private boolean ready(Process started) {
        try {
            List<String> lines = Files.readAllLines(dataDirectory().resolve("postmaster.pid"));
            return started.isAlive()
                    && lines.size() > 7
                    && lines.getFirst().equals(Long.toString(started.pid()))
                    && (lines.get(7).startsWith("ready") || lines.get(7).startsWith("standby"));
        } catch (IOException e) {
            return false;
        }
    }

    /// After SIGKILL the old server's children hold its shared memory for a moment.
    private boolean heldByTheOneBefore(Process started) {
        if (started.isAlive()) {
            return false;
        }
        if (log().strip().lines().noneMatch(line -> line.contains("is still in use"))) {
            throw new IllegalStateException("PostgreSQL does not start: " + log());
        }
        return true;
    }

    private void truncateLog() {
        write(logFile(), "", StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.CREATE);
    }

    private static void awaitOrFail(BooleanSupplier condition) {
        long end = System.nanoTime() + LONGEST_START.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("PostgreSQL did not come that far in a minute");
            }
            LockSupport.parkNanos(10_000_000);
        }
    }

    private static void write(Path file, String text, StandardOpenOption... options) {
        try {
            Files.write(file, text.getBytes(StandardCharsets.UTF_8), withWrite(options));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static StandardOpenOption[] withWrite(StandardOpenOption... options) {
        List<StandardOpenOption> all = new ArrayList<>(List.of(options));
        all.add(StandardOpenOption.WRITE);
        return all.toArray(StandardOpenOption[]::new);
    }
}
