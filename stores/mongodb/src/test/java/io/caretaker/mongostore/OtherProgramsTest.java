package io.caretaker.mongostore;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.host.ServiceControl;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.HostStatus;
import io.caretaker.core.inventory.InventoryChange.AddHost;
import io.caretaker.core.inventory.InventoryChange.AddService;
import io.caretaker.core.inventory.InventoryChange.RemoveHost;
import io.caretaker.core.inventory.InventoryChange.ReplaceHost;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.status.ServiceFilter;
import io.caretaker.core.status.ServiceState;
import io.caretaker.testkit.store.InventorySamples;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.bson.types.Decimal128;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Other programs read and write the public collections without telling anybody.
class OtherProgramsTest {
    private static final Instant NOW = InventorySamples.NOW;

    private final TestServer server = new TestServer();
    private final MongoStore store = server.open();

    @AfterEach
    void stop() {
        store.close();
        server.close();
    }

    private MongoCollection<Document> outside(String collection) {
        return server.outside().getCollection(collection);
    }

    private static Document host(String id) {
        return new Document("host_id", id)
                .append("hostname", id)
                .append("ip_address", "10.0.0.9")
                .append("environment", "production")
                .append("region", "jeju")
                .append("ssh_config", new Document("user", "ops").append("port", 22))
                .append("status", "active")
                .append("created_at", Date.from(NOW))
                .append("updated_at", Date.from(NOW));
    }

    private static Document service(String id, String host) {
        return new Document("service_id", id)
                .append("host_id", host)
                .append("service_name", "mysql.service")
                .append("service_type", "mysql")
                .append("monitoring", new Document("method", "ssh").append("interval_sec", 60));
    }

    @Test
    void what_they_insert_is_noticed_and_watched_by_its_unit() {
        long before = store.inventory().revision();

        outside("hosts").insertOne(host("h1"));
        outside("services").insertOne(service("s1", "h1"));

        assertThat(store.inventory().revision()).isNotEqualTo(before);
        Service read = store.inventory().read().service(new ServiceId("s1")).orElseThrow();
        assertThat(read.check()).isEqualTo(new CheckSpec.Unit());
        assertThat(read.control()).isEqualTo(new ServiceControl.Systemd("mysql.service"));
        assertThat(read.environment()).isEqualTo("production");
        assertThat(store.problems()).isEmpty();
    }

    @Test
    void a_service_gets_its_hosts_environment_and_region_in_public_too() {
        outside("hosts").insertOne(host("h1"));
        outside("services").insertOne(service("s1", "h1"));
        outside("services").insertOne(service("s2", "h1").append("environment", "staging"));

        store.inventory().read();

        assertThat(outside("services").find())
                .hasSize(2)
                .allSatisfy(each ->
                        assertThat(each)
                                .containsEntry("environment", "production")
                                .containsEntry("region", "jeju"));
        assertThat(
                        store.listings()
                                .services(
                                        new ServiceFilter(
                                                "production", null, null, null, null, null, true)))
                .hasSize(2);
    }

    @Test
    void an_edit_with_a_new_date_is_noticed_at_once() {
        outside("hosts").insertOne(host("h1"));
        long before = store.inventory().revision();

        outside("hosts")
                .updateOne(
                        Filters.eq("host_id", "h1"),
                        Updates.combine(
                                Updates.set("status", "maintenance"),
                                Updates.set("updated_at", Date.from(NOW.plusSeconds(1)))));

        assertThat(store.inventory().revision()).isNotEqualTo(before);
    }

    @Test
    void an_edit_without_a_trace_is_noticed_by_the_next_full_look_once() {
        outside("hosts").insertOne(host("h1"));
        var terms =
                new MongoStore.Terms(
                        TestServer.RETENTION,
                        Duration.ofSeconds(1),
                        Duration.ZERO,
                        InstantSource.system());
        try (MongoStore looking = MongoStore.open(server.address(), terms)) {
            long before = looking.inventory().revision();
            assertThat(looking.inventory().revision()).isEqualTo(before);

            outside("hosts")
                    .updateOne(Filters.eq("host_id", "h1"), Updates.set("status", "maintenance"));

            long after = looking.inventory().revision();
            assertThat(after).isNotEqualTo(before);
            assertThat(looking.inventory().revision()).isEqualTo(after);
            assertThat(store.inventory().revision()).isEqualTo(after);
        }
    }

