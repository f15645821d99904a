package io.caretaker.testkit.server;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/// Running the programs that make up a server, as root or not.
public final class Programs {
    private static final long LONGEST_SECONDS = 60;

    private Programs() {}

    /// Whether this process may act as another operating-system user.
    public static boolean root() {
        return "root".equals(System.getProperty("user.name"));
    }

    /// The first of these users that exists, for servers that refuse to run as root; the current
    /// one when this process is not root.
    public static String unprivilegedUser(String... candidates) {
        if (!root()) {
            return System.getProperty("user.name");
        }
        for (String candidate : candidates) {
            if (exists(candidate)) {
                return candidate;
            }
        }
        throw new IllegalStateException("none of the users exists: " + List.of(candidates));
    }

    /// The command, changed so that it becomes a process of that user without one in between.
    public static List<String> as(String user, List<String> command) {
        if (user.equals(System.getProperty("user.name"))) {
            return command;
        }
        List<String> whole =
                new ArrayList<>(List.of("setpriv", "--reuid=" + user, "--regid=" + group(user)));
        whole.add("--init-groups");
        whole.addAll(command);
        return whole;
    }

    /// Whether that user may run this program.
    static boolean mayRun(String user, Path program) {
        return succeeds(as(user, List.of("test", "-x", program.toString())));
    }

    /// Runs to the end and returns what was printed; fails when the exit code is not 0.
    public static String run(List<String> command, String input) {
        try {
            var builder = new ProcessBuilder(command).redirectErrorStream(true);
            if (command.getFirst().equals("setpriv")) {
                // Our folder may be closed to the other user, of which programs complain.
                builder.directory(new File("/"));
            }
            Process process = builder.start();
            try (var stdin = process.outputWriter()) {
                stdin.write(input);
            }
            String output = String.join("\n", process.inputReader().lines().toList());
            if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException(command + " failed: " + output);
            }
            return output.strip();
        } catch (IOException e) {
            throw new UncheckedIOException(command + " failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(command + " was interrupted", e);
        }
    }

    /// Gives the path to the user; does nothing when this process is not root.
    public static void give(Path path, String user) {
        if (root()) {
            run(List.of("chown", "-R", user + ":" + group(user), path.toString()), "");
        }
    }

    /// Sends a signal (`STOP`, `CONT`, `KILL`) to a process and to what it started. One that has
    /// just ended is none.
    public static void signalTree(String signal, long pid) {
        List<ProcessHandle> tree =
                ProcessHandle.of(pid).stream()
                        .flatMap(root -> Stream.concat(Stream.of(root), root.descendants()))
                        .toList();
        for (ProcessHandle process : tree) {
            signal(signal, process.pid());
        }
    }

    /// Sends a signal to a process; nothing happens when it has just ended.
    public static void signal(String signal, long pid) {
        String id = Long.toString(pid);
        run(List.of("sh", "-c", "kill -$0 $1 2>/dev/null || true", signal, id), "");
    }

    public static void deleteTree(Path directory) {
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + directory, e);
        }
    }

    /// Ends the test because a server's programs are missing: a failure where servers are required
    /// (`-Dit.required=true`), otherwise a skip that says so.
    public static void missing(String what) {
        if (Boolean.getBoolean("it.required")) {
            Assertions.fail(what + " is not installed, and -Dit.required=true asks for it");
        }
        System.err.println("SKIPPED: " + what + " is not installed");
        Assumptions.abort(what + " is not installed");
    }

    private static boolean exists(String user) {
        return succeeds(List.of("id", user));
    }

    private static boolean succeeds(List<String> command) {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String group(String user) {
        return run(List.of("id", "-gn", user), "");
    }
}
