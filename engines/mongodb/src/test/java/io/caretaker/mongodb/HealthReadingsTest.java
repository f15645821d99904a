package io.caretaker.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.check.Metrics;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.health.EngineKind;
import io.caretaker.core.health.FailedLogIns;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.bson.BsonTimestamp;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is made of all the other replies of a pass.
final class HealthReadingsTest {
    private static final Instant NOW = Instant.parse("2026-01-15T10:00:00Z");

    @Test
    void options_tell_the_directory_access_control_and_tls() {
        ServerOptions member = ServerOptions.of(Recorded.reply("getCmdLineOpts-6.0.9"), false);
        ServerOptions open = ServerOptions.of(Recorded.reply("getCmdLineOpts-standalone"), false);
        ServerOptions router = ServerOptions.of(Recorded.reply("getCmdLineOpts-mongos"), true);

        assertThat(member)
                .isEqualTo(
                        new ServerOptions("/srv/mongodb/atlas-b5vr7t-shard-0-node-1", true, true));
        assertThat(open).isEqualTo(new ServerOptions("/data/db", false, false));
        assertThat(open.dataDirectories()).containsExactly("/data/db", "/data/db/journal");
        assertThat(router).isEqualTo(new ServerOptions(null, true, false));
        assertThat(router.dataDirectories()).isEmpty();
        assertThat(ServerOptions.of(Document.parse("{parsed: {storage: {dbPath: 'db'}}}"), false))
                .isEqualTo(new ServerOptions(null, false, false));
    }

    @Test
    void an_oplog_that_is_full_reaches_as_far_as_it_does() {
        Metrics metrics = OplogWindow.of(oplog(1000, 8200), 95.0, 100.0);

        assertThat(metrics.get("oplog_window_s")).isEqualTo(7200.0);
        assertThat(metrics.get("oplog_usage_percent")).isEqualTo(95.0);
    }

    @Test
    void a_young_oplog_is_judged_by_how_far_it_will_reach() {
        Metrics metrics = OplogWindow.of(oplog(1000, 1000 + 1841), 1_000.0, 100_000.0);

        assertThat(metrics.get("oplog_window_s")).isEqualTo(184_100.0);
        assertThat(OplogWindow.of(oplog(1000, 1005), 10.0, 100.0).get("oplog_window_s")).isNull();
    }

    @Test
    void an_import_into_a_young_oplog_is_not_taken_for_its_usual_load() {
        Metrics metrics = OplogWindow.of(oplog(1000, 1600), 40_000.0, 100_000.0);

        assertThat(metrics.get("oplog_window_s")).isNull();
        assertThat(metrics.get("oplog_bytes_per_second")).isNotNull();
        assertThat(OplogWindow.of(oplog(1000, 1600), 95_000.0, 100_000.0).get("oplog_window_s"))
                .isEqualTo(600.0);
    }

    @Test
    void without_its_size_or_its_times_an_oplog_has_no_window() {
        assertThat(OplogWindow.of(oplog(1000, 8200), null, null).values()).isEmpty();
        assertThat(OplogWindow.of(new Document(), 5.0, 100.0).values())
                .containsOnlyKeys("oplog_size_bytes", "oplog_usage_percent");
        assertThat(OplogWindow.of(oplog(0, 0), 5.0, 100.0).get("oplog_window_s")).isNull();
    }

    @Test
    void warnings_of_the_start_are_read_as_text_and_as_json() {
        var old =
                new Document(
                        "log",
                        List.of(
                                "2019-06-18T11:58:58.899+0100 I CONTROL  [initandlisten] ",
                                "2019-06-18T11:58:58.899+0100 I CONTROL  [initandlisten] ** WARNING:"
                                        + " Access control is not enabled for the database."));
        var recent =
                new Document(
                        "log",
                        List.of(
                                "{\"t\":{\"$date\":\"2023-09-23T16:24:36.534-04:00\"},\"s\":\"W\","
                                        + "\"c\":\"CONTROL\",\"id\":22184,\"ctx\":\"initandlisten\","
                                        + "\"msg\":\"Soft rlimits for open file descriptors too low\","
                                        + "\"attr\":{\"currentValue\":4096}}",
                                "{broken"));

        assertThat(StartupWarnings.of(old))
                .containsExactly(
                        Map.of("warning", "Access control is not enabled for the database."));
        assertThat(StartupWarnings.of(recent).getFirst().get("warning"))
                .isEqualTo(
                        "Soft rlimits for open file descriptors too low {\"currentValue\": 4096}");
        assertThat(StartupWarnings.of(new Document())).isEmpty();
    }

