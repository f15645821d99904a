package io.caretaker.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.Fault;
import io.caretaker.core.health.AdoptionPlan;
import io.caretaker.core.health.DatabaseEngine;
import io.caretaker.core.health.DatabaseReply;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.health.LocalServer;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.host.ProcessFacts;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.secret.Secret;
import io.caretaker.core.secret.SecretReference;
import io.caretaker.core.secret.SecretSource;
import io.caretaker.testkit.server.DatabaseServer;
import io.caretaker.testkit.server.FreePort;
import io.caretaker.testkit.server.HostilePeer;
import io.caretaker.testkit.server.ThisMachine;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every engine's adapter does with a real server and with peers that misbehave. A subclass
/// gives the adapter and one running server, which the tests kill and start again.
public abstract class DatabaseEngineContract {
    private static final Duration AMPLE = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(700);
    private static final Duration GRACE = Duration.ofMillis(900);
    private static final SecretReference OTHER =
            new SecretReference.FromEnvironment("CARETAKER_TEST_OTHER");

    private final Map<SecretReference, Secret> secrets = new ConcurrentHashMap<>();
    private @Nullable DatabaseEngine opened;

    protected abstract DatabaseEngine newEngine(SecretSource secrets);

    /// The running server, the same in all tests.
    protected abstract DatabaseServer server();

    /// What a server of this engine says first, so that the driver waits for more: the beginning of
    /// a packet that never ends.
    protected abstract byte[] beginningOfAnAnswer();

    protected HostAccess host() {
        return new ThisMachine();
    }

    @BeforeEach
    void open_the_engine() {
        secrets.put(reference(server().target()), server().password());
        opened = newEngine(this::resolve);
    }

    @AfterEach
    void close_the_engine() {
        engine().close();
    }

    @Test
    void a_running_server_is_reached_with_version_fingerprint_and_metrics() throws Exception {
        DatabaseReply.Reached reached = reached(check(server().target()));

        assertThat(reached.version()).matches("\\d+.*");
        assertThat(reached.fingerprint()).isNotBlank();
        assertThat(reached.notice()).isNull();
        assertThat(reached.metrics().values())
                .containsKeys("connections", "max_connections", "uptime_seconds");
    }

    @Test
    void the_connection_is_kept_for_the_next_check() throws Exception {
        double first = connections(check(server().target()));
        for (int i = 0; i < 5; i++) {
            check(server().target());
        }

        assertThat(connections(check(server().target()))).isLessThanOrEqualTo(first);
    }

    @Test
    void rates_come_with_the_second_check() throws Exception {
        check(server().target());

        DatabaseReply.Reached second = reached(check(server().target()));

        assertThat(second.metrics().values().keySet())
                .anyMatch(name -> name.endsWith("_per_second"));
    }

    @Test
    void checks_of_one_target_at_the_same_time_all_come_back() throws Exception {
        var tasks =
                Stream.generate(() -> new FutureTask<>(() -> check(server().target())))
                        .limit(8)
                        .toList();
        tasks.forEach(task -> Thread.ofVirtual().start(task));

        for (FutureTask<DatabaseReply> task : tasks) {
            reached(task.get(1, TimeUnit.MINUTES));
        }
    }

    @Test
    void a_killed_server_is_absent_and_is_reached_again_when_it_is_back() throws Exception {
        @Nullable String fingerprint = reached(check(server().target())).fingerprint();

        server().kill();
        try {
            // A session may outlive the main process by milliseconds and truthfully answer.
            assertThat(eventually(() -> absent(check(server().target())))).isTrue();
        } finally {
            server().start();
        }

        assertThat(reached(check(server().target())).fingerprint()).isEqualTo(fingerprint);
    }

    @Test
    void a_restart_between_two_checks_is_not_noticed_as_a_failure() throws Exception {
        reached(check(server().target()));

        server().kill();
        server().start();

        reached(check(server().target()));
    }

    @Test
    void a_frozen_server_times_out_and_is_reached_when_it_goes_on() throws Exception {
        reached(check(server().target()));

        server().freeze();
        try {
            timesOut(server().target());
            timesOut(server().target());
        } finally {
            server().thaw();
        }

        reached(check(server().target()));
    }

    @Test
    void a_wrong_password_is_an_authentication_fault_and_is_not_told() throws Exception {
        String wrong = "wrong-and-secret-4711";
        secrets.put(OTHER, Secret.of(wrong));

        DatabaseReply.Refused refused = refused(check(with(server().target(), OTHER)));

        assertThat(refused.fault()).isEqualTo(Fault.AUTHENTICATION);
        assertThat(refused.toString()).doesNotContain(wrong);
    }

