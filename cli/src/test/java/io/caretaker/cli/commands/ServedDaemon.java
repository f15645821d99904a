package io.caretaker.cli.commands;

import io.caretaker.testkit.server.OwnJava;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/// `caretaker run` in a process of its own, with `caretaker.yaml` of a directory and its state
/// there.
final class ServedDaemon implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern ADDRESS = Pattern.compile("addresses=(http://[^ ,]+)/");

    private final Process process;
    private final Path log;
    private final HttpClient client = HttpClient.newHttpClient();

    private ServedDaemon(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static ServedDaemon in(Path directory) throws IOException {
        Path log = directory.resolve("daemon.log");
        return new ServedDaemon(
                OwnJava.begin(
                        OwnJava.command("io.caretaker.cli.Main", List.of("run", "--port", "0")),
                        directory,
                        log,
                        Map.of(
                                "HOME", directory.toString(),
                                "CARETAKER_STATE", directory.resolve("state").toString(),
                                "CARETAKER_DISCOVERY", "false")),
                log);
    }

    /// Waits until it answers with this text.
    void await(String path, String text) throws IOException {
        Awaitility.await("it serves")
                .atMost(PATIENCE)
                .until(() -> ADDRESS.matcher(Files.readString(log)).find() || !process.isAlive());
        Matcher found = ADDRESS.matcher(Files.readString(log));
        if (!found.find()) {
            throw new IllegalStateException("caretaker does not start: " + Files.readString(log));
        }
        var request = HttpRequest.newBuilder(URI.create(found.group(1) + path)).build();
        Awaitility.await(text)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() ->
                        client.send(request, HttpResponse.BodyHandlers.ofString())
                                .body()
                                .contains(text));
    }

    /// Ends it by SIGKILL and waits until it is gone.
    void end() {
        process.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        client.close();
        end();
    }
}