    @Test
    void sizes_of_databases_add_up_with_the_disk_under_them() {
        var sizes = new Sizes();
        sizes.add("local", Recorded.reply("dbStats-local"));
        sizes.add(
                "shop",
                new Document("storageSize", 1_000_000L)
                        .append("indexSize", 500_000.0)
                        .append("collections", 3));

        assertThat(sizes.numbers())
                .containsEntry("database_size_bytes", 35102720.0 + 1_500_000)
                .containsEntry("free_storage_percent", 100 * 16654336.0 / 35102720)
                .containsEntry("index_size_bytes", 98304.0 + 500_000)
                .containsEntry("collections", 10.0)
                .containsEntry("data_disk_free_bytes", 62725623808.0 - 45568802816.0);
        assertThat(sizes.rows().getFirst()).containsEntry("database", "local");
        assertThat(sizes.rows().getLast().get("free_bytes")).isNull();
    }

    @Test
    void a_router_adds_up_shards_and_knows_no_disk() {
        var sizes = new Sizes();
        sizes.add("test", Recorded.reply("dbStats-mongos"));

        assertThat(sizes.numbers())
                .containsKey("database_size_bytes")
                .doesNotContainKeys("data_disk_free_bytes", "data_disk_usage_percent");
    }

    @Test
    void collections_are_told_by_size_also_where_only_the_engine_knows_what_is_free() {
        var facts = new CollectionFacts();
        facts.size("test.bar", Recorded.rows("collStats-bar"));
        facts.size(
                "test.old",
                List.of(
                        Document.parse(
                                """
                                {"storageStats": {"storageSize": 90000, "totalIndexSize": 10000,
                                 "wiredTiger": {"block-manager":
                                   {"file bytes available for reuse": 777}}}}
                                """)));
        facts.size("test.none", List.of());

        assertThat(facts.largest()).hasSize(2);
        assertThat(facts.largest().getFirst())
                .containsEntry("collection", "test.old")
                .containsEntry("free_bytes", 777.0);
        assertThat(facts.largest().getLast()).containsEntry("size_bytes", 16384.0 + 16384);
    }

    @Test
    void an_index_that_nobody_has_used_for_long_is_unused_on_all_shards_or_not_at_all() {
        var facts = new CollectionFacts();
        facts.indexes(
                "shop.orders",
                List.of(
                        use("_id_", 0, 30, new Document()),
                        use("used", 7, 30, new Document()),
                        use("unused", 0, 30, new Document()),
                        use("young", 0, 2, new Document()),
                        use("unique", 0, 30, new Document("unique", true)),
                        use("ttl", 0, 30, new Document("expireAfterSeconds", 60)),
                        use("elsewhere", 0, 30, new Document()),
                        use("elsewhere", 3, 30, new Document())),
                NOW);

        assertThat(facts.numbers()).containsExactly(Map.entry("unused_indexes", 1.0));
        assertThat(facts.unused())
                .containsExactly(
                        Map.of(
                                "collection", "shop.orders",
                                "index", "unused",
                                "unused_since", "2025-12-16T10:00:00Z",
                                "keys", "a, b"));
        assertThat(new CollectionFacts().numbers()).isEmpty();
    }

    @Test
    void slow_operations_are_summed_up_by_shape_without_values() {
        var slow = new SlowOperations();
        slow.add(Recorded.rows("profile-7.0"));
        List<Map<String, @Nullable Object>> rows = slow.rows();

        assertThat(rows).isNotEmpty().hasSizeLessThanOrEqualTo(20);
        assertThat(rows.getFirst()).containsKeys("calls", "mean_ms", "documents_examined");
        assertThat(rows.toString())
                .contains("integration.customers")
                .doesNotContain("subscription");
    }