    @Test
    void a_secret_that_cannot_be_read_says_nothing_about_the_server() throws Exception {
        secrets.remove(OTHER);

        assertThat(check(with(server().target(), OTHER))).isInstanceOf(DatabaseReply.Unknown.class);
    }

    @Test
    void a_rotated_password_is_picked_up() throws Exception {
        DatabaseTarget target = with(server().target(), OTHER);
        secrets.put(OTHER, Secret.of("not yet"));
        refused(check(target));

        secrets.put(OTHER, server().password());

        reached(check(target));
    }

    @Test
    void a_port_without_a_listener_refuses() throws Exception {
        assertThat(refused(check(at(FreePort.find()))).fault()).isEqualTo(Fault.REFUSED);
    }

    @Test
    void a_name_that_does_not_exist_is_not_found() throws Exception {
        DatabaseReply reply = check(at("no-such-host.invalid", server().target().port()));

        assertThat(refused(reply).fault()).isEqualTo(Fault.NAME_NOT_FOUND);
    }

    @Test
    void a_peer_that_never_answers_times_out_in_time_and_keeps_no_connection() throws Exception {
        try (var peer = HostilePeer.silent()) {
            timesOut(at(peer.port()));

            assertThat(eventually(() -> peer.guestsPresent() == 0)).isTrue();
        }
    }

    @Test
    void a_peer_that_drips_its_answer_times_out_in_time() throws Exception {
        try (var peer = HostilePeer.dripping(beginningOfAnAnswer(), Duration.ofMillis(100))) {
            timesOut(at(peer.port()));

            assertThat(eventually(() -> peer.guestsPresent() == 0)).isTrue();
        }
    }

