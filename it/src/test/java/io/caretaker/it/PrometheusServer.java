package io.caretaker.it;

import static org.awaitility.Awaitility.await;

import io.caretaker.server.keep.JsonLine;
import io.caretaker.testkit.server.FreePort;
import io.caretaker.testkit.server.Programs;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A real Prometheus on a free port that reads one caretaker every second.
final class PrometheusServer implements AutoCloseable {
    private static final Path RULES =
            Path.of("..", "integrations", "prometheus", "caretaker.rules.yml").toAbsolutePath();

    private final Process process;
    private final String address;
    private final HttpClient client = HttpClient.newHttpClient();

    private PrometheusServer(Process process, String address) {
        this.process = process;
        this.address = address;
    }

    /// With our rules.
    ///
    /// @param target host and port of caretaker
    static PrometheusServer reading(Path directory, String target) throws IOException {
        if (!Files.isExecutable(Path.of("/usr/bin/promtool"))) {
            Programs.missing("prometheus");
        }
        Path config =
                Files.writeString(
                        directory.resolve("prometheus.yml"),
                        """
                        global: {scrape_interval: 1s, evaluation_interval: 5s}
                        rule_files: [%s]
                        scrape_configs:
                          - job_name: caretaker
                            static_configs: [{targets: ["%s"]}]
                        """
                                .formatted(RULES, target));
        String listen = "127.0.0.1:" + FreePort.find();
        Process process =
                new ProcessBuilder(
                                "prometheus",
                                "--config.file=" + config,
                                "--storage.tsdb.path=" + directory.resolve("prometheus"),
                                "--web.listen-address=" + listen)
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("prometheus.log").toFile())
                        .start();
        return new PrometheusServer(process, "http://" + listen + "/api/v1/");
    }

    /// The answer to a query, as it comes.
    String ask(String query) {
        return get("query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
    }

    /// How many series a query has.
    ///
    /// @throws AssertionError when Prometheus does not understand it
    int count(String query) {
        Map<String, ?> answer = JsonLine.read(ask(query));
        if (!"success".equals(answer.get("status"))) {
            throw new AssertionError(query + ": " + answer);
        }
        return answer.get("data") instanceof Map<?, ?> data
                        && data.get("result") instanceof List<?> result
                ? result.size()
                : 0;
    }

    /// Waits until a query has something.
    void awaits(String query) {
        await(query).atMost(Daemon.LONG).ignoreExceptions().until(() -> count(query) > 0);
    }

    /// What it reads, as it comes.
    String targets() {
        return get("targets");
    }

    private String get(String path) {
        try {
            return client.send(
                            HttpRequest.newBuilder(URI.create(address + path)).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        client.close();
        process.destroy();
        process.onExit().join();
    }
}
