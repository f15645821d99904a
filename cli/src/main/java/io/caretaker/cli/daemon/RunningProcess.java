package io.caretaker.cli.daemon;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A living process of this machine and what it runs, by `/proc`. Its number given to another
/// process later is not taken for it: its start is compared too.
public final class RunningProcess {
    private static final String MAIN = "io.caretaker.cli.Main";

    private final ProcessHandle handle;
    private final List<String> arguments;
    private final @Nullable String executable;

    private RunningProcess(
            ProcessHandle handle, List<String> arguments, @Nullable String executable) {
        this.handle = handle;
        this.arguments = List.copyOf(arguments);
        this.executable = executable;
    }

    /// The process of that number; null when none lives.
    public static @Nullable RunningProcess of(long pid) {
        ProcessHandle handle = ProcessHandle.of(pid).filter(ProcessHandle::isAlive).orElse(null);
        if (handle == null) {
            return null;
        }
        Path directory = Path.of("/proc", Long.toString(pid));
        List<String> arguments = arguments(directory.resolve("cmdline"));
        // Nobody lives in it any more, whoever waits for its end.
        boolean zombie = arguments.isEmpty() && Files.exists(directory);
        return zombie && ended(directory)
                ? null
                : new RunningProcess(handle, arguments, executable(directory.resolve("exe")));
    }

    private static boolean ended(Path directory) {
        try {
            String stat = Files.readString(directory.resolve("stat"));
            return stat.substring(stat.lastIndexOf(')') + 1).strip().startsWith("Z");
        } catch (IOException _) {
            return true;
        }
    }

    private static List<String> arguments(Path file) {
        try {
            String line = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            return line.isEmpty() ? List.of() : List.of(line.split("\0"));
        } catch (IOException _) {
            return List.of();
        }
    }

    private static @Nullable String executable(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException _) {
            return null;
        }
    }

    public long pid() {
        return handle.pid();
    }

    /// Whether it is a caretaker: a Java whose main class is ours and whose command is `run`. The
    /// program itself is looked at as far as we may.
    public boolean caretaker() {
        int main = arguments.indexOf(MAIN);
        boolean java =
                executable == null
                        ? !arguments.isEmpty() && program(arguments.getFirst()).equals("java")
                        : program(executable).equals("java");
        return java && main > 0 && arguments.subList(main + 1, arguments.size()).contains("run");
    }

    private static String program(String path) {
        String plain = path.replace(" (deleted)", "");
        return plain.substring(plain.lastIndexOf('/') + 1);
    }

    /// What it runs: its program without arguments, which may hold secrets.
    public String words() {
        return arguments.isEmpty()
                ? Objects.requireNonNullElse(executable, "a process of the kernel")
                : arguments.getFirst();
    }

    /// Asks it to end, or kills it; false when we may not, or it is gone.
    public boolean signal(boolean kill) {
        return kill ? handle.destroyForcibly() : handle.destroy();
    }

    /// Waits until it is gone; false when the limit came first.
    public boolean gone(Duration limit) throws InterruptedException {
        CompletableFuture<ProcessHandle> exit = handle.onExit();
        long end = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() < end) {
            try {
                exit.get(50, TimeUnit.MILLISECONDS);
                return true;
            } catch (TimeoutException _) {
                if (of(pid()) == null || !handle.isAlive()) {
                    return true;
                }
            } catch (ExecutionException _) {
                return !handle.isAlive();
            }
        }
        return false;
    }
}
