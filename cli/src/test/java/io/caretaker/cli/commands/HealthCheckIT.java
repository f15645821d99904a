package io.caretaker.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.cli.CommandLineRig;
import io.caretaker.cli.CommandLineRig.Ran;
import io.caretaker.testkit.server.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One-time health checks on a real PostgreSQL server.
class HealthCheckIT {
    private static @Nullable PostgresServer made;

    @TempDir Path directory = Path.of("/unset");

    @BeforeAll
    static void start() {
        made = PostgresServer.startNew();
        made.sql("create role watcher login password 'watching' in role pg_monitor");
    }

    @AfterAll
    static void stop() {
        server().close();
    }

    private static PostgresServer server() {
        return java.util.Objects.requireNonNull(made);
    }

    private CommandLineRig declared(String password, int port, String care, double timeout) {
        return new CommandLineRig(directory)
                .configured(
                        """
                        hosts:
                          - {host_id: host_here, ip_address: 127.0.0.1, environment: dev, region: lab}
                        services:
                          - service_id: svc_orders
                            host_id: host_here
                            service_type: postgresql
                            display_name: orders
                            monitoring: {method: database, timeout_sec: %s}
                            check: {port: %d, user: watcher, password: {env: PASSWORD_OF_TEST}}
                            care: {thresholds: {%s}}
                          - service_id: svc_knocked
                            host_id: host_here
                            service_type: postgresql
                            monitoring: {method: tcp}
                            check: {port: %d}
                        """
                                .formatted(timeout, port, care, port))
                .knowing(Map.of("PASSWORD_OF_TEST", password));
    }

    private CommandLineRig declared(String care) {
        return declared("watching", server().port(), care, 20);
    }

    private static Map<String, String> variables() {
        return Map.of(
                "DB_HOST", "127.0.0.1",
                "DB_PORT", "" + server().port(),
                "DB_NAME", "postgres",
                "DB_USER", "watcher",
                "DB_PASSWORD", "watching");
    }

