package io.caretaker.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.check.Fault;
import io.caretaker.core.check.Metrics;
import io.caretaker.core.document.Fields;
import io.caretaker.core.document.HealthDocument;
import io.caretaker.core.document.JsonText;
import io.caretaker.core.document.ServiceDefaults;
import io.caretaker.core.document.ServiceDocument;
import io.caretaker.core.health.DatabaseReply;
import io.caretaker.core.health.Detail;
import io.caretaker.core.health.HealthReport;
import io.caretaker.core.inventory.Service;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HealthRenderingTest {
    private static final Instant NOW = Instant.parse("2026-01-31T10:30:00Z");

    private static final Metrics METRICS =
            Metrics.builder()
                    .put("total_connections", 31)
                    .put("max_connections", 100)
                    .put("idle_in_transaction", 4)
                    .put("blocked_locks", 0)
                    .put("cache_hit_ratio", 99.125)
                    .put("database_size_bytes", 3221225472.0)
                    .put("certificate_days_left", 90)
                    .put("in_recovery", 0)
                    .put("something_new", 0.125)
                    .build();

    private static final Detail USERS =
            new Detail("connections_by_user", "connections by user", rows());

    private static List<Map<String, Object>> rows() {
        var rows = new java.util.ArrayList<Map<String, Object>>();
        for (int i = 1; i <= 7; i++) {
            var row = new LinkedHashMap<String, Object>();
            row.put("user", "app" + i + "\u001b[31m");
            row.put("connections", i);
            row.put("oldest_s", 90.0);
            rows.add(row);
        }
        return rows;
    }

    private static Service service() {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("service_id", "svc_pg");
        document.put("host_id", "host_a");
        document.put("service_type", "postgresql");
        document.put("display_name", "orders");
        document.put("environment", "dev");
        document.put("region", "lab");
        document.put("monitoring", Map.of("method", "database"));
        document.put("check", Map.of("host", "127.0.0.1", "port", 5432));
        return Fields.stored(
                document, fields -> ServiceDocument.read(fields, ServiceDefaults.stored(NOW)));
    }

    private static HealthReport report(DatabaseReply reply) {
        Service service = service();
        return HealthReport.of(
                service,
                ((CheckSpec.Database) service.check()).target(),
                reply,
                null,
                NOW,
                Duration.ofMillis(42));
    }

    private static HealthReport sick() {
        return report(
                new DatabaseReply.Reached(
                        "15.13",
                        "7001",
                        METRICS,
                        null,
                        List.of("statement times need pg_stat_statements"),
                        List.of(USERS)));
    }

    private static HealthReport well() {
        return report(
                new DatabaseReply.Reached(
                        "15.13",
                        null,
                        Metrics.builder().put("total_connections", 3).build(),
                        null));
    }

    private static HealthReport down() {
        return report(new DatabaseReply.Refused(Fault.REFUSED, "nobody listens", "refused"));
    }

    @Test
    void the_document_has_what_scripts_rely_on() {
        String json = JsonText.line(HealthDocument.of(sick()));
        assertThat(json)
                .startsWith(
                        "{\"status\":\"critical\",\"score\":65,\"alerts\":[{\"metric\":\"idle_in_transaction\","
                                + "\"value\":4,\"threshold\":3,\"severity\":\"critical\",\"message\":")
                .contains(
                        "\"reachable\":true",
                        "\"service_id\":\"svc_pg\"",
                        "\"display_name\":\"orders\"",
                        "\"engine\":\"postgresql\"",
                        "\"version\":\"15.13\"",
                        "\"fingerprint\":\"7001\"",
                        "\"address\":\"127.0.0.1:5432\"",
                        "\"timestamp\":\"2026-01-31T10:30:00.000Z\"",
                        "\"response_time_ms\":42",
                        "\"total_connections\":31,",
                        "\"cache_hit_ratio\":99.125",
                        "\"database_size_bytes\":3221225472,",
                        "\"thresholds\":{\"blocked_locks\":{\"warning\":1,\"critical\":5,\"below\":false}",
                        "\"notes\":[\"statement times need pg_stat_statements\"]",
                        "\"details\":{\"connections_by_user\":[{\"user\":\"app1\\u001b[31m\",\"connections\":1,"
                                + "\"oldest_s\":90}");
    }

    @Test
    void a_server_that_is_down_is_critical_with_score_0_and_one_alert() {
        assertThat(JsonText.line(HealthDocument.of(down())))
                .startsWith(
                        "{\"status\":\"critical\",\"score\":0,\"alerts\":[{\"metric\":\"reachable\",\"value\":0,"
                                + "\"threshold\":1,\"severity\":\"critical\",\"message\":\"nobody listens\"}]")
                .contains("\"reachable\":false", "\"fault\":\"refused\"");
        assertThat(HealthPluginLine.exitCode(down())).isEqualTo(2);
        assertThat(new HealthText(down(), Style.PLAIN, true).text())
                .startsWith("orders is critical, score 0 of 100.\n")
                .contains("\nNobody listens.\nrefused\n");
    }

    @Test
    void what_could_not_be_found_out_is_unknown_and_has_no_score() {
        for (DatabaseReply reply :
                List.of(
                        new DatabaseReply.Refused(Fault.AUTHENTICATION, "wrong password", null),
                        new DatabaseReply.Unknown("no secret"))) {
            HealthReport report = report(reply);
            assertThat(JsonText.line(HealthDocument.of(report)))
                    .startsWith("{\"status\":\"unknown\",\"score\":null,\"alerts\":[]");
            assertThat(HealthPluginLine.exitCode(report)).isEqualTo(3);
            assertThat(HealthPluginLine.of(report)).startsWith("UNKNOWN - orders: unknown, ");
            assertThat(report.healthy()).isFalse();
        }
    }

    @Test
    void the_plugin_line_carries_the_thresholds() {
        String line = HealthPluginLine.of(sick());
        assertThat(line)
                .startsWith(
                        "CRITICAL - orders: critical, score 65, sessions idle in transaction are 4")
                .contains(
                        " | 'response_time'=0.042s;;;0 'score'=65;;;0;100 ",
                        "'total_connections'=31;30;50;0 ",
                        "'max_connections'=100;;;0 ",
                        "'cache_hit_ratio'=99.125%;;;0;100",
                        "'database_size_bytes'=3221225472B;;;0",
                        "'certificate_days_left'=90;14:;3:;0")
                .doesNotContain("something_new")
                .containsOnlyOnce("\n")
                .containsOnlyOnce("|");
        assertThat(HealthPluginLine.of(well()))
                .startsWith("OK - orders: healthy, score 100, no metric is past its threshold | ");
        assertThat(HealthPluginLine.exitCode(well())).isZero();
    }

    @Test
    void the_page_tells_the_worst_first_and_cuts_long_tables() {
        String page = new HealthText(sick(), Style.PLAIN, false).text();
        assertThat(page)
                .startsWith(
                        "orders is critical, score 65 of 100.\nPostgreSQL 15.13 at 127.0.0.1:5432")
                .contains(
                        """
                        critical  Sessions idle in transaction are 4; 3 is critical.
                        warning   Connections are 31; 30 is a warning.
                        """,
                        "Connections   31 in all, limit 100, 4 idle in transaction\n",
                        "Replication   primary\n",
                        "Storage       3.0 GiB of databases\n",
                        "Connections by user\n",
                        "and 2 more",
                        "- statement times need pg_stat_statements",
                        "--verbose")
                .doesNotContain("\u001b", "something_new", "app6");
    }

    @Test
    void verbose_shows_everything_and_how_it_was_judged() {
        assertThat(new HealthText(sick(), Style.PLAIN, true).text())
                .contains(
                        "app7",
                        "something_new",
                        "100 - 25 (idle_in_transaction) - 10 (total_connections) = 65.",
                        "<= 14",
                        ">= 30")
                .doesNotContain("--verbose", "more");
    }
}
