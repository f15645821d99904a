package io.caretaker.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.health.HealthStatus;
import io.caretaker.core.health.Thresholds;
import io.caretaker.core.inventory.Care;
import io.caretaker.core.session.CleanupPlan;
import io.caretaker.core.session.CleanupPolicy;
import io.caretaker.core.session.CleanupRules;
import io.caretaker.core.session.DatabaseSession;
import io.caretaker.core.session.Offence;
import io.caretaker.core.session.Protection;
import io.caretaker.core.session.SessionKind;
import io.caretaker.core.session.SessionSnapshot;
import io.caretaker.core.session.SessionState;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.bson.Document;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OperationSessionsTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    /// Ends every long query at once.
    private static final Care EAGER =
            new Care(
                    new Thresholds(Map.of()),
                    CleanupPolicy.DEFAULT.with(
                            Offence.LONG_QUERY,
                            new CleanupPolicy.Limit(
                                    true, Duration.ofSeconds(30), HealthStatus.WARNING)),
                    Protection.NONE,
                    Duration.ofSeconds(5),
                    false);

    private static final Privileges ALL = new Privileges(null, true, Set.of("anyAction"));

    @Test
    void the_operations_of_a_recorded_server_have_their_kinds() {
        Map<String, DatabaseSession> seen = seen(Recorded.rows("currentOp-7.0-standalone"), ALL);

        DatabaseSession find = named(seen, "1538838");
        assertThat(find.kind()).isEqualTo(SessionKind.CLIENT);
        assertThat(find.state()).isEqualTo(SessionState.ACTIVE);
        assertThat(find.user()).isEqualTo("test");
        assertThat(find.database()).isEqualTo("integration");
        assertThat(find.client()).isEqualTo("192.168.65.1");
        assertThat(find.query())
                .isEqualTo(
                        "find products {filter: {$and: [{data: {$gt: ?}}, {message: {$regex: ?}}]}}");
        assertThat(find.waitsFor()).isEqualTo("latch: FutureResolution");
        assertThat(find.querySince())
                .isEqualTo(Instant.parse("2024-05-16T18:06:38.419Z").minusNanos(167_000));
        assertThat(find.endable()).isNull();
        assertThat(named(seen, "1399118984").kind()).isEqualTo(SessionKind.SYSTEM);
        assertThat(named(seen, "1399119188").kind()).isEqualTo(SessionKind.REPLICATION);
        assertThat(named(seen, "1399119188").user()).isNull();
        assertThat(named(seen, "1399119188").endable()).contains("the server's own work");
        assertThat(named(seen, "1399253104").kind()).isEqualTo(SessionKind.REPLICATION);
    }

    @Test
    void operations_on_shards_are_told_with_their_shard_and_the_client_behind_the_router() {
        Map<String, DatabaseSession> seen = seen(Recorded.rows("currentOp-7.0-mongos"), ALL);

        DatabaseSession find = named(seen, "shard04:265665");
        assertThat(find.kind()).isEqualTo(SessionKind.CLIENT);
        assertThat(find.client()).isEqualTo("192.168.65.1");
        assertThat(find.transactionSince()).isEqualTo(Instant.parse("2025-02-04T18:45:22.915Z"));
        DatabaseSession more = named(seen, "shard2:155914227");
        assertThat(more.application()).isEqualTo("orders-mongo");
        assertThat(more.query()).startsWith("getMore movies (");
    }

    @Test
    void a_server_locked_for_a_backup_says_so() {
        Map<String, DatabaseSession> seen =
                seen(Fields.documents(Recorded.reply("currentOp-5.0-fsyncLock"), "inprog"), ALL);

        assertThat(named(seen, "68235").kind()).isEqualTo(SessionKind.BACKUP);
        assertThat(named(seen, "68235").application()).isEqualTo("fsyncLockWorker");
        assertThat(named(seen, "130990").kind()).isEqualTo(SessionKind.SYSTEM);
        assertThat(named(seen, "130781").kind()).isEqualTo(SessionKind.SYSTEM);
        assertThat(named(seen, "131091").kind()).isEqualTo(SessionKind.CLIENT);
        assertThat(named(seen, "131091").user()).isEqualTo("(anonymous)");
    }

    @Test
    void threads_and_replicas_of_recorded_shards_are_nobody_to_end() {
        List<Document> rows =
                Fields.documents(Recorded.rows("currentOp-4.x-shards").getFirst(), "inprog");
        Map<String, DatabaseSession> seen = seen(rows, ALL);

        assertThat(seen).hasSameSizeAs(rows);
        assertThat(seen.values())
                .filteredOn(each -> each.kind() == SessionKind.CLIENT)
                .allSatisfy(each -> assertThat(each.query()).startsWith("getMore"))
                .allSatisfy(each -> assertThat(each.client()).isNotBlank());
        assertThat(named(seen, "shard01:81358").kind()).isEqualTo(SessionKind.REPLICATION);
        assertThat(named(seen, "shard01:81373").kind()).isEqualTo(SessionKind.REPLICATION);
        assertThat(named(seen, "shard01:40366").kind()).isEqualTo(SessionKind.SYSTEM);
        assertThat(named(seen, "shard01:33").kind()).isEqualTo(SessionKind.SYSTEM);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{createIndexes: 'o'}",
                "{compact: 'o'}",
                "{validate: 'o'}",
                "{moveChunk: 'a.o'}",
                "{reIndex: 'o'}",
                "{setFeatureCompatibilityVersion: '7.0'}",
                "{shardCollection: 'a.o', key: {b: 1}}",
                "{collMod: 'o', index: {name: 'a', unique: true}}",
                "{replSetStepDown: 60}",
                "{fsync: 1}",
                "{cleanupOrphaned: 'a.o'}"
            })
    void upkeep_by_a_person_is_maintenance(String command) {
        assertThat(one(work("1", command)).kind()).isEqualTo(SessionKind.MAINTENANCE);
    }

    @Test
    void upkeep_by_the_server_is_maintenance_of_nobody() {
        DatabaseSession expiring =
                one(Document.parse("{type: 'op', desc: 'TTLMonitor', active: true, opid: 5}"));

        assertThat(expiring.kind()).isEqualTo(SessionKind.MAINTENANCE);
        assertThat(expiring.user()).isNull();
    }

    @Test
    void backup_programs_and_cursors_are_backups() {
        assertThat(one(work("1", "{find: 'o'}").append("appName", "mongodump")).kind())
                .isEqualTo(SessionKind.BACKUP);
        assertThat(one(work("1", "{find: 'o'}").append("appName", "MongoDB CPS Module v13")).kind())
                .isEqualTo(SessionKind.BACKUP);
        assertThat(one(work("1", "{aggregate: 1, pipeline: [{$backupCursor: {}}]}")).kind())
                .isEqualTo(SessionKind.BACKUP);
        assertThat(one(work("1", "{fsync: 1, lock: true}")).kind()).isEqualTo(SessionKind.BACKUP);
    }

    @Test
    void what_members_of_the_cluster_ask_is_the_servers_own() {
        Document asked = work("1", "{find: 'o'}");
        asked.append("effectiveUsers", List.of(Document.parse("{user: '__system', db: 'local'}")));

        assertThat(one(asked).kind()).isEqualTo(SessionKind.SYSTEM);
        assertThat(one(work("1", "{replSetUpdatePosition: 1}")).kind())
                .isEqualTo(SessionKind.REPLICATION);
        assertThat(one(work("1", "{find: 'o', $replData: 1}")).kind())
                .isEqualTo(SessionKind.REPLICATION);
    }

    @Test
    void what_members_copy_without_access_control_is_told_from_the_old_shell() {
        Document copies = work("1", "{find: 'o'}");
        copies.append(
                "clientMetadata",
                Document.parse("{driver: {name: 'MongoDB Internal Client', version: '6.0.9'}}"));
        Document shell = work("1", "{find: 'o'}").append("appName", "MongoDB Shell");
        shell.append("clientMetadata", copies.get("clientMetadata"));

        assertThat(one(copies).kind()).isEqualTo(SessionKind.SYSTEM);
        assertThat(one(shell).kind()).isEqualTo(SessionKind.CLIENT);
    }

    @Test
    void caretakers_own_connection_is_told_by_its_number_and_its_others_by_name_and_account() {
        assertThat(one(work("1", "{find: 'o'}").append("connectionId", 9)).kind())
                .isEqualTo(SessionKind.OWN);
        assertThat(one(work("1", "{find: 'o'}").append("appName", "caretaker")).kind())
                .isEqualTo(SessionKind.OWN);
        Document impostor = work("1", "{find: 'o'}").append("appName", "caretaker");
        impostor.append("effectiveUsers", List.of(Document.parse("{user: 'anna', db: 'admin'}")));
        assertThat(one(impostor).kind()).isEqualTo(SessionKind.CLIENT);
    }

    @Test
    void numbers_of_all_types_are_read_alike() {
        for (Object number : List.of(7, 7L, 7.0, new Decimal128(7), Decimal128.parse("7.00"))) {
            Document row =
                    new Document("type", "op")
                            .append("opid", number)
                            .append("client", "10.0.0.1:5")
                            .append("connectionId", number)
                            .append("currentOpTime", "2024-01-03T00:31:08.530+0000")
                            .append("microsecs_running", number);

            DatabaseSession session = one(row);

            assertThat(session.id()).as("%s", number.getClass()).isEqualTo("7");
            assertThat(session.querySince())
                    .isEqualTo(Instant.parse("2024-01-03T00:31:08.530Z").minusNanos(7_000));
        }
    }

    @Test
    void unknown_fields_wrong_types_and_missing_sections_do_no_harm() {
        assertThat(
                        sessions(
                                List.of(
                                        new Document(),
                                        Document.parse("{type: 'idleCursor'}"),
                                        Document.parse("{type: 'idleSession'}"),
                                        Document.parse("{type: 'newThing', opid: 4}"),
                                        Document.parse(
                                                "{type: 'op', opid: 1.5, command: 7, locks: [],"
                                                        + " lockStats: {Global: 1}, ns: {},"
                                                        + " client: 4, effectiveUsers: 'x'}"),
                                        Document.parse(
                                                "{type: 'op', opid: 3, secs_running: 'long',"
                                                        + " currentOpTime: 'yesterday',"
                                                        + " connectionId: NaN, future: {a: 1}}")),
                                ALL))
                .extracting(DatabaseSession::id)
                .containsExactly("cursor:null", "session", "3");
    }

    @Test
    void an_idle_connection_is_seen_and_cannot_be_ended() {
        DatabaseSession idle =
                one(
                        Document.parse(
                                "{type: 'op', desc: 'conn17', connectionId: 17, active: false,"
                                        + " client: '[::1]:5000', appName: 'web',"
                                        + " effectiveUsers: [{user: 'app', db: 'admin'}]}"));

        assertThat(idle.id()).isEqualTo("conn17");
        assertThat(idle.state()).isEqualTo(SessionState.IDLE);
        assertThat(idle.client()).isEqualTo("[::1]");
        assertThat(idle.user()).isEqualTo("app");
        assertThat(idle.age(NOW)).isEqualTo(Duration.ZERO);
        assertThat(idle.endable()).contains("no command that closes a connection");
    }

    @Test
    void a_transaction_without_work_is_told_once_with_its_owner_and_its_last_moment() {
        Document session = transaction("admin", "admin");
        Document connection =
                Document.parse(
                        "{type: 'op', desc: 'conn17', connectionId: 17, active: false,"
                                + " client: '10.0.0.1:5', effectiveUsers: [{user: 'admin', db:"
                                + " 'admin'}]}");

        DatabaseSession seen = one(session, connection);

        assertThat(seen.id()).isEqualTo("5f672f52-f162-406d-8b43-632288702fcd");
        assertThat(seen.state()).isEqualTo(SessionState.IDLE_IN_TRANSACTION);
        assertThat(seen.user()).isEqualTo("admin");
        assertThat(seen.transactionSince()).isEqualTo(Instant.parse("2026-01-02T03:03:00Z"));
        assertThat(seen.stateSince()).isEqualTo(Instant.parse("2026-01-02T03:03:02Z"));
        assertThat(seen.age(NOW)).isEqualTo(Duration.ofSeconds(63));
        assertThat(seen.key().startedAt()).isEqualTo(seen.transactionSince());
        assertThat(seen.endable()).isNull();
    }

    @Test
    void a_transaction_of_somebody_who_is_not_connected_is_not_ended_because_he_may_be_protected() {
        DatabaseSession seen = one(transaction("admin", "admin"));

        assertThat(seen.user()).isNull();
        assertThat(seen.endable())
                .contains("owner is not connected", "transactionLifetimeLimitSeconds");
    }

    @Test
    void a_prepared_transaction_is_left_to_its_coordinator() {
        Document session = transaction("admin", "admin");
        Objects.requireNonNull(Fields.document(session, "transaction"))
                .append("timePreparedMicros", 5L);

        DatabaseSession seen = one(session);

        assertThat(seen.kind()).isEqualTo(SessionKind.PREPARED);
        assertThat(seen.endable()).contains("coordinator");
    }

    @Test
    void missing_rights_are_named_with_what_grants_them_except_for_ones_own_work() {
        var monitor = new Privileges("monitor", true, Set.of("inprog"));
        Document others = work("1", "{find: 'o'}");
        others.append("effectiveUsers", List.of(Document.parse("{user: 'app', db: 'admin'}")));
        Document own = work("2", "{find: 'o'}");
        own.append("effectiveUsers", List.of(Document.parse("{user: 'monitor', db: 'admin'}")));

        Map<String, DatabaseSession> seen = seen(List.of(others, own), monitor);

        assertThat(named(seen, "1").endable())
                .contains("killop", "caretaker_operations", "grantRolesToUser(\"monitor\"");
        assertThat(named(seen, "2").endable()).isNull();
    }

    @Test
    void who_has_locked_the_whole_server_is_named_and_nobody_else() {
        Document holder =
                work("1", "{dropDatabase: 1}").append("locks", Document.parse("{Global: 'W'}"));
        Document waiter =
                work("2", "{insert: 'o'}")
                        .append("waitingForLock", true)
                        .append("locks", Document.parse("{Global: 'w'}"))
                        .append(
                                "lockStats",
                                Document.parse(
                                        "{Global: {timeAcquiringMicros: {w: {$numberLong:"
                                                + " '3000000'}}}}"));
        Document elsewhere =
                work("3", "{insert: 'o'}")
                        .append("waitingForLock", true)
                        .append("locks", Document.parse("{Database: 'w', Collection: 'w'}"));

        Map<String, DatabaseSession> seen = seen(List.of(holder, waiter, elsewhere), ALL);

        assertThat(named(seen, "2").blockedBy()).containsExactly("1");
        assertThat(named(seen, "2").waitsFor()).isEqualTo("lock: Global w");
        assertThat(named(seen, "2").lockWait(NOW)).isEqualTo(Duration.ofSeconds(3));
        assertThat(named(seen, "3").blockedBy()).isEmpty();
        assertThat(named(seen, "1").blockedBy()).isEmpty();
    }

    @Test
    void a_server_locked_for_reading_holds_up_those_that_write() {
        Document lock =
                Document.parse(
                        "{type: 'op', desc: 'fsyncLockWorker', opid: 1, active: true,"
                                + " locks: {Global: 'R'}}");
        Document writer =
                work("2", "{insert: 'o'}")
                        .append("waitingForLock", true)
                        .append("locks", Document.parse("{Global: 'w'}"));
        Document reader =
                work("3", "{find: 'o'}")
                        .append("waitingForLock", true)
                        .append("locks", Document.parse("{Global: 'r'}"));

        Map<String, DatabaseSession> seen = seen(List.of(lock, writer, reader), ALL);

        assertThat(named(seen, "2").blockedBy()).containsExactly("1");
        assertThat(named(seen, "3").blockedBy()).isEmpty();
    }

    @Test
    void an_idle_cursor_is_told_with_what_it_reads_and_is_never_ended_for_being_idle() {
        DatabaseSession cursor =
                one(
                        Document.parse(
                                "{type: 'idleCursor', ns: 'shop.orders', lsid: {id: {$binary: {base64:"
                                        + " 'X2cvUvFiQG2LQ2MiiHAvzQ==', subType: '04'}}, uid: {$binary:"
                                        + " {base64: '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=',"
                                        + " subType: '00'}}}, cursor: {cursorId: {$numberLong: '4711'},"
                                        + " createdDate: {$date: '2026-01-02T03:00:00Z'},"
                                        + " lastAccessDate: {$date: '2026-01-02T03:01:00Z'},"
                                        + " originatingCommand: {find: 'orders', filter: {a: 1}}}}"));

        assertThat(cursor.id()).isEqualTo("cursor:4711");
        assertThat(cursor.user()).isEqualTo("(anonymous)");
        assertThat(cursor.database()).isEqualTo("shop");
        assertThat(cursor.query()).isEqualTo("find orders {filter: {a: ?}}");
        assertThat(cursor.querySince()).isEqualTo(Instant.parse("2026-01-02T03:01:00Z"));
        assertThat(cursor.age(NOW)).isEqualTo(Duration.ZERO);
        assertThat(cursor.endable()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{tailable: true, awaitData: true, originatingCommand: {aggregate: 'o',"
                        + " pipeline: [{$changeStream: {}}]}}",
                "{tailable: true, awaitData: true, originatingCommand: {find: 'capped'}}"
            })
    void who_waits_for_news_has_no_long_query_and_is_left_in_peace(String cursor) {
        Document more = work("1", "{getMore: 4711, collection: 'o', maxTimeMS: 600000}");
        more.append("microsecs_running", 500_000_000L).append("cursor", Document.parse(cursor));

        DatabaseSession stream = one(more);

        assertThat(stream.kind()).isEqualTo(SessionKind.CLIENT);
        assertThat(stream.state()).isEqualTo(SessionState.ACTIVE);
        assertThat(stream.age(NOW)).isEqualTo(Duration.ZERO);
        assertThat(stream.stateSince()).isEqualTo(NOW.minusSeconds(500));
        assertThat(plan(stream).victims()).isEmpty();
        assertThat(
                        plan(one(
                                        work("1", "{find: 'o'}")
                                                .append("microsecs_running", 500_000_000L)))
                                .victims())
                .isNotEmpty();
    }

    private static CleanupPlan plan(DatabaseSession session) {
        var snapshot = new SessionSnapshot(NOW, "7.0.5", "set", 100, List.of(session), List.of());
        return CleanupRules.plan(snapshot, EAGER);
    }

    private static Document work(String opid, String command) {
        return Document.parse("{type: 'op', desc: 'conn5', connectionId: 5, active: true}")
                .append("opid", Integer.valueOf(opid))
                .append("client", "10.0.0.1:40000")
                .append("ns", "shop.o")
                .append("command", Document.parse(command))
                .append("currentOpTime", "2026-01-02T03:04:05.000+00:00")
                .append("microsecs_running", 5_000_000L);
    }

    /// Its owner's digest is that of `admin@admin`, as a real server has told it.
    private static Document transaction(String user, String database) {
        assertThat(user + "@" + database).isEqualTo("admin@admin");
        return Document.parse(
                "{type: 'idleSession', host: 'a:1', desc: 'inactive transaction', client:"
                        + " '10.0.0.1:5', connectionId: 17, appName: 'web', lsid: {id: {$binary:"
                        + " {base64: 'X2cvUvFiQG2LQ2MiiHAvzQ==', subType: '04'}}, uid: {$binary:"
                        + " {base64: 'O0CMtIVItQN4IsEOsJdrPL8s7jv5xwh5a/A5Qfvs2A8=', subType:"
                        + " '00'}}}, transaction: {parameters: {txnNumber: 0, autocommit: false},"
                        + " startWallClockTime: '2026-01-02T11:03:00.000+0800', timeOpenMicros:"
                        + " {$numberLong: '65000000'}, timeActiveMicros: {$numberLong: '2000000'},"
                        + " timeInactiveMicros: {$numberLong: '63000000'}}, active: false}");
    }

    private static DatabaseSession one(Document... rows) {
        List<DatabaseSession> sessions = sessions(List.of(rows), ALL);
        assertThat(sessions).hasSize(1);
        return sessions.getFirst();
    }

    private static Map<String, DatabaseSession> seen(List<Document> rows, Privileges privileges) {
        return sessions(rows, privileges).stream()
                .collect(Collectors.toMap(DatabaseSession::id, Function.identity()));
    }

    private static DatabaseSession named(Map<String, DatabaseSession> seen, String id) {
        return Objects.requireNonNull(seen.get(id), id);
    }

    private static List<DatabaseSession> sessions(List<Document> rows, Privileges privileges) {
        var greeting =
                new Server.Greeting(
                        new Document("localTime", Date.from(NOW))
                                .append("connectionId", 9)
                                .append(
                                        "topologyVersion",
                                        new Document("processId", new ObjectId())));
        var operations = new CurrentOperations(rows.stream().map(OperationRow::new).toList(), true);
        return new OperationSessions(operations, greeting, privileges, Map.of())
                .all().stream().map(OperationSessions.Seen::session).toList();
    }
}
