package io.caretaker.it;

import static io.caretaker.it.Daemon.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caretaker.core.inventory.Service;
import io.caretaker.testkit.server.PostgresServer;
import io.caretaker.testkit.server.Programs;
import io.caretaker.web.Face;
import io.caretaker.web.ListenAddress;
import io.caretaker.web.metrics.Family;
import io.caretaker.web.metrics.MetricsRoutes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What Prometheus gets of a daemon that looks after a database, and what its own tools say of it.
@Timeout(180)
class MetricsStoryIT {
    private static final String OPEN_METRICS = "application/openmetrics-text;version=1.0.0";
    private static final Path INTEGRATIONS = Path.of("..", "integrations").toAbsolutePath();

    @TempDir Path directory;
    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void prometheus_reads_what_a_daemon_tells_in_both_formats() throws Exception {
        prometheus();
        try (var server = PostgresServer.create();
                var daemon = Daemon.in(directory.resolve("state"))) {
            server.start();
            Service service = daemon.adopt(server.port());
            daemon.start().awaitUp(service);
            try (Face face = daemon.serve(new ListenAddress("127.0.0.1", 0))) {
                String address = face.addresses().getFirst();
                String up = "caretaker_service_up{service_id=\"" + service.id() + "\"";
                await().atMost(LONG)
                        .until(() -> {
                            String text = get(address + "metrics", "text/plain").body();
                            return text.contains(up) && text.contains("database_round_trip_sec");
                        });
                String text = get(address + "metrics", "text/plain").body();
                assertThat(Programs.run(List.of("promtool", "check", "metrics"), text)).isEmpty();
                assertThat(names(text)).isSubsetOf(told());
                assertThat(names(text)).containsAll(always());
                scrapedByPrometheus(address, service);
                readiness(address);
            }
        }
    }

    /// Names of families, without those of databases, hosts and channels that this daemon has not.
    private static Set<String> always() {
        return MetricsRoutes.families().stream()
                .map(Family::name)
                .filter(name -> !name.startsWith("caretaker_database_"))
                .filter(name ->
                        !name.matches(
                                "caretaker_(host_.*|message.*|store_(up|waiting.*|dropped.*))"))
                .filter(name -> !name.equals("caretaker_service_uptime_ratio"))
                .collect(Collectors.toSet());
    }

    private static Set<String> told() {
        return MetricsRoutes.families().stream().map(Family::name).collect(Collectors.toSet());
    }

    private static Set<String> names(String text) {
        return text.lines()
                .filter(line -> line.startsWith("# TYPE "))
                .map(line -> line.split(" ", -1)[2])
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// Prometheus asks for OpenMetrics by itself.
    private void scrapedByPrometheus(String address, Service service) throws Exception {
        HttpResponse<String> open = get(address + "metrics", OPEN_METRICS);
        assertThat(open.headers().firstValue("content-type"))
                .hasValue("application/openmetrics-text; version=1.0.0; charset=utf-8");
        assertThat(open.body()).endsWith("# EOF\n");
        String target = URI.create(address).getAuthority();
        try (var prometheus = PrometheusServer.reading(directory, target)) {
            prometheus.awaits("caretaker_service_up{service_id=\"" + service.id() + "\"}");
            assertThat(prometheus.ask("up")).contains("\"1\"]");
            assertThat(prometheus.targets())
                    .contains("\"health\":\"up\"")
                    .contains("\"lastError\":\"\"");
        }
    }

    private void readiness(String address) throws Exception {
        assertThat(get(address + "healthz", "*/*").statusCode()).isEqualTo(200);
        HttpResponse<String> ready = get(address + "readyz", "*/*");
        assertThat(ready.body())
                .isEqualToIgnoringNewLines("{\"ready\":true,\"not_ready\":[],\"store\":\"up\"}");
        assertThat(ready.statusCode()).isEqualTo(200);
    }

    @Test
    void a_daemon_that_has_not_begun_lives_and_is_not_ready() throws Exception {
        try (var daemon = Daemon.in(directory);
                Face face = daemon.serve(new ListenAddress("127.0.0.1", 0))) {
            String address = face.addresses().getFirst();
            assertThat(get(address + "healthz", "*/*").statusCode()).isEqualTo(200);
            HttpResponse<String> ready = get(address + "readyz", "*/*");
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.body()).contains("the inventory is not loaded yet");
            daemon.start();
            await().atMost(LONG).until(() -> get(address + "readyz", "*/*").statusCode() == 200);
        }
    }

    @Test
    void the_rules_are_sound_and_fire_when_they_shall() {
        prometheus();
        Path rules = INTEGRATIONS.resolve("prometheus");
        assertThat(
                        Programs.run(
                                List.of(
                                        "promtool",
                                        "check",
                                        "rules",
                                        rules.resolve("caretaker.rules.yml").toString()),
                                ""))
                .contains("SUCCESS");
        assertThat(
                        Programs.run(
                                List.of(
                                        "promtool",
                                        "test",
                                        "rules",
                                        rules.resolve("caretaker.rules.test.yml").toString()),
                                ""))
                .contains("SUCCESS");
    }

    private static void prometheus() {
        if (!Files.isExecutable(Path.of("/usr/bin/promtool"))) {
            Programs.missing("prometheus");
        }
    }

    private HttpResponse<String> get(String address, String accepted)
            throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(address)).header("Accept", accepted).build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
