package io.caretaker.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import de.bwaldvogel.mongo.bson.Decimal128;
import de.bwaldvogel.mongo.bson.Document;
import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.Fault;
import io.caretaker.core.health.Capability;
import io.caretaker.core.health.DatabaseReply;
import io.caretaker.core.health.Detail;
import io.caretaker.core.health.HealthScope;
import io.caretaker.core.health.MetricNames;
import io.caretaker.core.secret.Secret;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whole passes over the protocol, with the replies that real servers gave.
final class MongoHealthTest {
    private static final Duration LONG_QUERY = Duration.ofSeconds(30);
    private static final HealthScope ROUTINE = HealthScope.routine(LONG_QUERY);
    private static final HealthScope CLOSELY = HealthScope.full(LONG_QUERY, Duration.ofMillis(20));

    private final MongoEngine engine =
            new MongoEngine(_ -> Secret.of("secret-4711"), new PlainNames());
    private final FakeMongod server = new FakeMongod();

    @AfterEach
    void close_both() {
        engine.close();
        server.close();
    }

    @Test
    void a_recorded_primary_is_told_in_full() throws Exception {
        RecordedServers.primary(server);

        DatabaseReply.Reached reached = examine(CLOSELY);

        assertThat(engine.capabilities()).contains(Capability.HEALTH);
        assertThat(reached.version()).isEqualTo("6.0.9");
        assertThat(reached.fingerprint()).isEqualTo("64e876ac8548349e68f18ecb");
        assertThat(reached.notice()).isNull();
        assertThat(reached.notes()).isEmpty();
        assertThat(reached.metrics().values())
                .containsEntry("total_connections", 50.0)
                .containsEntry("replication_lag_s", 0.0)
                .containsEntry("replication_primary", 1.0)
                .containsEntry("primary_reachable", 1.0)
                .containsEntry("long_running_queries", 0.0)
                .containsEntry("startup_warnings", 1.0)
                .containsEntry("feature_version_behind", 0.0)
                .containsEntry("tls_enabled", 1.0)
                .containsKeys(
                        "round_trip_ms",
                        "certificate_days_left",
                        "oplog_window_s",
                        "database_size_bytes",
                        "data_disk_usage_percent",
                        "unused_indexes");
        assertThat(reached.details().getFirst().rows().getFirst())
                .containsEntry("votes", true)
                .containsEntry("delay_s", 0.0);
        assertThat(details(reached))
                .contains(
                        "members",
                        "longest_running",
                        "connections_by_application",
                        "connections_by_user",
                        "databases",
                        "largest_collections",
                        "slow_operations",
                        "startup_warnings");
        assertThat(engine.dataDirectories(server.target()))
                .first()
                .isEqualTo("/srv/mongodb/atlas-b5vr7t-shard-0-node-1");
    }