    private static Connection connection() throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", "watcher");
        properties.setProperty("password", "watching");
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + server().port() + "/postgres", properties);
    }

    @Test
    void a_healthy_database_gives_zero_in_every_format() {
        CommandLineRig caretaker = declared("");
        Ran json = caretaker.run("check", "svc_orders", "--format", "json", "--sample", "0.1");
        assertThat(json.err()).isEmpty();
        assertThat(json.out())
                .startsWith("{\n  \"status\": \"healthy\",\n  \"score\": 100,\n  \"alerts\": [],")
                .contains("\"reachable\": true", "\"engine\": \"postgresql\"")
                .contains("\"total_connections\": ", "\"idle_in_transaction\": 0");
        assertThat(json.code()).isZero();
        Ran text = caretaker.run("check", "orders", "--sample", "0");
        assertThat(text.out()).startsWith("orders is healthy, score 100 of 100.\n");
        assertThat(text.code()).isZero();
        Ran nagios = caretaker.run("check", "svc_orders", "--format", "nagios", "--sample", "0");
        assertThat(nagios.out())
                .startsWith("OK - orders: healthy, score 100")
                .contains("'idle_in_transaction'=0;1;3;0");
        assertThat(nagios.code()).isZero();
    }

    @Test
    void a_session_idle_in_transaction_is_a_warning_and_three_are_critical() throws Exception {
        CommandLineRig caretaker = declared("");
        try (Connection one = connection();
                Connection two = connection();
                Connection three = connection()) {
            idle(one);
            Ran warning = caretaker.run("check", "svc_orders", "--format", "nagios");
            assertThat(warning.out()).startsWith("WARNING - orders: warning, score 90");
            assertThat(warning.code()).isEqualTo(1);
            idle(two);
            idle(three);
            Ran critical = caretaker.run("check", "svc_orders", "--format", "nagios");
            assertThat(critical.out()).contains("'idle_in_transaction'=3;1;3;0");
            assertThat(critical.code()).isEqualTo(2);
            Ran json = caretaker.run("check", "svc_orders", "--format", "json");
            assertThat(json.out())
                    .contains(
                            "\"status\": \"critical\",\n  \"score\": 75,",
                            "\"metric\": \"idle_in_transaction\",\n      \"value\": 3,\n      \"threshold\": 3,");
            assertThat(json.code()).isEqualTo(1);
        }
    }

    private static void idle(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute("select 1");
        }
    }

    @Test
    void the_services_own_thresholds_count() {
        Ran ran =
                declared("total_connections: {warning: 1, critical: 1000}")
                        .run("check", "svc_orders", "--verbose", "--sample", "0");
        assertThat(ran.out())
                .startsWith("orders is warning, score 90 of 100.\n")
                .contains("100 - 10 (total_connections) = 90.", ">= 1000");
        assertThat(ran.code()).isEqualTo(1);
    }

    @Test
    void among_several_services_each_database_has_its_health() {
        Ran json =
                declared("total_connections: {warning: 1, critical: 1}")
                        .run("check", "--format", "json", "--sample", "0");
        assertThat(json.out())
                .startsWith("{\n  \"status\": \"warning\",")
                .containsOnlyOnce("\"health\": {\n        \"status\": \"critical\",")
                .contains("\"score\": 75", "svc_knocked");
        assertThat(json.code()).isEqualTo(1);
        Ran nagios = declared("").run("check", "--format", "nagios", "--sample", "0");
        assertThat(nagios.out()).startsWith("OK - all 2 services are up | ");
        assertThat(nagios.code()).isZero();
    }

    @Test
    void a_service_that_is_only_knocked_at_is_checked_as_ever() {
        Ran ran = declared("").run("check", "svc_knocked");
        assertThat(ran.out()).startsWith("1 service is up.\n");
        assertThat(ran.code()).isZero();
    }

    @Test
    void a_mistyped_name_gets_the_near_one() {
        Ran ran = declared("").run("check", "svc_order");
        assertThat(ran.err()).contains("'svc_order' does not exist", "did you mean 'svc_orders'?");
        assertThat(ran.code()).isEqualTo(3);
    }

    @Test
    void a_server_that_is_down_is_critical_with_score_0() {
        PostgresServer gone = PostgresServer.create();
        try {
            CommandLineRig caretaker = declared("watching", gone.port(), "", 5);
            Ran json = caretaker.run("check", "svc_orders", "--format", "json");
            assertThat(json.out())
                    .startsWith("{\n  \"status\": \"critical\",\n  \"score\": 0,")
                    .contains(
                            "\"metric\": \"reachable\",\n      \"value\": 0,\n      \"threshold\": 1,")
                    .contains("\"reachable\": false", "\"metrics\": {}");
            assertThat(json.code()).isEqualTo(1);
            Ran nagios = caretaker.run("check", "svc_orders", "--format", "nagios");
            assertThat(nagios.out()).startsWith("CRITICAL - orders: critical, score 0, ");
            assertThat(nagios.code()).isEqualTo(2);
        } finally {
            gone.close();
        }
    }

    @Test
    void a_refused_log_in_is_unknown() {
        CommandLineRig caretaker = declared("wrong-secret", server().port(), "", 20);
        Ran json = caretaker.run("check", "svc_orders", "--format", "json");
        assertThat(json.out())
                .startsWith("{\n  \"status\": \"unknown\",\n  \"score\": null,")
                .contains("\"reachable\": true", "refuses the log-in")
                .doesNotContain("wrong-secret");
        assertThat(json.code()).isEqualTo(1);
        Ran nagios = caretaker.run("check", "svc_orders", "--format", "nagios");
        assertThat(nagios.out()).startsWith("UNKNOWN - orders: unknown, ");
        assertThat(nagios.code()).isEqualTo(3);
    }

    @Test
    void a_server_that_hangs_is_critical_within_the_time_limit() {
        PostgresServer hanging = PostgresServer.startNew();
        try {
            hanging.freeze();
            long began = System.nanoTime();
            Ran ran =
                    declared("watching", hanging.port(), "", 1)
                            .run("check", "svc_orders", "--format", "nagios");
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isLessThan(Duration.ofSeconds(5));
            assertThat(ran.out()).startsWith("CRITICAL - orders: critical, score 0, ");
            assertThat(ran.code()).isEqualTo(2);
        } finally {
            hanging.close();
        }
    }

    @Test
    void a_sample_longer_than_the_time_limit_is_refused() {
        Ran ran =
                declared("watching", server().port(), "", 1)
                        .run("check", "orders", "--sample", "2");
        assertThat(ran.err()).contains("--sample must be shorter than the time limit");
        assertThat(ran.code()).isEqualTo(2);
    }

    @Test
    void variables_alone_describe_a_database() {
        CommandLineRig caretaker = new CommandLineRig(directory).knowing(variables());
        Ran json = caretaker.run("check", "--format", "json", "--sample", "0");
        assertThat(json.err()).isEmpty();
        assertThat(json.out())
                .startsWith("{\n  \"status\": \"healthy\",\n  \"score\": 100,")
                .contains(
                        "\"display_name\": \"postgres\"",
                        "\"service_id\": \"svc_127_0_0_1_postgresql_" + server().port() + "\"")
                .doesNotContain("watching");
        assertThat(json.code()).isZero();
        assertThat(caretaker.run("status").out()).contains("svc_127_0_0_1_postgresql_");
        Ran shown = caretaker.run("show-config");
        assertThat(shown.out())
                .contains("DB_PASSWORD", "***", "environment DB_HOST", "1 service")
                .doesNotContain("watching");
        assertThat(caretaker.state()).doesNotExist();
    }

    @Test
    void an_env_file_alone_describes_a_database() throws IOException {
        var text = new StringBuilder();
        variables().forEach((name, value) -> text.append(name + "=" + value + "\n"));
        Files.writeString(directory.resolve(".env"), text);
        CommandLineRig caretaker = new CommandLineRig(directory);
        Ran nagios = caretaker.run("check", "--format", "nagios", "--sample", "0");
        assertThat(nagios.out()).startsWith("OK - postgres: healthy, score 100");
        assertThat(nagios.code()).isZero();
        assertThat(caretaker.run("show-config", "--format", "json").out())
                .contains("\"key\": \"DB_PASSWORD\",\n      \"value\": \"***\"", ".env:")
                .doesNotContain("watching");
    }

    @Test
    void without_a_password_it_is_tried_and_the_missing_variable_named() {
        var without = new java.util.HashMap<>(variables());
        without.remove("DB_PASSWORD");
        Ran ran = new CommandLineRig(directory).knowing(without).run("check");
        assertThat(ran.out())
                .startsWith("postgres is unknown.\n")
                .contains("DB_PASSWORD is not set");
        assertThat(ran.code()).isEqualTo(1);
    }

    @Test
    void the_limit_of_connections_is_the_critical_threshold() {
        var few = new java.util.HashMap<>(variables());
        few.put("DB_MONITOR_MAX_CONNECTIONS", "1");
        Ran ran = new CommandLineRig(directory).knowing(few).run("check", "--format", "nagios");
        assertThat(ran.out()).contains("'total_connections'=").contains(";1;1;0");
        assertThat(ran.code()).isEqualTo(2);
    }
}
