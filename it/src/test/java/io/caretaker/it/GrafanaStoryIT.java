package io.caretaker.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.caretaker.server.keep.JsonLine;
import io.caretaker.testkit.server.DatabaseServer;
import io.caretaker.testkit.server.MariaDbServer;
import io.caretaker.testkit.server.PostgresServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Every panel of the dashboards for Grafana has something to show: a real Prometheus reads a
/// caretaker that looks after real servers, and is asked what the panels ask.
@Timeout(240)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GrafanaStoryIT {
    private static final Path HOME = Path.of("..", "integrations", "grafana").toAbsolutePath();

    /// What only others have than the servers of this test: other hosts, recoveries, standbys,
    /// archives, clusters, binary logs, statistics of statements, logs of log-ins, and databases in
    /// trouble. Prometheus must understand it all the same.
    private static final List<String> OF_OTHERS =
            List.of(
                    "caretaker_database_health_score{environment=~\"$environment\",region=~\"$region\"} < 100",
                    "caretaker_recovery_attempts_total[1h])) > 0",
                    "caretaker_host_last_seen_timestamp_seconds",
                    "binary_log_size_bytes",
                    "failed_logins_per_hour",
                    "galera_",
                    "database_replication_",
                    "database_archive_",
                    "checkpoints_requested_ratio",
                    "queries_per_second{service_id");

    private Path directory;
    private PostgresServer postgres;
    private MariaDbServer mariadb;
    private ServerSocket listening;
    private ForkedCaretaker caretaker;
    private PrometheusServer prometheus;

    @BeforeAll
    void begin(@TempDir Path shared) throws IOException {
        directory = shared;
        postgres = PostgresServer.startNew();
        mariadb = MariaDbServer.startNew();
        listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Path configuration =
                Files.writeString(
                        directory.resolve("caretaker.yaml"),
                        """
                        discovery: {enabled: false}
                        defaults:
                          monitoring: {interval_sec: 1, timeout_sec: 5, retry_attempts: 0}
                        alerting:
                          channels:
                            file: {type: command, command: [/bin/true]}
                          routes: [{channels: [file]}]
                        hosts:
                        - {host_id: here, hostname: localhost, ip_address: 127.0.0.1, environment: production, region: eu}
                        services:
                        - {service_id: svc_machine, host_id: here, service_type: custom, monitoring: {method: host}}
                        - {service_id: svc_up, host_id: here, service_type: custom, monitoring: {method: tcp}, check: {port: %d}}
                        - {service_id: svc_down, host_id: here, service_type: custom, monitoring: {method: custom}, check: {command: [sh, -c, "exit 2"]}}
                        - %s
                        - %s
                        """
                                .formatted(
                                        listening.getLocalPort(),
                                        declared("svc_postgresql", "postgresql", postgres),
                                        declared("svc_mysql", "mariadb", mariadb)));
        Path state = Files.createDirectories(directory.resolve("state"));
        caretaker = ForkedCaretaker.with(configuration, state).awaitWatching();
        prometheus = PrometheusServer.reading(directory, "127.0.0.1:" + caretaker.port());
        prometheus.awaits("count_over_time(caretaker_database_health_score[2m]) > 3");
        prometheus.awaits("caretaker_messages_sent_total > 0");
    }

    private String declared(String id, String type, DatabaseServer server) throws IOException {
        Path password =
                Files.writeString(directory.resolve(id + ".password"), server.password().reveal());
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
        return "{service_id: %s, host_id: here, service_type: %s, monitoring: {method: database},"
                        .formatted(id, type)
                + " check: {port: %d, user: %s, password: {file: %s}, tls: \"off\"}}"
                        .formatted(server.target().port(), server.target().user(), password);
    }

    @AfterAll
    void end() throws IOException {
        prometheus.close();
        caretaker.close();
        listening.close();
        mariadb.close();
        postgres.close();
    }

    @TestFactory
    Stream<DynamicTest> every_panel_has_something_to_show() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(HOME)) {
            files = all.sorted().toList();
        }
        return files.stream()
                .map(file ->
                        dynamicTest(
                                String.valueOf(file.getFileName()),
                                () -> assertThat(empty(file)).isEmpty()));
    }

    /// The expressions that have nothing, though they should.
    private Set<String> empty(Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        String service =
                switch (name) {
                    case "caretaker-mysql.json" -> "svc_mysql";
                    case "caretaker-service.json" -> "svc_up";
                    default -> "svc_postgresql";
                };
        var empty = new TreeSet<String>();
        for (String expression : expressions(Files.readString(file))) {
            String asked =
                    expression
                            .replace("$environment", "production")
                            .replace("$region", "eu")
                            .replace("$service", service)
                            .replace("$instance", "127.0.0.1:" + caretaker.port());
            assertThat(asked).doesNotContain("$");
            boolean ours = OF_OTHERS.stream().noneMatch(expression::contains);
            if (prometheus.count(asked) == 0 && ours && !name.equals("caretaker-mongodb.json")) {
                empty.add(expression);
            }
        }
        return empty;
    }

    private static List<String> expressions(String dashboard) {
        Map<String, ?> document = JsonLine.read(dashboard.replace('\n', ' '));
        var found = new ArrayList<String>();
        for (Object panel : list(document.get("panels"))) {
            if (panel instanceof Map<?, ?> fields) {
                for (Object target : list(fields.get("targets"))) {
                    if (target instanceof Map<?, ?> asked) {
                        found.add(String.valueOf(asked.get("expr")));
                    }
                }
            }
        }
        assertThat(found).isNotEmpty();
        return found;
    }

    private static List<?> list(@org.jspecify.annotations.Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }
}
