package io.caretaker.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.Fault;
import io.caretaker.core.health.DatabaseReply;
import io.caretaker.core.secret.Secret;
import io.caretaker.core.session.DatabaseSession;
import io.caretaker.core.session.DatabaseSessions;
import io.caretaker.core.session.EndMethod;
import io.caretaker.core.session.EndReply;
import io.caretaker.core.session.SessionKey;
import io.caretaker.core.session.SessionSnapshot;
import io.caretaker.core.session.SessionsReply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MongoSessionsTest {
    private static final Duration SHORT = Duration.ofMillis(600);
    private static final String SESSION = "5f672f52-f162-406d-8b43-632288702fcd";
    private static final String LSID =
            "{id: {$binary: {base64: 'X2cvUvFiQG2LQ2MiiHAvzQ==', subType: '04'}}, uid: {$binary:"
                    + " {base64: '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=', subType: '00'}}}";

    private final FakeMongod server = new FakeMongod();
    private final FakeOperations operations = new FakeOperations(server, Map.of());
    private final MongoEngine engine =
            new MongoEngine(reference -> Secret.of("secret-4711"), new PlainNames());
    private final DatabaseSessions sessions = engine.sessions().orElseThrow();

    @AfterEach
    void close_both() {
        engine.close();
        server.close();
    }

    @Test
    void what_goes_on_is_seen_with_the_version_the_clock_and_the_limit() throws Exception {
        operations.add(work(71, "2026-01-02T03:04:05Z"));

        SessionSnapshot snapshot = look();

        assertThat(snapshot.version()).isEqualTo("6.0.9");
        assertThat(snapshot.maxConnections()).isEqualTo(100);
        assertThat(Duration.between(snapshot.at(), Instant.now()).abs())
                .isLessThan(Duration.ofSeconds(30));
        assertThat(snapshot.notes()).isEmpty();
        assertThat(snapshot.sessions()).hasSize(1);
        DatabaseSession session = snapshot.sessions().getFirst();
        assertThat(session.key()).isEqualTo(new SessionKey("71", FakeOperations.STARTED));
        assertThat(session.endable()).isNull();
        assertThat(snapshot.connections()).isEqualTo(1);
    }

    @Test
    void when_an_operation_began_does_not_waver_between_looks() throws Exception {
        operations.add(work(71, "2026-01-02T03:04:05.123Z"));

        Instant first = find("71").querySince();

        for (int i = 0; i < 5; i++) {
            assertThat(find("71").querySince()).isEqualTo(first);
        }
    }

    @ParameterizedTest
    @EnumSource(EndMethod.class)
    void an_operation_is_ended_and_known_to_be_gone(EndMethod method) throws Exception {
        operations.add(work(71, "2026-01-02T03:04:05Z")).add(work(72, "2026-01-02T03:04:05Z"));
        operations.endAfterLooks(3);
        DatabaseSession session = find("71");

        assertThat(end(session, session.stateSince(), method)).isEqualTo(new EndReply.Done());

        assertThat(look().sessions()).extracting(DatabaseSession::id).containsExactly("72");
        assertThat(operations.told().getFirst().get("op")).isIn(71, 71L);
    }

    @Test
    void an_operation_that_was_only_said_to_be_killed_is_still_there() throws Exception {
        operations.add(work(71, "2026-01-02T03:04:05Z"));
        operations.lie();

        EndReply reply = end(find("71"), null, EndMethod.CANCEL);

        assertThat(reply)
                .isInstanceOfSatisfying(
                        EndReply.StillThere.class,
                        still ->
                                assertThat(still.message())
                                        .contains("session 71", "has not marked it"));
    }

    @Test
    void an_operation_that_does_not_listen_is_still_there() throws Exception {
        operations.add(work(71, "2026-01-02T03:04:05Z"));
        operations.beDeaf();

        EndReply reply = end(find("71"), null, EndMethod.TERMINATE);

        assertThat(reply)
                .isInstanceOfSatisfying(
                        EndReply.StillThere.class,
                        still -> assertThat(still.message()).contains("marked to be killed"));
    }

    @ParameterizedTest
    @EnumSource(EndMethod.class)
    void what_is_over_is_gone_and_the_server_is_told_nothing(EndMethod method) throws Exception {
        operations.add(work(71, "2026-01-02T03:04:05Z"));
        DatabaseSession session = find("71");
        operations.clear();

        assertThat(end(session, null, method)).isEqualTo(new EndReply.Gone());
        assertThat(operations.told()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(EndMethod.class)
    void a_number_that_is_used_again_ends_nobody(EndMethod method) throws Exception {
        operations.add(work(71, "2026-01-02T03:04:05Z"));
        DatabaseSession session = find("71");
        operations.clear();
        operations.add(work(71, "2026-01-02T03:05:05Z"));

        assertThat(end(session, session.stateSince(), method)).isEqualTo(new EndReply.Gone());
        assertThat(operations.told()).isEmpty();
    }

    @Test
    void after_a_restart_of_the_server_the_same_number_is_another_operation() throws Exception {
        operations.add(work(71, "2026-01-02T03:04:05Z"));
        DatabaseSession session = find("71");
        operations.restart();

        assertThat(end(session, null, EndMethod.TERMINATE)).isEqualTo(new EndReply.Gone());
        assertThat(operations.told()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "x'; select 1 --", "99999999999999999999", "1.5", "a:1"})
    void ids_that_nothing_has_are_gone(String id) throws Exception {
        for (EndMethod method : EndMethod.values()) {
            assertThat(sessions.end(server.target(), key(id), null, method, deadline()))
                    .isEqualTo(new EndReply.Gone());
        }
    }

    @Test
    void an_idle_transaction_is_ended_by_its_session() throws Exception {
        operations.add(transaction("2000000"));
        DatabaseSession session = find(SESSION);

        EndReply reply = end(session, session.stateSince(), EndMethod.TERMINATE);

        assertThat(reply).isEqualTo(new EndReply.Done());
        Document told = operations.told().getFirst();
        Document lsid =
                Fields.document(
                        Fields.documents(told, "killAllSessionsByPattern").getFirst(), "lsid");
        assertThat(lsid).containsOnlyKeys("id", "uid");
        assertThat(look().sessions()).isEmpty();
    }

    @Test
    void a_transaction_that_has_worked_since_is_left_alone() throws Exception {
        operations.add(transaction("2000000"));
        DatabaseSession session = find(SESSION);
        operations.clear();
        operations.add(transaction("2000001"));

        assertThat(end(session, session.stateSince(), EndMethod.TERMINATE))
                .isEqualTo(new EndReply.Gone());
        assertThat(operations.told()).isEmpty();
    }

    @Test
    void an_idle_transaction_runs_nothing_to_cancel() throws Exception {
        operations.add(transaction("2000000"));

        assertThat(end(find(SESSION), null, EndMethod.CANCEL)).isInstanceOf(EndReply.Failed.class);
        assertThat(operations.told()).isEmpty();
    }

    @Test
    void an_idle_cursor_is_closed() throws Exception {
        operations.add(
                "{type: 'idleCursor', ns: 'shop.orders.archive', lsid: "
                        + LSID
                        + ", cursor: {cursorId: {$numberLong: '4711'}}}");

        EndReply reply = end(find("cursor:4711"), null, EndMethod.TERMINATE);

        assertThat(reply).isEqualTo(new EndReply.Done());
        assertThat(operations.told().getFirst().get("killCursors")).isEqualTo("orders.archive");
        assertThat(operations.told().getFirst().get("$db")).isEqualTo("shop");
    }

    @Test
    void an_idle_connection_is_not_ended_and_the_reply_says_why() throws Exception {
        operations.add(
                "{type: 'op', desc: 'conn17', connectionId: 17, active: false, client: '10.0.0.1:5'}");

        assertThat(end(find("conn17"), null, EndMethod.TERMINATE))
                .isInstanceOfSatisfying(
                        EndReply.Denied.class,
                        denied ->
                                assertThat(denied.message())
                                        .contains("no command that closes a connection"));
    }

    @Test
    void the_servers_own_work_is_never_killed() throws Exception {
        operations.add("{type: 'op', desc: 'Checkpointer', active: true, opid: 3, command: {}}");

        assertThat(end(find("3"), null, EndMethod.TERMINATE)).isInstanceOf(EndReply.Denied.class);
        assertThat(operations.told()).isEmpty();
    }

    @Test
    void a_refused_kill_names_the_action_and_the_role() throws Exception {
        operations.add(work(71, "2026-01-02T03:04:05Z")).add(transaction("2000000"));
        operations.forbid("killOp");
        operations.forbid("killAllSessionsByPattern");

        assertThat(end(find("71"), null, EndMethod.CANCEL))
                .isInstanceOfSatisfying(
                        EndReply.Denied.class,
                        denied -> {
                            assertThat(denied.message()).contains("killop");
                            assertThat(denied.hint()).contains("caretaker_operations");
                        });
        assertThat(end(find(SESSION), null, EndMethod.TERMINATE))
                .isInstanceOfSatisfying(
                        EndReply.Denied.class,
                        denied -> assertThat(denied.message()).contains("killAnySession"));
    }

    @Test
    void an_account_that_may_not_see_others_sees_its_own_and_a_note_names_the_role()
            throws Exception {
        operations.add(work(71, "2026-01-02T03:04:05Z"));
        operations.forbid("inprog");

        SessionSnapshot snapshot = look();

        assertThat(snapshot.sessions()).hasSize(1);
        assertThat(snapshot.notes())
                .singleElement()
                .asString()
                .contains("hidden", "clusterMonitor", "inprog");
    }

    @ParameterizedTest
    @ValueSource(ints = {10107, 189, 11600, 13435, 8000})
    void a_server_that_steps_down_or_stops_meanwhile_is_a_failure_with_its_words(int code)
            throws Exception {
        operations.add(work(71, "2026-01-02T03:04:05Z"));
        DatabaseSession session = find("71");
        server.fail("killOp", code, "Something");

        assertThat(end(session, null, EndMethod.CANCEL))
                .isInstanceOfSatisfying(
                        EndReply.Failed.class,
                        failed -> assertThat(failed.message()).contains("Something"));
    }

    @Test
    void a_member_that_recovers_refuses_aggregations_and_is_asked_by_command() throws Exception {
        server.fail("aggregate", 13436, "NotPrimaryOrSecondary");
        server.answer(
                "currentOp",
                Wire.of(
                        org.bson.Document.parse(
                                "{inprog: [{type: 'op', desc: 'conn5', connectionId: 5, opid: 71,"
                                        + " active: true, client: '10.0.0.1:4711'}], ok: 1}")));

        assertThat(look().sessions()).extracting(DatabaseSession::id).containsExactly("71");
    }

    @Test
    void a_server_that_lets_nothing_be_seen_is_refused() throws Exception {
        server.fail("aggregate", 13, "Unauthorized");

        assertThat(sessions.look(server.target(), deadline()))
                .isInstanceOfSatisfying(
                        SessionsReply.Unseen.class,
                        unseen ->
                                assertThat(((DatabaseReply.Refused) unseen.reply()).fault())
                                        .isEqualTo(Fault.AUTHENTICATION));
    }

    @Test
    void without_the_stage_the_command_is_asked() throws Exception {
        server.fail("aggregate", 40324, "Location40324");
        server.answer(
                "currentOp",
                Wire.of(
                        Document.parse(
                                "{inprog: [{opid: 5, desc: 'conn1', connectionId: 1, active: true,"
                                        + " client: 'a:1', command: {find: 'o'}}], ok: 1}")));

        assertThat(look().sessions()).extracting(DatabaseSession::id).containsExactly("5");
    }

    @Test
    void behind_a_router_its_clients_are_seen_and_the_shards_with_their_names() throws Exception {
        new FakeOperations(server, Map.of("msg", "isdbgrid"))
                .add(work(71, "2026-01-02T03:04:05Z"))
                .addAll(Recorded.rows("currentOp-7.0-mongos").subList(0, 1));

        SessionSnapshot snapshot = look();

        assertThat(snapshot.sessions())
                .extracting(DatabaseSession::id)
                .containsExactly("71", "shard04:265665");
        assertThat(snapshot.notes()).singleElement().asString().contains("router");
        DatabaseSession onShard = snapshot.sessions().getLast();
        assertThat(end(onShard, null, EndMethod.CANCEL)).isEqualTo(new EndReply.Done());
    }

    @Test
    void a_restart_between_two_looks_is_no_failure() throws Exception {
        operations.add(work(71, "2026-01-02T03:04:05Z"));
        look();

        server.stop();
        server.startAgain();

        assertThat(look().sessions()).hasSize(1);
    }

    @Test
    void where_nobody_listens_nothing_is_seen_and_nothing_ended() throws Exception {
        server.stop();

        assertThat(sessions.look(server.target(), deadline()))
                .isInstanceOfSatisfying(
                        SessionsReply.Unseen.class,
                        unseen ->
                                assertThat(((DatabaseReply.Refused) unseen.reply()).fault())
                                        .isEqualTo(Fault.REFUSED));
        assertThat(sessions.end(server.target(), key("1"), null, EndMethod.CANCEL, deadline()))
                .isInstanceOf(EndReply.Failed.class);
    }

    @Test
    void a_deadline_that_is_over_is_kept_and_the_next_look_works() throws Exception {
        Deadline over = Deadline.after(Duration.ZERO, System::nanoTime);

        assertThat(sessions.look(server.target(), over)).isInstanceOf(SessionsReply.Unseen.class);
        look();
    }

    @Test
    void looks_at_the_same_time_all_come_back() throws Exception {
        operations.add(work(71, "2026-01-02T03:04:05Z"));
        var tasks = Stream.generate(() -> new FutureTask<>(this::look)).limit(8).toList();
        tasks.forEach(task -> Thread.ofVirtual().start(task));

        for (FutureTask<SessionSnapshot> task : tasks) {
            assertThat(task.get(1, TimeUnit.MINUTES).sessions()).hasSize(1);
        }
    }

    private static String work(int opid, String since) {
        return "{type: 'op', desc: 'conn5', connectionId: 5, active: true, client: '10.0.0.1:5', ns:"
                + " 'shop.o', command: {find: 'o', filter: {a: 1}}, opid: "
                + opid
                + ", startedAt: '"
                + since
                + "'}";
    }

    private static String transaction(String activeMicros) {
        return "{type: 'idleSession', desc: 'inactive transaction', client: '10.0.0.1:5',"
                + " connectionId: 17, lsid: "
                + LSID
                + ", transaction: {parameters: {txnNumber: 0, autocommit: false},"
                + " startWallClockTime: '2026-01-02T03:03:00.000+00:00', timeActiveMicros:"
                + " {$numberLong: '"
                + activeMicros
                + "'}}, active: false}";
    }

    private static SessionKey key(String id) {
        return new SessionKey(id, FakeOperations.STARTED);
    }

    private SessionSnapshot look() throws InterruptedException {
        SessionsReply reply =
                sessions.look(
                        server.target(), Deadline.after(Duration.ofSeconds(20), System::nanoTime));
        assertThat(reply).isInstanceOf(SessionsReply.Seen.class);
        return ((SessionsReply.Seen) reply).snapshot();
    }

    private DatabaseSession find(String id) throws InterruptedException {
        List<DatabaseSession> found =
                look().sessions().stream().filter(each -> each.id().equals(id)).toList();
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    private EndReply end(DatabaseSession session, @Nullable Instant unchanged, EndMethod method)
            throws InterruptedException {
        return sessions.end(server.target(), session.key(), unchanged, method, deadline());
    }

    private static Deadline deadline() {
        return Deadline.after(SHORT, System::nanoTime);
    }
}
