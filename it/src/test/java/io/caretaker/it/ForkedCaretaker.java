package io.caretaker.it;

import io.caretaker.testkit.server.OwnJava;
import io.caretaker.testkit.server.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/// `caretaker run` in a process of its own, to be killed.
final class ForkedCaretaker implements AutoCloseable {
    private static final Pattern SERVED =
            Pattern.compile("addresses=http://127\\.0\\.0\\.1:([0-9]+)/");

    private final Process process;
    private final Path log;

    private ForkedCaretaker(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /// On the store of a [Daemon] in that directory.
    static ForkedCaretaker on(Path directory) throws IOException {
        return on(directory, List.of());
    }

    /// With a configuration file, and its own store in that directory.
    static ForkedCaretaker with(Path configuration, Path directory) throws IOException {
        return on(directory, List.of("--config", configuration.toString()));
    }

    private static ForkedCaretaker on(Path directory, List<String> options) throws IOException {
        Path log = Files.createTempFile(directory, "caretaker", ".log");
        var words = new ArrayList<>(List.of("run"));
        words.addAll(options);
        Process process =
                OwnJava.begin(
                        OwnJava.command("io.caretaker.cli.Main", words),
                        directory,
                        log,
                        Map.of(
                                "HOME", directory.toString(),
                                "CARETAKER_STATE", directory.toString(),
                                "CARETAKER_STORE", directory.resolve("store").toString(),
                                "CARETAKER_DISCOVERY", "false",
                                "CARETAKER_WEB_LISTEN", "127.0.0.1:0"));
        return new ForkedCaretaker(process, log);
    }

    ForkedCaretaker awaitWatching() {
        Awaitility.await("caretaker is watching")
                .atMost(Daemon.LONG)
                .until(() -> log().contains("is watching") || !process.isAlive());
        if (!process.isAlive()) {
            throw new IllegalStateException("caretaker does not start: " + log());
        }
        return this;
    }

    /// Where it serves its face.
    int port() {
        Awaitility.await("the face is served")
                .atMost(Daemon.LONG)
                .until(() -> SERVED.matcher(log()).find());
        Matcher found = SERVED.matcher(log());
        if (!found.find()) {
            throw new IllegalStateException("caretaker serves nothing: " + log());
        }
        return Integer.parseInt(found.group(1));
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /// Lets it read its configuration anew.
    void reload() throws IOException, InterruptedException {
        Programs.signal("HUP", process.pid());
    }

    /// Ends it by SIGKILL and waits until it is gone.
    void kill() {
        process.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        kill();
    }
}
