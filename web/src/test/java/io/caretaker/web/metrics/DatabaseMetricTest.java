package io.caretaker.web.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.alert.Notice;
import io.caretaker.core.check.Metrics;
import io.caretaker.core.health.MetricNames;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.Service;
import io.caretaker.server.care.HealthBoard;
import io.caretaker.server.tell.AlertDesk;
import io.caretaker.testkit.store.InventorySamples;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseMetricTest {
    @ParameterizedTest
    @CsvSource({
        "total_connections, connections, 1",
        "connection_usage_percent, connection_usage_ratio, 0.01",
        "round_trip_ms, round_trip_seconds, 0.001",
        "replication_lag_s, replication_lag_seconds, 1",
        "replication_lag, replication_lag_seconds, 1",
        "cache_hit_ratio, cache_hit_ratio, 0.01",
        "certificate_days_left, certificate_left_seconds, 86400",
        "deadlocks, deadlocks_total, 1",
        "slow_queries_total, slow_queries_total, 1",
        "slow_queries, slow_queries_recent, 1",
        "wal_size_bytes, wal_size_bytes, 1",
        "transactions_per_second, transactions_per_second, 1"
    })
    void a_metric_is_told_in_base_units(String metric, String name, double factor) {
        DatabaseMetric made = DatabaseSource.all().get(metric);
        assertThat(made).isNotNull();
        assertThat(made.family().name()).isEqualTo("caretaker_database_" + name);
        assertThat(made.factor()).isEqualTo(factor);
    }

    @Test
    void every_metric_of_the_catalogue_is_told_and_only_aliases_share_a_name() {
        assertThat(DatabaseSource.all().keySet()).isEqualTo(MetricNames.known());
        var names =
                DatabaseSource.all().values().stream()
                        .filter(each -> each.alias() == null)
                        .map(each -> each.family().name())
                        .toList();
        assertThat(names).doesNotHaveDuplicates();
        // No counter may have the name of a gauge with "_total": OpenMetrics has one name for both.
        var bases =
                DatabaseSource.all().values().stream()
                        .map(DatabaseMetric::family)
                        .distinct()
                        .map(Family::base)
                        .toList();
        assertThat(bases).doesNotHaveDuplicates();
        assertThat(names).allMatch(name -> name.matches("[a-z][a-z0-9_]*[a-z0-9]"));
        assertThat(names).noneMatch(name -> name.matches(".*_(s|ms|percent|days_left)"));
    }

    @Test
    void what_has_two_names_is_told_once_with_all_labels_of_its_service() throws IOException {
        Service service = InventorySamples.service("db", "h1");
        Inventory inventory =
                Inventory.of(List.of(InventorySamples.host("h1")), List.of(service), List.of());
        var notices = new ArrayList<Notice>();
        var health =
                new HealthBoard(new AlertDesk(List.of(notices::add)), () -> InventorySamples.NOW);
        health.judge(
                service,
                Metrics.builder()
                        .put("total_connections", 7)
                        .put("connections", 7)
                        .put("replication_lag", 1.5)
                        .put("no_such_metric", 1)
                        .build());
        var source = new DatabaseSource(health, new Places(() -> inventory));
        var samples = new Samples();
        source.collect(samples);
        var out = new ByteArrayOutputStream();
        Exposition.PROMETHEUS.write(samples, out);
        String labels =
                "{service_id=\"db\",service_type=\"%s\",host_id=\"h1\",environment=\"%s\",region=\"%s\"}"
                        .formatted(service.type(), service.environment(), service.region());
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .filteredOn(line -> !line.startsWith("#"))
                .contains(
                        "caretaker_database_connections" + labels + " 7",
                        "caretaker_database_replication_lag_seconds" + labels + " 1.5",
                        "caretaker_database_health_score" + labels + " 100",
                        "caretaker_database_health_status" + labels + " 0")
                .hasSize(6);
    }
}
