package io.caretaker.it.browser;

import io.caretaker.testkit.server.OwnJava;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/// `caretaker run` in a process of its own, with its dashboard on a free port of this machine.
public final class ServedCaretaker implements AutoCloseable {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Pattern ADDRESS = Pattern.compile("addresses=(http://[^ ,]+)/");

    private final Process process;
    private final Path directory;
    private final Path log;

    private ServedCaretaker(Process process, Path directory, Path log) {
        this.process = process;
        this.directory = directory;
        this.log = log;
    }

    /// With a configuration, and its own state in that directory.
    public static ServedCaretaker in(Path directory, String configuration) throws IOException {
        Files.writeString(directory.resolve("caretaker.yaml"), configuration);
        Path log = Files.createTempFile(directory, "caretaker", ".log");
        Process process = begin(directory, log, List.of("run", "--port", "0"));
        return new ServedCaretaker(process, directory, log);
    }

    private static Process begin(Path directory, Path log, List<String> words) throws IOException {
        var all = new ArrayList<>(words);
        all.addAll(List.of("--config", directory.resolve("caretaker.yaml").toString()));
        return OwnJava.begin(
                OwnJava.command("io.caretaker.cli.Main", all),
                directory,
                log,
                Map.of(
                        "HOME", directory.toString(),
                        "CARETAKER_STATE", directory.resolve("state").toString(),
                        "CARETAKER_DISCOVERY", "false"));
    }

    /// The address of the dashboard, without a slash at its end.
    public String address() {
        Awaitility.await("the dashboard is served")
                .atMost(LONG)
                .until(() -> ADDRESS.matcher(log()).find() || !process.isAlive());
        Matcher found = ADDRESS.matcher(log());
        if (!found.find()) {
            throw new IllegalStateException("caretaker does not start: " + log());
        }
        return found.group(1);
    }

    /// Another command on the same state; what it prints.
    ///
    /// @throws AssertionError when it does not end well
    String command(String... words) throws IOException, InterruptedException {
        Path out = Files.createTempFile(directory, "command", ".log");
        Process other = begin(directory, out, List.of(words));
        try {
            if (!other.waitFor(LONG.toSeconds(), TimeUnit.SECONDS) || other.exitValue() != 0) {
                throw new AssertionError(List.of(words) + ": " + Files.readString(out));
            }
            return Files.readString(out);
        } finally {
            other.destroyForcibly();
        }
    }

    public Path state() {
        return directory.resolve("state");
    }

    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }
}
