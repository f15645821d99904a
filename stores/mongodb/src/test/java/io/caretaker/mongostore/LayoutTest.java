package io.caretaker.mongostore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.caretaker.core.inventory.InventoryChange.AddEnvironment;
import io.caretaker.core.inventory.InventoryChange.AddHost;
import io.caretaker.core.inventory.InventoryChange.AddService;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.status.ServiceState;
import io.caretaker.testkit.store.HistorySamples;
import io.caretaker.testkit.store.InventorySamples;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// The public layout as another program sees it: names, types, indexes.
class LayoutTest {
    private static final Instant NOW = InventorySamples.NOW;

    private final TestServer server = new TestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private Document first(String collection) {
        return Objects.requireNonNull(server.outside().getCollection(collection).find().first());
    }

    @Test
    void hosts_services_and_environments_have_the_public_fields_and_types() {
        try (MongoStore store = server.open()) {
            store.inventory()
                    .apply(
                            List.of(
                                    new AddEnvironment(InventorySamples.environment("production")),
                                    new AddHost(InventorySamples.host("h1")),
                                    new AddService(InventorySamples.service("s1", "h1"))),
                            NOW);
            store.states()
                    .write(
                            List.of(
                                    ServiceState.unseen(InventorySamples.service("s1", "h1").id())
                                            .withUptime(100.0)));
        }

        Document host = first("hosts");
        assertThat(host)
                .containsKeys("host_id", "hostname", "ip_address", "environment", "region")
                .containsKeys("location", "metadata", "last_seen", "origin")
                .containsEntry("status", "active")
                .containsEntry("created_at", Date.from(NOW.minusSeconds(60)))
                .containsEntry("updated_at", Date.from(NOW));
        assertThat(host.get("ssh_config", Document.class))
                .containsEntry("port", 2222)
                .containsEntry("use_sudo", true);
        assertThat(host.get("metadata", Document.class).getList("tags", String.class))
                .containsExactly("ssd", "primary");

        Document service = first("services");
        assertThat(service)
                .containsEntry("service_id", "s1")
                .containsEntry("service_name", "mysql.service")
                .containsEntry("service_type", "mysql")
                .containsEntry("current_status", "unknown")
                .containsEntry("last_check", null)
                .containsEntry("last_status_change", null)
                .containsEntry("uptime_percentage", 100.0)
                .containsEntry("consecutive_failures", 0)
                .containsEntry("environment", "production")
                .containsEntry("tags", List.of("primary"))
                .containsEntry("dependencies", List.of());
        assertThat(service.get("monitoring", Document.class))
                .containsEntry("method", "http")
                .containsEntry("enabled", true)
                .containsEntry("interval_sec", 60)
                .containsEntry("timeout_sec", 30)
                .containsEntry("retry_attempts", 3)
                .containsEntry("retry_delay_sec", 5);
        assertThat(service.get("recovery", Document.class))
                .containsEntry("recover_action", "custom_script")
                .containsEntry("recovery_cooldown_sec", 120);
        assertThat(service.get("alerting", Document.class))
                .containsEntry("mute_until", Date.from(NOW.plusSeconds(60)));

        assertThat(first("environments"))
                .containsEntry("env_name", "production")
                .containsEntry("approval_required", true)
                .containsEntry("created_at", Date.from(NOW));
    }

    @Test
    void history_has_the_public_fields_and_types() {
        try (MongoStore store = server.open()) {
            store.history().append(List.of(HistorySamples.recovery("s1", NOW)));
        }

        Document row = first("monitoring_history");
        assertThat(row)
                .containsEntry("service_id", "s1")
                .containsEntry("host_id", "h1")
                .containsEntry("timestamp", Date.from(NOW))
                .containsEntry("check_type", "status_check")
                .containsEntry("status", "running")
                .containsEntry("status_code", 0)
                .containsEntry("response_time_ms", 3000.0)
                .containsEntry("metrics", new Document())
                .containsEntry("recovery_attempted", true)
                .containsEntry("recovery_action", "restart")
                .containsEntry("recovery_success", true)
                .containsEntry("expires_at", Date.from(NOW.plus(TestServer.RETENTION)));
    }

    /// The server in this process keeps unique indexes only.
    @Test
    void ids_are_unique_also_for_other_programs() {
        server.open().close();

        assertThat(unique("hosts")).contains("host_id");
        assertThat(unique("services")).contains("service_id");
        assertThat(unique("environments")).contains("env_name");
    }

    private List<String> unique(String collection) {
        return server
                .outside()
                .getCollection(collection)
                .listIndexes()
                .into(new java.util.ArrayList<>())
                .stream()
                .filter(index -> Boolean.TRUE.equals(index.getBoolean("unique")))
                .flatMap(index -> index.get("key", Document.class).keySet().stream())
                .toList();
    }

    @Test
    void a_real_server_has_every_public_index() {
        Assumptions.assumeTrue(TestServer.real(), "-Dmongo.uri names no real server");
        server.open().close();

        assertThat(keys("hosts"))
                .contains(
                        Map.of("environment", 1, "region", 1),
                        Map.of("status", 1),
                        Map.of("metadata.tags", 1),
                        Map.of("ip_address", 1),
                        Map.of("hostname", 1));
        assertThat(keys("services"))
                .contains(
                        Map.of("host_id", 1),
                        Map.of("service_type", 1),
                        Map.of("environment", 1, "service_type", 1),
                        Map.of("current_status", 1),
                        Map.of("monitoring.enabled", 1, "current_status", 1),
                        Map.of("region", 1),
                        Map.of("tags", 1),
                        Map.of("last_check", 1));
        assertThat(keys("monitoring_history"))
                .contains(
                        Map.of("service_id", 1, "timestamp", -1),
                        Map.of("host_id", 1, "timestamp", -1),
                        Map.of("timestamp", -1),
                        Map.of("status", 1, "timestamp", -1),
                        Map.of("check_type", 1, "timestamp", -1),
                        Map.of("expires_at", 1));
        assertThat(server.outside().getCollection("monitoring_history").listIndexes())
                .filteredOn(index -> index.containsKey("expireAfterSeconds"))
                .singleElement()
                .satisfies(index ->
                        assertThat(BsonValues.number(index, "expireAfterSeconds")).isZero());
    }

    private List<Map<String, Object>> keys(String collection) {
        return server.outside()
                .getCollection(collection)
                .listIndexes()
                .map(index -> Map.copyOf(index.get("key", Document.class)))
                .into(new java.util.ArrayList<>());
    }

    @Test
    void a_database_of_a_newer_caretaker_is_left_alone() {
        server.open().close();
        server.outside()
                .getCollection("caretaker_control")
                .updateOne(Filters.eq("_id", "layout"), Updates.set("version", 99));

        assertThatExceptionOfType(Problem.class)
                .isThrownBy(server::open)
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(ProblemCode.INVALID));
    }

    @Test
    void rows_that_have_expired_are_not_read_even_while_they_are_there() {
        var terms =
                new MongoStore.Terms(
                        Duration.ofDays(30),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(30),
                        java.time.InstantSource.fixed(NOW));
        try (MongoStore store = MongoStore.open(server.address(), terms)) {
            var old = HistorySamples.recovery("s1", NOW.minus(Duration.ofDays(31)));
            var young = HistorySamples.recovery("s1", NOW.minus(Duration.ofDays(29)));
            store.history().append(List.of(old, young));

            assertThat(store.history().recent(young.serviceId(), 10)).containsExactly(young);
        }
    }
}
