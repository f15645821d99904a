package io.caretaker.cli.demo;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.Ticker;
import io.caretaker.core.host.Command;
import io.caretaker.core.host.CommandResult;
import io.caretaker.core.host.ControlAction;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.host.ServiceControl;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The temporary directory that the demonstration lives in, and how programs are run there.
/// Everything it makes is below that directory.
final class DemoGround {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final HostAccess host;
    private final Ticker ticker;
    private final Path directory;

    private DemoGround(HostAccess host, Ticker ticker, Path directory) {
        this.host = host;
        this.ticker = ticker;
        this.directory = directory;
    }

    static DemoGround make(HostAccess host, Ticker ticker) {
        try {
            // Servers run as another user and must be able to pass through.
            Path directory =
                    Files.createTempDirectory(
                            "caretaker-demo-",
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rwx--x--x")));
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
            return new DemoGround(host, ticker, directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path directory() {
        return directory;
    }

    HostAccess host() {
        return host;
    }

    Ticker ticker() {
        return ticker;
    }

    static boolean root() {
        return "root".equals(System.getProperty("user.name"));
    }

    /// The user that servers run as: the first of these that exists when this is root, else
    /// oneself.
    String serverUser(String... candidates) throws InterruptedException {
        if (!root()) {
            return System.getProperty("user.name");
        }
        for (String candidate : candidates) {
            if (run(Command.of("id", "-u", candidate)) instanceof CommandResult.Exited exited
                    && exited.ok()) {
                return candidate;
            }
        }
        throw new Problem(
                ProblemCode.FAILED,
                "none of the users " + String.join(", ", candidates) + " exists to run a server as",
                "create one, or run the demo as an ordinary user");
    }

    /// A directory of that name which belongs to the user.
    Path directoryFor(String user, String name) throws InterruptedException {
        Path made = directory.resolve(name);
        try {
            Files.createDirectory(made);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (root()) {
            must(Command.of("chown", user + ":", made.toString()));
        }
        return made;
    }

    CommandResult run(Command command) throws InterruptedException {
        return host.run(command, Deadline.after(LIMIT, ticker));
    }

    /// Runs a program that must succeed.
    void must(Command command) throws InterruptedException {
        CommandResult result = run(command);
        if (!(result instanceof CommandResult.Exited exited && exited.ok())) {
            throw new Problem(
                    ProblemCode.FAILED,
                    command.program() + " failed: " + result.summary(),
                    "look into " + directory);
        }
    }

    /// Runs a program that leaves a daemon behind.
    void startDaemon(List<String> command, @Nullable String user) throws InterruptedException {
        var control = new ServiceControl.Commands(command, List.of(), List.of(), List.of(), user);
        CommandResult result =
                host.services()
                        .act(control, ControlAction.START, false, Deadline.after(LIMIT, ticker));
        if (!(result instanceof CommandResult.Exited exited && exited.ok())) {
            throw new Problem(
                    ProblemCode.FAILED,
                    "the start failed: " + result.summary(),
                    "look into " + directory);
        }
    }

    static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The first of these files that can be executed.
    static Path program(String name, List<Path> directories) {
        return directories.stream()
                .map(directory -> directory.resolve(name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() ->
                        new Problem(
                                ProblemCode.NOT_FOUND,
                                "no program " + name + " on this machine",
                                "install the server's package"));
    }

    /// Removes everything below the directory and the directory itself.
    void remove() {
        try (Stream<Path> all = Files.walk(directory)) {
            all.sorted(Comparator.reverseOrder()).forEach(DemoGround::delete);
        } catch (IOException | UncheckedIOException e) {
            throw new Problem(
                    ProblemCode.FAILED,
                    "could not remove " + directory + ": " + e.getMessage(),
                    "remove it by hand");
        }
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
