package io.caretaker.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.Fault;
import io.caretaker.core.health.AdoptionPlan;
import io.caretaker.core.health.DatabaseReply;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.health.EngineKind;
import io.caretaker.core.health.LocalServer;
import io.caretaker.core.host.ServiceControl;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.secret.Secret;
import io.caretaker.core.secret.SecretReference;
import io.caretaker.testkit.server.FreePort;
import io.caretaker.testkit.server.HostilePeer;
import io.caretaker.testkit.server.ThisMachine;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MongoEngineTest {
    private static final Duration SHORT = Duration.ofMillis(700);
    private static final Duration GRACE = Duration.ofMillis(900);

    private final MongoEngine engine =
            new MongoEngine(reference -> Secret.of("secret-4711"), new PlainNames());
    private final FakeMongod server = new FakeMongod();

    @AfterEach
    void close_both() {
        engine.close();
        server.close();
    }

    @Test
    void a_single_server_is_reached_and_said_to_be_open() throws Exception {
        DatabaseReply.Reached reached = reached(server.target());

        assertThat(reached.version()).isEqualTo("6.0.9");
        assertThat(reached.fingerprint()).isNull();
        assertThat(reached.notice()).contains("access control is off");
        assertThat(reached.metrics().get("connections")).isEqualTo(3.0);
        assertThat(reached.metrics().get("max_connections")).isEqualTo(100.0);
        assertThat(reached.metrics().get("uptime_seconds")).isEqualTo(5.0);
    }

    @Test
    void rates_come_with_the_second_check() throws Exception {
        assertThat(reached(server.target()).metrics().get("queries_per_second")).isNull();
        assertThat(reached(server.target()).metrics().get("queries_per_second")).isEqualTo(0.0);
    }

    @Test
    void a_member_of_a_set_is_known_by_the_sets_id() throws Exception {
        var id = new ObjectId();
        server.hello(
                        Map.of(
                                "setName",
                                "rs0",
                                "primary",
                                "a:1",
                                "hosts",
                                List.of("a:1"),
                                "me",
                                "a:1"))
                .answer(
                        "replSetGetConfig",
                        new Document(
                                        "config",
                                        new Document("settings", new Document("replicaSetId", id)))
                                .append("ok", 1));

        DatabaseReply.Reached reached = reached(server.target());

        assertThat(reached.fingerprint()).isEqualTo(id.getHexData());
        assertThat(reached.metrics().get("replication_primary")).isEqualTo(1.0);
    }

    @Test
    void a_member_that_is_neither_primary_nor_secondary_is_reached_with_a_notice()
            throws Exception {
        server.hello(
                Map.of(
                        "setName",
                        "rs0",
                        "isWritablePrimary",
                        false,
                        "ismaster",
                        false,
                        "secondary",
                        false,
                        "hosts",
                        List.of("a:1"),
                        "me",
                        "a:1"));

        assertThat(reached(server.target()).notice()).contains("neither primary nor secondary");
    }

    @Test
    void an_account_without_the_role_is_reached_with_a_notice() throws Exception {
        server.fail("serverStatus", 13, "Unauthorized");

        DatabaseReply.Reached reached = reached(server.target());

        assertThat(reached.metrics().values()).isEmpty();
        assertThat(reached.notice()).contains("clusterMonitor");
    }

    @ParameterizedTest
    @CsvSource({
        "18, AUTHENTICATION",
        "91, STOPPING",
        "11600, STOPPING",
        "13435, STARTING",
        "13436, STARTING",
        "50, TIMED_OUT",
        "8000, UNEXPECTED_ANSWER"
    })
    void the_servers_codes_are_faults(int code, Fault fault) throws Exception {
        server.fail("serverStatus", code, "Something");

        DatabaseReply.Refused refused = refused(server.target());

        assertThat(refused.fault()).isEqualTo(fault);
        assertThat(refused.details()).contains("[" + code + "]");
    }

    @Test
    void a_refused_log_in_is_an_authentication_fault_and_tells_no_password() throws Exception {
        server.fail("saslStart", 18, "AuthenticationFailed");

        DatabaseReply.Refused refused = refused(as("anna", server.target()));

        assertThat(refused.fault()).isEqualTo(Fault.AUTHENTICATION);
        assertThat(refused.toString()).doesNotContain("secret-4711");
    }

    @Test
    void a_stopped_server_refuses_at_once_and_is_reached_when_it_is_back() throws Exception {
        reached(server.target());

        server.stop();
        long begin = System.nanoTime();
        assertThat(refused(server.target()).fault()).isEqualTo(Fault.REFUSED);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
        server.startAgain();

        reached(server.target());
    }

    @Test
    void a_restart_between_two_checks_is_not_noticed_as_a_failure() throws Exception {
        reached(server.target());

        server.stop();
        server.startAgain();

        reached(server.target());
    }

    @Test
    void a_port_without_a_listener_refuses_and_a_wrong_name_is_not_found() throws Exception {
        assertThat(refused(at("127.0.0.1", FreePort.find())).fault()).isEqualTo(Fault.REFUSED);
        assertThat(refused(at("no-such-host.invalid", 27017)).fault())
                .isEqualTo(Fault.NAME_NOT_FOUND);
    }

    @Test
    void a_peer_that_never_answers_times_out_in_time_and_keeps_no_connection() throws Exception {
        try (var peer = HostilePeer.silent()) {
            timesOut(at("127.0.0.1", peer.port()));

            assertThat(eventually(() -> peer.guestsPresent() == 0)).isTrue();
        }
    }

    @Test
    void a_peer_that_drips_its_answer_times_out_in_time() throws Exception {
        byte[] beginning = {100, 0, 0, 0, 1};
        try (var peer = HostilePeer.dripping(beginning, Duration.ofMillis(100))) {
            timesOut(at("127.0.0.1", peer.port()));

            assertThat(eventually(() -> peer.guestsPresent() == 0)).isTrue();
        }
    }

    @Test
    void a_peer_of_another_protocol_is_refused() throws Exception {
        byte[] text = "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        try (var peer = HostilePeer.saying(text)) {
            assertThat(engine.check(at("127.0.0.1", peer.port()), deadline(SHORT)))
                    .isInstanceOf(DatabaseReply.Refused.class);
        }
    }

    @Test
    void a_peer_that_hangs_up_does_not_count_as_reached() throws Exception {
        try (var peer = HostilePeer.closing()) {
            assertThat(refused(at("127.0.0.1", peer.port())).fault())
                    .isIn(Fault.CLOSED, Fault.TIMED_OUT);
        }
    }

    @Test
    void an_interruption_ends_a_check_at_once() throws Exception {
        try (var peer = HostilePeer.silent()) {
            var task = new FutureTask<>(() -> check(at("127.0.0.1", peer.port())));
            Thread checking = Thread.ofVirtual().start(task);
            assertThat(eventually(() -> peer.guestsPresent() >= 1)).isTrue();

            checking.interrupt();

            assertThatThrownBy(() -> task.get(5, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(InterruptedException.class);
            assertThat(eventually(() -> peer.guestsPresent() == 0)).isTrue();
        }
    }

    @Test
    void a_closed_engine_leaves_no_thread_of_the_driver_behind() throws Exception {
        reached(server.target());
        refused(at("127.0.0.1", FreePort.find()));

        engine.close();

        assertThat(eventually(() -> driverThreads() == 0)).isTrue();
        assertThat(check(server.target())).isInstanceOf(DatabaseReply.Unknown.class);
    }

    @Test
    void an_open_server_is_adopted_without_an_account() throws Exception {
        DatabaseTarget target =
                engine.adopt(
                        local(),
                        Secret.of("p"),
                        new ThisMachine(),
                        deadline(SHORT.multipliedBy(9)));

        assertThat(target.user()).isNull();
        reached(target);
    }

    @Test
    void a_server_with_access_control_is_left_to_its_administrator() {
        server.fail("serverStatus", 13, "Unauthorized");

        assertThatThrownBy(() ->
                        engine.adopt(
                                local(),
                                Secret.of("p"),
                                new ThisMachine(),
                                deadline(SHORT.multipliedBy(9))))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> {
                            assertThat(problem.code()).isEqualTo(ProblemCode.DENIED);
                            assertThat(problem.hint()).contains("createUser", "clusterMonitor");
                        });
    }

    @Test
    void the_plan_names_the_least_privileges_and_a_statement_that_can_be_run_twice() {
        AdoptionPlan plan = engine.planAdoption(local());

        assertThat(plan.account()).isEqualTo("caretaker_monitor");
        assertThat(plan.grants())
                .containsExactly(
                        "clusterMonitor",
                        "caretaker_operations (inprog, killop, killAnySession, killAnyCursor)");
        assertThat(plan.steps().getLast())
                .contains("getRole(", "updateRole(", "createRole(")
                .contains("getUser(", "grantRolesToUser(", "createUser(", "passwordPrompt()");
    }

    private LocalServer local() {
        return new LocalServer(
                EngineKind.MONGODB,
                "mongodb-test",
                1,
                "mongodb",
                "127.0.0.1",
                server.port(),
                null,
                null,
                null,
                new ServiceControl.None(),
                null,
                List.of(),
                List.of());
    }

    private DatabaseReply check(DatabaseTarget target) throws InterruptedException {
        return engine.check(target, deadline(Duration.ofSeconds(20)));
    }

    private DatabaseReply.Reached reached(DatabaseTarget target) throws InterruptedException {
        DatabaseReply reply = check(target);
        assertThat(reply).isInstanceOf(DatabaseReply.Reached.class);
        return (DatabaseReply.Reached) reply;
    }

    private DatabaseReply.Refused refused(DatabaseTarget target) throws InterruptedException {
        DatabaseReply reply = check(target);
        assertThat(reply).isInstanceOf(DatabaseReply.Refused.class);
        return (DatabaseReply.Refused) reply;
    }

    private void timesOut(DatabaseTarget target) throws InterruptedException {
        long begin = System.nanoTime();
        DatabaseReply reply = engine.check(target, deadline(SHORT));

        assertThat(((DatabaseReply.Refused) reply).fault()).isEqualTo(Fault.TIMED_OUT);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(SHORT.plus(GRACE));
    }

    private static DatabaseTarget at(String host, int port) {
        return new DatabaseTarget(
                EngineKind.MONGODB, host, port, null, null, null, DatabaseTarget.TlsMode.OFF, null);
    }

    private static DatabaseTarget as(String user, DatabaseTarget target) {
        return new DatabaseTarget(
                target.engine(),
                target.host(),
                target.port(),
                null,
                user,
                new SecretReference.FromEnvironment("ANY"),
                target.tls(),
                null);
    }

    private static long driverThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("cluster-") || name.contains("MaintenanceTimer"))
                .count();
    }

    private static Deadline deadline(Duration budget) {
        return Deadline.after(budget, System::nanoTime);
    }

    private static boolean eventually(Callable<@Nullable Boolean> condition) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (System.nanoTime() < end) {
            if (Boolean.TRUE.equals(condition.call())) {
                return true;
            }
            LockSupport.parkNanos(20_000_000);
        }
        return false;
    }
}
