package io.caretaker.channels.http;

import io.caretaker.testkit.server.FreePort;
import io.caretaker.testkit.server.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/// A real Alertmanager on the loopback interface.
final class AlertmanagerServer implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/bin/prometheus-alertmanager");
    private static final Duration LONGEST_START = Duration.ofSeconds(60);

    private final Process process;
    private final HttpClient client = HttpClient.newHttpClient();
    private final URI uri;

    private AlertmanagerServer(Process process, URI uri) {
        this.process = process;
        this.uri = uri;
    }

    /// Starts one that tells the webhook; skips the test where there is none.
    static AlertmanagerServer start(Path folder, URI webhook) {
        if (!Files.isExecutable(PROGRAM)) {
            Programs.missing("prometheus-alertmanager");
        }
        int port = FreePort.find();
        try {
            Path settings = folder.resolve("alertmanager.yml");
            Files.writeString(
                    settings,
                    """
                    route: {receiver: hook, group_wait: 0s, group_interval: 1s, group_by: ['...']}
                    receivers: [{name: hook, webhook_configs: [{url: '%s'}]}]
                    """
                            .formatted(webhook));
            Process process =
                    new ProcessBuilder(
                                    PROGRAM.toString(),
                                    "--config.file=" + settings,
                                    "--storage.path=" + folder.resolve("data"),
                                    "--web.listen-address=127.0.0.1:" + port,
                                    "--cluster.listen-address=")
                            .redirectErrorStream(true)
                            .redirectOutput(folder.resolve("log").toFile())
                            .start();
            var server = new AlertmanagerServer(process, URI.create("http://127.0.0.1:" + port));
            server.awaitReady();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI uri() {
        return uri;
    }

    /// What fires there.
    List<JsonNode> alerts() {
        return Trees.read(get("/api/v2/alerts")).valueStream().toList();
    }

    @Override
    public void close() {
        client.close();
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void awaitReady() {
        Instant limit = Instant.now().plus(LONGEST_START);
        while (!ready()) {
            if (!process.isAlive() || Instant.now().isAfter(limit)) {
                process.destroyForcibly();
                throw new IllegalStateException("Alertmanager did not start");
            }
            Thread.onSpinWait();
        }
    }

    private boolean ready() {
        try {
            return client.send(request("/-/ready"), HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private String get(String path) {
        try {
            return client.send(request(path), HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(uri.resolve(path)).timeout(Duration.ofSeconds(20)).build();
    }
}