    @Test
    void slow_operations_that_differ_only_in_values_are_one() {
        var slow = new SlowOperations();
        slow.add(List.of(profiled(7, 100), profiled(8, 300)));

        assertThat(slow.rows()).hasSize(1);
        assertThat(slow.rows().getFirst())
                .containsEntry("calls", 2.0)
                .containsEntry("mean_ms", 200.0)
                .containsEntry("total_s", 0.4)
                .containsEntry("longest_ms", 300.0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    2019-07-25T19:13:39.316+0000 I  ACCESS   [conn1893] SASL SCRAM-SHA-1 authentication failed for jane on admin from client 123.45.2.2:51842 ; UserNotFound: Could not find user "jane" for db "admin" | 1
                    2020-03-12T00:00:06.340+0000 I  ACCESS   [conn888] Successfully authenticated as principal service-user on Main from client 88.88.88.88:18194 | 0
                    {"t":{"$date":"2023-03-11T19:34:47.264+08:00"},"s":"I",  "c":"ACCESS",   "id":20249,   "ctx":"conn2","msg":"Authentication failed","attr":{"mechanism":"SCRAM-SHA-1","speculative":false,"principalName":"admin","remote":"58.56.52.226:19368","error":"AuthenticationFailed: SCRAM authentication failed, storedKey mismatch"}} | 1
                    {"t":{"$date":"2022-06-21T08:05:59.634+00:00"},"s":"I","c":"ACCESS","id":20249,"ctx":"conn18","msg":"Authentication failed","attr":{"mechanism":"SCRAM-SHA-256","speculative":true,"principalName":"root","error":"UserNotFound: Could not find user"}} | 0
                    {"t":{"$date":"2025-04-29T09:55:22.461+00:00"},"s":"I",  "c":"ACCESS",   "id":5286307, "ctx":"conn231150","msg":"Failed to authenticate","attr":{"client":"10.32.2.33:58258","isSpeculative":false,"isClusterMember":false,"mechanism":"SCRAM-SHA-1","user":"u","db":"admin","error":"UserNotFound: Could not find user"}} | 1
                    {"t":{"$date":"2025-12-29T14:29:11.585+00:00"},"s":"I",  "c":"ACCESS",   "id":5286307, "svc":"R", "ctx":"conn14","msg":"Failed to authenticate","attr":{"client":"127.0.0.1:55532","isSpeculative":true,"mechanism":"SCRAM-SHA-256","user":"u","db":"admin","error":"AuthenticationFailed: SCRAM authentication failed, storedKey mismatch","result":18}} | 1
                    {"t":{"$date":"2024-08-22T17:27:29.705+08:00"},"s":"I",  "c":"ACCESS",   "id":5286307, "ctx":"conn136","msg":"Failed to authenticate","attr":{"mechanism":"GSSAPI","user":"","error":"AuthenticationAbandoned: Authentication session abandoned, client has likely disconnected"}} | 0
                    {"t":{"$date":"2023-03-11T19:34:47.264+08:00"},"s":"I","c":"COMMAND","id":51803,"msg":"Slow query","attr":{"command":{"find":"log","filter":{"text":"Authentication failed"}}}} | 0
                    """)
    void refused_log_ins_are_told_apart(String line, int expected) {
        assertThat(FailedLogIns.count(line, RefusedLogIns.SIGNS)).isEqualTo(expected);
    }

    @Test
    void logs_of_healthy_servers_have_no_refused_log_in() {
        for (String log : List.of("mongod-4.2.18-replica.log", "mongod-6.0.11-start.jsonlog")) {
            assertThat(FailedLogIns.count(Recorded.log(log), RefusedLogIns.SIGNS)).isZero();
        }
    }

    @Test
    void what_is_denied_is_told_in_one_note_with_the_role_and_the_account() {
        List<String> notes =
                Lack.notes(
                        List.of(
                                new Lack("the oplog", Lack.Reason.DENIED, 13),
                                new Lack("the sizes", Lack.Reason.DENIED, 13),
                                new Lack("the shards", Lack.Reason.TOO_SLOW, 50)),
                        target("watch\"er"));

        assertThat(notes)
                .containsExactly(
                        "this account may not see the oplog, the sizes: db.getSiblingDB(\"admin\")"
                                + ".grantRolesToUser(\"watch\\\"er\", [{role: \"clusterMonitor\","
                                + " db: \"admin\"}])",
                        "the shards: the server took too long to tell; asked again later");
        assertThat(
                        Lack.notes(List.of(new Lack("x", Lack.Reason.DENIED, 13)), target(null))
                                .getFirst())
                .contains("clusterMonitor");
    }

    @Test
    void what_happens_rarely_is_counted_over_the_hour_once_it_was_watched() {
        var recollection = new Recollection();
        assertThat(took(recollection, 0, 5)).isNull();
        assertThat(took(recollection, 60, 5)).isNull();
        assertThat(took(recollection, 120, 8)).isEqualTo(3.0);
        assertThat(took(recollection, 1800, 9)).isEqualTo(4.0);
        assertThat(took(recollection, 5000, 9)).isZero();
        assertThat(took(recollection, 10, 2)).isNull();
    }

    @Test
    void growth_is_told_once_there_is_half_an_hour_to_judge_by() {
        var recollection = new Recollection();
        recollection.grow(0, 1000);
        recollection.grow(900, 2000);
        assertThat(recollection.growth()).isEqualTo(Metrics.NONE);
        recollection.grow(1800, 1500);
        assertThat(recollection.growth().get("database_growth_bytes_per_day"))
                .isEqualTo(86_400 * 500.0 / 1800);
    }

    @Test
    void a_busy_server_keeps_what_was_read_of_it_and_a_closed_one_does_not() {
        var recollection = new Recollection();
        long later = System.nanoTime() + Duration.ofHours(1).toNanos();
        recollection.keep("sizes", Map.of("a", 1.0), List.of(), null, later);
        recollection.lack("sizes", new Lack("sizes", Lack.Reason.TOO_SLOW, 50), later);
        assertThat(recollection.kept().get("a")).isEqualTo(1.0);
        assertThat(recollection.lacks()).hasSize(1);

        recollection.lack("sizes", new Lack("sizes", Lack.Reason.DENIED, 13), later);
        assertThat(recollection.kept().get("a")).isNull();
    }

    private static @Nullable Double took(Recollection recollection, double at, double timedOut) {
        var status =
                new Document("uptimeMillis", at * 1000)
                        .append(
                                "metrics",
                                new Document("cursor", new Document("timedOut", timedOut)));
        return recollection.take(StatusSample.of(status), 0).get("timed_out_cursors_per_hour");
    }

    private static Document oplog(int first, int last) {
        return new Document(
                "oplog",
                new Document("earliestOptime", new BsonTimestamp(first, 1))
                        .append("latestOptime", new BsonTimestamp(last, 1)));
    }

    private static Document use(String name, int times, int days, Document spec) {
        return new Document("name", name)
                .append("key", new Document("a", 1).append("b", -1))
                .append("spec", spec)
                .append(
                        "accesses",
                        new Document("ops", (long) times)
                                .append("since", Date.from(NOW.minus(Duration.ofDays(days)))));
    }

    private static Document profiled(int value, int millis) {
        return new Document("ns", "shop.orders")
                .append("op", "query")
                .append(
                        "command",
                        new Document("find", "orders")
                                .append("filter", new Document("total", value)))
                .append("millis", millis);
    }

    private static DatabaseTarget target(@Nullable String user) {
        return new DatabaseTarget(
                EngineKind.MONGODB,
                "127.0.0.1",
                27017,
                null,
                user,
                null,
                DatabaseTarget.TlsMode.DEFAULT,
                null);
    }
}
