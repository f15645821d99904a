package io.caretaker.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.caretaker.core.check.Deadline;
import io.caretaker.core.health.DatabaseReply;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.health.FailedLogIns;
import io.caretaker.core.health.HealthScope;
import io.caretaker.core.health.MetricNames;
import io.caretaker.core.secret.Secret;
import io.caretaker.mongodb.StatusField.Server;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is promised of servers, on real ones where there are any, see [RealMongod].
final class RealMongodIT {
    private static final Duration BUDGET = Duration.ofSeconds(20);
    private static final Secret SECRET = Secret.of("monitor-4711");
    private static final HealthScope CLOSELY =
            HealthScope.full(Duration.ofSeconds(5), Duration.ofMillis(300));
    private static final Document MONITOR =
            new Document("role", "clusterMonitor").append("db", "admin");

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void an_account_with_the_monitors_role_checks_and_examines_the_server(boolean member)
            throws Exception {
        try (RealMongod server = start(member);
                var engine = new MongoEngine(_ -> SECRET, new PlainNames())) {
            var target = server.account("caretaker_monitor", SECRET, List.of(MONITOR));
            fill(server);

            DatabaseReply.Reached checked = reached(engine.check(target, deadline()));
            DatabaseReply.Reached examined = reached(engine.examine(target, CLOSELY, deadline()));

            assertThat(checked.metrics().values()).containsKeys("connections", "uptime_seconds");
            assertThat(examined.notes()).isEmpty();
            assertThat(examined.notice()).isNull();
            assertThat(examined.metrics().values())
                    .containsEntry("access_control_enabled", 1.0)
                    .containsEntry("feature_version_behind", 0.0)
                    .containsKeys(
                            "queries_per_second",
                            "cache_usage_percent",
                            "read_tickets_available",
                            "checkpoint_time_s",
                            "blocked_sessions",
                            "database_size_bytes",
                            "data_disk_free_bytes",
                            "unused_indexes");
            assertThat(examined.metrics().values().containsKey("primary_reachable"))
                    .isEqualTo(member);
            assertThat(examined.details())
                    .anySatisfy(detail -> {
                        assertThat(detail.name()).isEqualTo("largest_collections");
                        assertThat(detail.rows().toString()).contains("shop.orders");
                    });
            var unknown = new TreeSet<>(examined.metrics().values().keySet());
            unknown.removeAll(MetricNames.known());
            assertThat(unknown).isEmpty();
            assertThat(engine.dataDirectories(target))
                    .first()
                    .isEqualTo(server.dataDirectory().toString());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void every_number_that_health_uses_is_there_or_declared_absent(boolean member) {
        try (RealMongod server = start(member);
                MongoClient client = server.client()) {
            Document status = client.getDatabase("admin").runCommand(HealthCommands.status(member));

            declared(status, new Server(version(status), false, true, member, false));
            assertThat(Numbers.at(status, "oplog", "latestOptime") != null).isEqualTo(member);
        }
    }

    @Test
    void the_server_that_an_address_names_has_every_number_too() {
        try (MongoClient client = MongoClients.create(RealMongod.outside())) {
            Document status = client.getDatabase("admin").runCommand(HealthCommands.status(false));
            Document hello = client.getDatabase("admin").runCommand(new Document("isMaster", 1));
            Object security = status.get("security");

            declared(
                    status,
                    new Server(
                            version(status),
                            "mongos".equals(status.get("process")),
                            status.containsKey("wiredTiger"),
                            hello.containsKey("setName"),
                            security instanceof Document facts
                                    && facts.containsKey("SSLServerCertificateExpirationDate")));
        }
    }

    @Test
    void an_account_without_rights_is_told_the_role() throws Exception {
        try (RealMongod server = start(false);
                var engine = new MongoEngine(_ -> SECRET, new PlainNames())) {
            DatabaseTarget target = server.account("nobody", SECRET, List.of());

            DatabaseReply.Reached examined = reached(engine.examine(target, CLOSELY, deadline()));

            assertThat(examined.notes())
                    .anyMatch(note ->
                            note.contains("the server's status") && note.contains("nobody"));
            assertThat(examined.metrics().values()).doesNotContainKey("total_connections");
        }
    }

    @Test
    void refused_log_ins_are_in_the_log_and_in_the_counters() {
        try (RealMongod server = start(false);
                MongoClient administrator = server.client()) {
            Document before =
                    administrator.getDatabase("admin").runCommand(HealthCommands.status(false));
            refuse("mongodb://admin:wrong@127.0.0.1:" + server.target().port());
            refuse("mongodb://nosuchuser:wrong@127.0.0.1:" + server.target().port());
            Document after =
                    administrator.getDatabase("admin").runCommand(HealthCommands.status(false));

            assertThat(FailedLogIns.count(server.log(), RefusedLogIns.SIGNS))
                    .isGreaterThanOrEqualTo(2);
            double counted =
                    StatusSample.of(after).counter(StatusSample.FAILED_LOG_INS)
                            - StatusSample.of(before).counter(StatusSample.FAILED_LOG_INS);
            if (version(after) >= 404) {
                assertThat(counted).isGreaterThanOrEqualTo(2);
            }
        }
    }

    @Test
    void a_stepdown_leaves_a_set_without_a_primary_and_then_all_is_well() throws Exception {
        try (RealMongod server = start(true);
                var engine = new MongoEngine(_ -> SECRET, new PlainNames());
                MongoClient administrator = server.client()) {
            var target = server.account("caretaker_monitor", SECRET, List.of(MONITOR));
            administrator
                    .getDatabase("admin")
                    .runCommand(new Document("replSetStepDown", 5).append("force", true));

            DatabaseReply.Reached examined = reached(engine.examine(target, CLOSELY, deadline()));

            assertThat(examined.metrics().get("primary_reachable")).isZero();
            assertThat(examined.notice()).contains("no primary");
        }
    }

    private static RealMongod start(boolean member) {
        RealMongod server = member ? RealMongod.member() : RealMongod.standalone();
        server.start();
        return server;
    }

    private static void fill(RealMongod server) {
        try (MongoClient client = server.client()) {
            client.getDatabase("shop").getCollection("orders").insertOne(new Document("total", 7));
        }
    }

    private static void refuse(String address) {
        try (MongoClient client =
                MongoClients.create(address + "/?serverSelectionTimeoutMS=3000")) {
            client.getDatabase("admin").runCommand(new Document("serverStatus", 1));
            throw new AssertionError("it should not have been let in");
        } catch (MongoException e) {
            assertThat(e).isNotNull();
        }
    }

    private static void declared(Document status, Server server) {
        for (StatusField field : StatusFields.ALL) {
            @Nullable Double value = field.in(status);
            assertThat(value != null)
                    .as("%s in %s", field.name(), status.get("version"))
                    .isEqualTo(field.where().in(server));
        }
    }

    private static int version(Document status) {
        String[] parts = String.valueOf(status.get("version")).split("\\.", 3);
        return 100 * Integer.parseInt(parts[0]) + Integer.parseInt(parts[1]);
    }

    private static DatabaseReply.Reached reached(DatabaseReply reply) {
        assertThat(reply).isInstanceOf(DatabaseReply.Reached.class);
        return (DatabaseReply.Reached) reply;
    }

    private static Deadline deadline() {
        return Deadline.after(BUDGET, System::nanoTime);
    }
}