    @Test
    void a_peer_of_another_protocol_is_refused() throws Exception {
        byte[] text = "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        try (var peer = HostilePeer.saying(text)) {
            DatabaseReply reply = engine().check(at(peer.port()), deadline(SHORT));

            assertThat(reply).isInstanceOf(DatabaseReply.Refused.class);
        }
    }

    @Test
    void a_peer_that_hangs_up_does_not_count_as_reached() throws Exception {
        try (var peer = HostilePeer.closing()) {
            DatabaseReply reply = engine().check(at(peer.port()), deadline(SHORT));

            assertThat(refused(reply).fault()).isIn(Fault.CLOSED, Fault.TIMED_OUT);
        }
    }

    @Test
    void an_interruption_ends_a_check_at_once() throws Exception {
        try (var peer = HostilePeer.silent()) {
            var task = new FutureTask<>(() -> check(at(peer.port())));
            Thread checking = Thread.ofVirtual().start(task);
            assertThat(eventually(() -> peer.guestsPresent() == 1)).isTrue();

            checking.interrupt();

            assertThatThrownBy(() -> task.get(5, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(InterruptedException.class);
            assertThat(eventually(() -> peer.guestsPresent() == 0)).isTrue();
        }
    }

    @Test
    void forgetting_a_target_closes_its_connection() throws Exception {
        DatabaseTarget other = with(server().target(), OTHER);
        secrets.put(OTHER, server().password());
        check(other);
        check(server().target());
        double before = connections(check(server().target()));

        engine().forget(other);

        assertThat(eventually(() -> connections(check(server().target())) <= before - 1)).isTrue();
    }

    @Test
    void the_main_process_is_recognised_and_its_children_are_not() {
        LocalServer found = recognised();

        assertThat(found.pid()).isEqualTo(server().pid());
        assertThat(found.port()).isEqualTo(server().target().port());
        assertThat(found.host()).isEqualTo("127.0.0.1");
        assertThat(found.name()).isNotBlank();
        assertThat(found.dataDirectory()).isNotNull();
        assertThat(ProcessHandle.of(server().pid()).orElseThrow().descendants())
                .allSatisfy(child -> assertThat(recognise(child.pid())).isEmpty());
        assertThat(recognise(ProcessHandle.current().pid())).isEmpty();
    }

    @Test
    void planning_an_adoption_names_the_account_and_every_step() {
        AdoptionPlan plan = engine().planAdoption(recognised());

        assertThat(plan.account()).isEqualTo("caretaker_monitor");
        assertThat(plan.grants()).isNotEmpty();
        assertThat(plan.steps()).isNotEmpty();
    }

    @Test
    void adopting_twice_leaves_one_account_with_the_second_password() throws Exception {
        LocalServer found = recognised();
        adopt(found, Secret.of("first' \\ \"password"));
        DatabaseTarget adopted = adopt(found, Secret.of("second pässword"));

        assertThat(adopted.user()).isEqualTo("caretaker_monitor");
        secrets.put(OTHER, Secret.of("second pässword"));
        DatabaseReply.Reached reached = reached(check(with(adopted, OTHER)));
        assertThat(reached.fingerprint())
                .isEqualTo(reached(check(server().target())).fingerprint());
        engine().forget(with(adopted, OTHER));
        secrets.put(OTHER, Secret.of("first' \\ \"password"));
        assertThat(refused(check(with(adopted, OTHER))).fault()).isEqualTo(Fault.AUTHENTICATION);
    }

    @Test
    void every_failure_signature_names_its_source() {
        assertThat(engine().failureSignatures())
                .isNotEmpty()
                .allSatisfy(signature -> assertThat(signature.source()).isNotBlank());
    }

    @Test
    void a_closed_engine_says_nothing_about_the_server() throws Exception {
        reached(check(server().target()));

        engine().close();

        assertThat(check(server().target())).isInstanceOf(DatabaseReply.Unknown.class);
    }

    protected final DatabaseEngine engine() {
        return Objects.requireNonNull(opened);
    }

    /// Makes a password known to the engine under a reference.
    protected final void know(SecretReference reference, Secret secret) {
        secrets.put(reference, secret);
    }

    protected final DatabaseReply check(DatabaseTarget target) throws InterruptedException {
        return engine().check(target, deadline(AMPLE));
    }

    protected final DatabaseTarget adopt(LocalServer found, Secret password)
            throws InterruptedException {
        return engine().adopt(found, password, host(), deadline(AMPLE));
    }

    protected final LocalServer recognised() {
        return recognise(server().pid()).orElseThrow();
    }

    protected static DatabaseReply.Reached reached(DatabaseReply reply) {
        assertThat(reply).isInstanceOf(DatabaseReply.Reached.class);
        return (DatabaseReply.Reached) reply;
    }

    protected static DatabaseReply.Refused refused(DatabaseReply reply) {
        assertThat(reply).isInstanceOf(DatabaseReply.Refused.class);
        return (DatabaseReply.Refused) reply;
    }

    protected static Deadline deadline(Duration budget) {
        return Deadline.after(budget, System::nanoTime);
    }

    protected static DatabaseTarget with(DatabaseTarget target, SecretReference password) {
        return new DatabaseTarget(
                target.engine(),
                target.host(),
                target.port(),
                target.database(),
                target.user(),
                password,
                target.tls(),
                target.caFile());
    }

    private DatabaseTarget at(int port) {
        return at("127.0.0.1", port);
    }

    private DatabaseTarget at(String address, int port) {
        DatabaseTarget target = server().target();
        return new DatabaseTarget(
                target.engine(),
                address,
                port,
                target.database(),
                target.user(),
                target.password(),
                DatabaseTarget.TlsMode.OFF,
                null);
    }

    private void timesOut(DatabaseTarget target) throws InterruptedException {
        long begin = System.nanoTime();
        DatabaseReply reply = engine().check(target, deadline(SHORT));

        assertThat(refused(reply).fault()).isEqualTo(Fault.TIMED_OUT);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(SHORT.plus(GRACE));
    }

    private Optional<LocalServer> recognise(long pid) {
        ProcessFacts process = host().process(pid).orElseThrow();
        return engine().recognise(process, host());
    }

    private Secret resolve(SecretReference reference) {
        Secret secret = secrets.get(reference);
        if (secret == null) {
            throw new Problem(ProblemCode.CONFIGURATION, reference + " is not set", "");
        }
        return secret;
    }

    private static SecretReference reference(DatabaseTarget target) {
        return Objects.requireNonNull(target.password());
    }

    private static double connections(DatabaseReply reply) {
        Double value = reached(reply).metrics().get("connections");
        assertThat(value).isNotNull();
        return Objects.requireNonNull(value);
    }

    private static boolean absent(DatabaseReply reply) {
        return reply instanceof DatabaseReply.Refused refused && refused.fault() == Fault.REFUSED;
    }

    private static boolean eventually(Condition condition) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (System.nanoTime() < end) {
            if (condition.holds()) {
                return true;
            }
            LockSupport.parkNanos(20_000_000);
        }
        return false;
    }

    private interface Condition {
        boolean holds() throws Exception;
    }
}