    @Test
    void a_recorded_router_tells_of_shards_and_the_balancer() throws Exception {
        RecordedServers.router(server);

        DatabaseReply.Reached reached = examine(CLOSELY);

        assertThat(reached.metrics().values())
                .containsEntry("shards", 2.0)
                .containsEntry("draining_shards", 0.0)
                .containsEntry("balancer_enabled", 1.0)
                .containsEntry("total_connections", 22.0)
                .doesNotContainKeys("cache_usage_percent", "oplog_window_s", "replication_lag_s");
        assertThat(details(reached)).contains("shards").doesNotContain("members");
        assertThat(engine.dataDirectories(server.target())).isEmpty();
        assertThat(reached.notes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void every_metric_has_a_meaning(boolean router) throws Exception {
        FakeMongod recorded =
                router ? RecordedServers.router(server) : RecordedServers.primary(server);
        examine(CLOSELY);
        var status = Recorded.reply(router ? "serverStatus-5.0.31-mongos" : "serverStatus-6.0.9");
        status.append("uptimeMillis", status.getLong("uptimeMillis") + 10_000);
        recorded.answer("serverStatus", FakeReplies.of(status));

        var unknown = new TreeSet<>(examine(CLOSELY).metrics().values().keySet());
        unknown.removeAll(MetricNames.known());

        assertThat(unknown).isEmpty();
    }

    @Test
    void rates_come_with_the_second_look() throws Exception {
        RecordedServers.primary(server);
        assertThat(examine(ROUTINE).metrics().values()).doesNotContainKey("queries_per_second");
        var later = Recorded.reply("serverStatus-6.0.9");
        later.append("uptimeMillis", 1_869_818L)
                .get("opcounters", org.bson.Document.class)
                .append("query", 1554L);
        server.answer("serverStatus", FakeReplies.of(later));

        assertThat(examine(ROUTINE).metrics().get("queries_per_second")).isEqualTo(100.0);
    }

    @Test
    void a_check_stays_the_cheap_one() throws Exception {
        RecordedServers.primary(server);
        var asked = new AtomicInteger();
        server.answer(
                "aggregate",
                query -> {
                    asked.incrementAndGet();
                    return query;
                });

        assertThat(engine.check(server.target(), deadline()))
                .isInstanceOf(DatabaseReply.Reached.class);
        assertThat(asked).hasValue(0);
    }

    @Test
    void what_is_expensive_is_asked_once_and_remembered() throws Exception {
        RecordedServers.primary(server);
        var asked = new AtomicInteger();
        server.answer(
                "dbStats",
                _ -> {
                    asked.incrementAndGet();
                    return FakeReplies.recorded("dbStats-local");
                });

        Double size = examine(ROUTINE).metrics().get("database_size_bytes");

        assertThat(examine(ROUTINE).metrics().get("database_size_bytes")).isEqualTo(size);
        assertThat(asked).hasValue(3);
    }

    @Test
    void a_calm_look_asks_four_things_each_with_a_limit() throws Exception {
        RecordedServers.primary(server);
        examine(ROUTINE);
        server.asked();

        examine(ROUTINE);

        List<Document> asked = server.asked();
        assertThat(asked)
                .extracting(command -> command.keySet().iterator().next())
                .containsExactly("hello", "serverStatus", "aggregate", "replSetGetStatus");
        assertThat(asked.subList(1, 4))
                .allSatisfy(command -> assertThat(command).containsKey("maxTimeMS"));
    }

    @Test
    void who_is_shown_no_database_at_all_lacks_the_right() throws Exception {
        RecordedServers.primary(server)
                .answer("listDatabases", new Document("databases", List.of()).append("ok", 1));

        DatabaseReply.Reached reached = examine(ROUTINE);

        assertThat(reached.metrics().values()).doesNotContainKey("database_size_bytes");
        assertThat(reached.notes()).anyMatch(note -> note.contains("the size of databases"));
    }

    @ParameterizedTest
    @CsvSource({
        "serverStatus, the server's status, total_connections",
        "aggregate, what other clients do, long_running_queries",
        "replSetGetStatus, the replica set, replication_lag_s",
        "replSetGetConfig, the set's configuration, ''",
        "getCmdLineOpts, the server's options, access_control_enabled",
        "getLog, the warnings of its start, startup_warnings",
        "getParameter, the feature compatibility version, feature_version_behind",
        "listDatabases, the size of databases, database_size_bytes",
        "dbStats, the size of databases, database_size_bytes"
    })
    void what_the_account_may_not_see_is_left_out_with_a_note(
            String command, String sees, String metric) throws Exception {
        RecordedServers.primary(server).fail(command, 13, "Unauthorized");

        DatabaseReply.Reached reached = examine(ROUTINE);

        assertThat(reached.notes())
                .hasSize(1)
                .first()
                .asString()
                .startsWith("this account may not see ")
                .contains(sees, "clusterMonitor");
        if (!metric.isEmpty() && !command.equals("getCmdLineOpts")) {
            assertThat(reached.metrics().values()).doesNotContainKey(metric);
        }
    }

    @Test
    void an_account_that_may_see_nothing_gets_one_note() throws Exception {
        RecordedServers.primary(server);
        for (String command :
                List.of(
                        "serverStatus",
                        "aggregate",
                        "replSetGetStatus",
                        "replSetGetConfig",
                        "getCmdLineOpts",
                        "getLog",
                        "getParameter",
                        "listDatabases")) {
            server.fail(command, 13, "Unauthorized");
        }

        DatabaseReply.Reached reached = examine(ROUTINE);

        assertThat(reached.notes()).hasSize(1);
        assertThat(reached.notice()).contains("could not be read");
        assertThat(reached.metrics().values())
                .containsOnlyKeys("round_trip_ms", "replication_primary");
    }

    @ParameterizedTest
    @CsvSource({
        "189, PrimarySteppedDown",
        "10107, NotWritablePrimary",
        "11602, InterruptedDueToReplStateChange",
        "13435, NotPrimaryNoSecondaryOk",
        "13436, NotPrimaryOrSecondary"
    })
    void a_stepdown_in_mid_pass_costs_only_what_was_asked_then(int code, String name)
            throws Exception {
        RecordedServers.primary(server).fail("replSetGetStatus", code, name);

        DatabaseReply.Reached reached = examine(ROUTINE);

        assertThat(reached.metrics().values())
                .containsKeys("total_connections", "database_size_bytes")
                .doesNotContainKey("replication_lag_s");
        assertThat(reached.notes())
                .anyMatch(note -> note.startsWith("the replica set: the member was changing"));

        RecordedServers.primary(server);
        DatabaseReply.Reached next = examine(ROUTINE);
        assertThat(next.metrics().get("replication_lag_s")).isZero();
        assertThat(next.notes()).isEmpty();
    }

    @Test
    void an_arbiter_is_not_asked_for_clients_that_it_cannot_have() throws Exception {
        RecordedServers.primary(server).fail("aggregate", 13436, "NotPrimaryOrSecondary");
        for (String command : List.of("hello", "isMaster", "ismaster")) {
            server.answer(command, FakeReplies.recorded("isMaster-4.x-arbiter"));
        }

        DatabaseReply.Reached reached = examine(ROUTINE);

        assertThat(reached.notes()).isEmpty();
        assertThat(reached.metrics().values())
                .containsKeys("total_connections", "members")
                .doesNotContainKey("long_running_queries");
    }

    @Test
    void a_stepdown_while_the_status_is_read_leaves_the_rest() throws Exception {
        RecordedServers.primary(server).fail("serverStatus", 11602, "InterruptedDueToReplState");

        DatabaseReply.Reached reached = examine(ROUTINE);

        assertThat(reached.metrics().values())
                .containsKeys("replication_lag_s", "database_size_bytes")
                .doesNotContainKey("total_connections");
        assertThat(reached.notice()).contains("could not be read");
    }

    @Test
    void a_server_that_shuts_down_in_mid_pass_is_stopping() throws Exception {
        RecordedServers.primary(server).fail("replSetGetStatus", 91, "ShutdownInProgress");

        assertThat(engine.examine(server.target(), ROUTINE, deadline()))
                .isInstanceOfSatisfying(
                        DatabaseReply.Refused.class,
                        refused -> assertThat(refused.fault()).isEqualTo(Fault.STOPPING));
    }

    @Test
    void a_server_that_goes_away_in_mid_pass_is_not_reached_and_later_is_again() throws Exception {
        RecordedServers.primary(server);
        examine(ROUTINE);
        server.stop();
        assertThat(engine.examine(server.target(), ROUTINE, deadline()))
                .isInstanceOf(DatabaseReply.Refused.class);
        server.startAgain();

        assertThat(examine(ROUTINE).metrics().get("total_connections")).isEqualTo(50.0);
    }

    @Test
    void what_takes_too_long_is_left_out_for_now() throws Exception {
        RecordedServers.primary(server).fail("aggregate", 50, "MaxTimeMSExpired");

        DatabaseReply.Reached reached = examine(ROUTINE);

        assertThat(reached.notes()).anyMatch(note -> note.contains("took too long"));
        assertThat(reached.metrics().values())
                .containsKey("total_connections")
                .doesNotContainKey("blocked_sessions");
    }

    @Test
    void commands_that_an_older_server_lacks_are_no_news() throws Exception {
        RecordedServers.primary(server);
        for (String command : List.of("getLog", "getParameter", "aggregate", "replSetGetConfig")) {
            server.fail(command, 59, "CommandNotFound");
        }

        assertThat(examine(ROUTINE).notes()).isEmpty();
    }

    @Test
    void a_member_whose_oplog_cannot_be_read_tells_all_else() throws Exception {
        RecordedServers.primary(server)
                .answer(
                        "serverStatus",
                        query ->
                                query.containsKey("oplog")
                                        ? new Document("ok", 0)
                                                .append("code", 17347)
                                                .append("errmsg", "no oplog")
                                        : FakeReplies.recorded("serverStatus-6.0.9"));

        DatabaseReply.Reached reached = examine(ROUTINE);

        assertThat(reached.metrics().values())
                .containsKey("total_connections")
                .doesNotContainKey("oplog_window_s");
        assertThat(reached.notes()).isEmpty();
    }

    @Test
    void a_set_without_a_primary_has_a_notice_and_a_metric() throws Exception {
        var status = Recorded.reply("replSetGetStatus-6.0.9");
        status.getList("members", org.bson.Document.class)
                .forEach(member -> member.append("stateStr", "SECONDARY"));
        RecordedServers.primary(server).answer("replSetGetStatus", FakeReplies.of(status));

        DatabaseReply.Reached reached = examine(ROUTINE);

        assertThat(reached.notice()).contains("no primary");
        assertThat(reached.metrics().get("primary_reachable")).isZero();
    }

    @Test
    void numbers_of_every_type_fields_unknown_and_sections_missing_are_no_trouble()
            throws Exception {
        server.answer(
                "serverStatus",
                new Document(
                                "connections",
                                new Document("current", 3.0)
                                        .append("available", new Decimal128(new BigDecimal("97")))
                                        .append("invented", "since then"))
                        .append("uptimeMillis", new Document("$numberLong", "5000"))
                        .append("quantumState", List.of(1, 2))
                        .append("wiredTiger", "none")
                        .append("ok", 1.0));

        DatabaseReply.Reached reached = examine(CLOSELY);

        assertThat(reached.metrics().get("total_connections")).isEqualTo(3.0);
        assertThat(reached.metrics().get("max_connections")).isEqualTo(100.0);
        assertThat(reached.metrics().values()).doesNotContainKey("cache_usage_percent");
    }

    @Test
    void an_open_server_is_said_to_be_open() throws Exception {
        assertThat(examine(ROUTINE).metrics().get("access_control_enabled")).isZero();
    }

    @Test
    void a_feature_version_behind_the_binary_is_noted() throws Exception {
        RecordedServers.primary(server)
                .answer(
                        "getParameter",
                        new Document("featureCompatibilityVersion", new Document("version", "5.0"))
                                .append("ok", 1));

        DatabaseReply.Reached reached = examine(ROUTINE);

        assertThat(reached.metrics().get("feature_version_behind")).isEqualTo(1.0);
        assertThat(reached.notes()).anyMatch(note -> note.contains("is 5.0 on a server 6.0.9"));
    }

    @Test
    void no_detail_tells_a_value() throws Exception {
        RecordedServers.primary(server);

        String details = examine(CLOSELY).details().toString();

        assertThat(details)
                .contains("find products", "integration.customers")
                .doesNotContain("0.6283678507530881", "subscription status");
    }

    @Test
    void a_closed_engine_examines_nothing() throws Exception {
        engine.close();

        assertThat(engine.examine(server.target(), ROUTINE, deadline()))
                .isInstanceOf(DatabaseReply.Unknown.class);
    }

    private DatabaseReply.Reached examine(HealthScope scope) throws InterruptedException {
        DatabaseReply reply = engine.examine(server.target(), scope, deadline());
        assertThat(reply).isInstanceOf(DatabaseReply.Reached.class);
        return (DatabaseReply.Reached) reply;
    }

    private static List<String> details(DatabaseReply.Reached reached) {
        return reached.details().stream()
                .filter(detail -> !detail.rows().isEmpty())
                .map(Detail::name)
                .toList();
    }

    private static Deadline deadline() {
        return Deadline.after(Duration.ofSeconds(20), System::nanoTime);
    }
}