    @Test
    void what_checks_write_is_no_change_of_the_inventory() {
        add("h1", "s1");
        long before = store.inventory().revision();

        store.states().write(List.of(ServiceState.unseen(new ServiceId("s1")).withUptime(12.0)));

        assertThat(store.inventory().revision()).isEqualTo(before);
    }

    private void add(String host, String service) {
        store.inventory()
                .apply(
                        List.of(
                                new AddHost(InventorySamples.host(host)),
                                new AddService(InventorySamples.plainService(service, host))),
                        NOW);
    }

    @Test
    void what_cannot_be_read_is_left_out_named_and_kept() {
        add("h1", "good");
        outside("hosts").insertOne(new Document("host_id", "no address"));
        outside("hosts").insertOne(new Document("surprise", true).append("host_id", 7));
        outside("services").insertOne(service("orphan", "nowhere"));
        outside("services")
                .insertOne(
                        service("odd", "h1")
                                .append("monitoring", new Document("method", "telepathy")));
        outside("services")
                .insertOne(
                        service("strange", "h1")
                                .append(
                                        "recovery",
                                        new Document("max_recovery_attempts", Decimal128.NaN)));
        outside("environments").insertOne(new Document("env_name", List.of()));

        assertThat(store.inventory().read().services())
                .extracting(each -> each.id().value())
                .containsExactly("good");
        assertThat(store.inventory().read().hosts()).hasSize(1);
        assertThat(store.problems())
                .anySatisfy(each -> assertThat(each).contains("orphan", "nowhere"))
                .anySatisfy(each -> assertThat(each).contains("odd", "telepathy"))
                .anySatisfy(each -> assertThat(each).contains("no address"))
                .anySatisfy(each -> assertThat(each).contains("strange"))
                .hasSize(6);
        assertThat(outside("services").countDocuments()).isEqualTo(4);
        store.inventory().apply(List.of(new AddHost(InventorySamples.host("h2"))), NOW);
        assertThat(outside("services").countDocuments()).isEqualTo(4);
    }

    @Test
    void dependencies_on_nothing_and_in_circles_do_not_stop_a_service_from_being_watched() {
        outside("hosts").insertOne(host("h1"));
        outside("services")
                .insertMany(
                        List.of(
                                service("a", "h1").append("dependencies", List.of("b", "gone")),
                                service("b", "h1").append("dependencies", List.of("a")),
                                service("c", "h1").append("dependencies", List.of("d")),
                                service("d", "h1")));

        assertThat(store.inventory().read().services())
                .extracting(each -> each.id().value() + each.dependencies())
                .containsExactly("a[]", "b[]", "c[d]", "d[]");
        assertThat(store.problems()).hasSize(3);
    }

    @Test
    void fields_of_others_survive_a_change() {
        add("h1", "s1");
        outside("hosts")
                .updateOne(Filters.eq("host_id", "h1"), Updates.set("owner", "the data team"));
        Host read = store.inventory().read().hosts().iterator().next();

        store.inventory()
                .apply(List.of(new ReplaceHost(read.with(HostStatus.MAINTENANCE, NOW))), NOW);

        assertThat(outside("hosts").find().first())
                .containsEntry("owner", "the data team")
                .containsEntry("status", "maintenance");
    }

    @Test
    void a_host_that_goes_takes_services_and_their_states_along() {
        add("h1", "s1");
        store.states().write(List.of(ServiceState.unseen(new ServiceId("s1"))));

        store.inventory().apply(List.of(new RemoveHost(InventorySamples.host("h1").id())), NOW);

        assertThat(outside("services").countDocuments()).isZero();
        assertThat(store.states().read()).isEmpty();
    }

    @Test
    void rows_of_others_are_read_as_far_as_they_can_be() {
        outside("monitoring_history")
                .insertMany(
                        List.of(
                                new Document("service_id", "s1")
                                        .append("host_id", "h1")
                                        .append("timestamp", Date.from(NOW))
                                        .append("check_type", "status_check")
                                        .append("status", "running"),
                                new Document("service_id", "s1").append("timestamp", "yesterday")));

        assertThat(store.history().recent(new ServiceId("s1"), 10)).hasSize(1);
    }
}
