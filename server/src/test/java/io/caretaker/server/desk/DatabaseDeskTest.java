package io.caretaker.server.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caretaker.core.audit.AuditLog;
import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.check.Metrics;
import io.caretaker.core.check.NameResolver.Resolution;
import io.caretaker.core.health.DatabaseReply;
import io.caretaker.core.inventory.Care;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.session.CleanupReport;
import io.caretaker.core.session.EndAnswer;
import io.caretaker.core.session.EndMethod;
import io.caretaker.core.session.EndReply;
import io.caretaker.core.session.Offence;
import io.caretaker.core.session.Protection;
import io.caretaker.core.session.SessionKind;
import io.caretaker.server.care.Databases;
import io.caretaker.server.watch.Checks;
import io.caretaker.server.watch.DatabaseProbe;
import io.caretaker.server.watch.HealthJudge;
import io.caretaker.testkit.session.FakeServer;
import io.caretaker.testkit.session.FakeSessions;
import io.caretaker.testkit.session.SampleSession;
import io.caretaker.testkit.store.InMemoryStore;
import io.caretaker.testkit.store.InventorySamples;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class DatabaseDeskTest {
    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
    private static final Duration LONG = Duration.ofMinutes(20);
    private static final String ANNA = "api:anna";

    private final FakeSessions sessions = new FakeSessions(InstantSource.fixed(NOW));
    private final FakeServer server = sessions.server(Databases.TARGET);
    private final InMemoryStore store = new InMemoryStore();
    private final FakeEngine engine =
            new FakeEngine(
                    new DatabaseReply.Reached(
                            "15.4",
                            "7001",
                            Metrics.builder().put("blocked_locks", 1000).build(),
                            null),
                    sessions);
    private final Checks checks =
            new Checks(
                    Map.of(
                            CheckSpec.Database.class,
                            new DatabaseProbe(
                                    List.of(engine), HealthJudge.once(InstantSource.fixed(NOW)))),
                    (_, _) -> new Resolution.Found(List.of(InetAddress.getLoopbackAddress())),
                    new NoHosts(),
                    InstantSource.fixed(NOW),
                    System::nanoTime);
    private final DatabaseDesk desk =
            new DatabaseDesk(
                    new DatabasePorts(
                            () -> List.of(engine),
                            () -> checks,
                            NoHosts::new,
                            store::audit,
                            _ -> null,
                            InstantSource.fixed(NOW),
                            System::nanoTime));
    private final Inventory inventory =
            Inventory.of(
                    List.of(here()),
                    List.of(
                            Databases.service(Care.DEFAULT),
                            InventorySamples.plainService("web", "here")),
                    List.of());
    private final Database database = desk.databases(inventory, null).find(null);

    @Test
    void a_database_is_found_by_what_people_call_it_and_the_only_one_without_a_name() {
        assertThat(database.service().id().value()).isEqualTo("db");
        assertThat(desk.databases(inventory, null).find("Shop").service())
                .isEqualTo(database.service());
        assertProblem(() -> desk.databases(inventory, null).find("web"), ProblemCode.INVALID, "'");
        assertProblem(
                () -> desk.databases(Inventory.EMPTY, null).find(null),
                ProblemCode.NOT_FOUND,
                "no log-in to any database");
    }

    @Test
    void all_sessions_are_looked_at_before_the_first_is_ended() throws Exception {
        server.add(SampleSession.client("1", NOW).active(LONG).build());
        server.add(SampleSession.client("2", NOW).kind(SessionKind.SYSTEM).build());
        assertProblem(
                () -> desk.planEnd(database, List.of("1", "3"), EndMethod.TERMINATE, false, ANNA),
                ProblemCode.NOT_FOUND,
                "there is no session 3");
        EndPlan plan = desk.planEnd(database, List.of("1", "2"), EndMethod.TERMINATE, false, ANNA);
        assertProblem(() -> desk.end(plan), ProblemCode.DENIED, "session 2 is not ended");
        assertThat(server.requests()).isEmpty();
        assertThat(audited()).isEmpty();
    }

    @Test
    void who_ends_a_session_is_written_down() throws Exception {
        server.add(SampleSession.client("1", NOW).active(LONG).build());
        List<EndAnswer> answers =
                desk.end(
                        desk.planEnd(
                                database, List.of("1", "1"), EndMethod.TERMINATE, false, ANNA));
        assertThat(answers)
                .singleElement()
                .satisfies(answer -> assertThat(answer.reply()).isEqualTo(new EndReply.Done()));
        assertThat(server.ids()).isEmpty();
        assertThat(audited()).hasSize(2).allMatch(each -> each.startsWith(ANNA));
    }

    @Test
    void a_rehearsal_ends_nothing_and_what_it_saw_is_what_is_done() throws Exception {
        server.add(SampleSession.client("1", NOW).idleInTransaction(LONG).build());
        OneTimeCleanup cleanup = desk.cleanup(database, CleanupTerms.NONE, ANNA);
        CleanupReport rehearsal = cleanup.rehearse();
        assertThat(rehearsal.dryRun()).isTrue();
        assertThat(rehearsal.ended()).hasSize(1);
        assertThat(server.requests()).isEmpty();
        assertThat(audited()).isEmpty();

        server.add(SampleSession.client("2", NOW).idleInTransaction(LONG).build());
        CleanupReport report = cleanup.run();
        assertThat(report.ended())
                .extracting(ended -> ended.victim().session().id())
                .containsExactly("1");
        assertThat(server.ids()).containsExactly("2");
        assertThat(cleanup.document(report, true))
                .containsEntry("service_id", "db")
                .containsEntry("dry_run", false)
                .containsKey("explanation");
        assertThat(audited()).isNotEmpty().allMatch(each -> each.startsWith(ANNA));
    }

    @Test
    void terms_change_the_policy_for_one_time() throws Exception {
        server.add(SampleSession.client("1", NOW).idleInTransaction(LONG).build());
        var queriesOnly =
                new CleanupTerms(Map.of(), Set.of(Offence.LONG_QUERY), null, null, Protection.NONE);
        assertThat(desk.cleanup(database, queriesOnly, ANNA).rehearse().ended()).isEmpty();
        var later =
                new CleanupTerms(
                        Map.of(Offence.IDLE_IN_TRANSACTION, LONG.plusSeconds(1)),
                        Set.of(),
                        null,
                        null,
                        Protection.NONE);
        assertThat(desk.cleanup(database, later, ANNA).rehearse().ended()).isEmpty();
        var none = new CleanupTerms(Map.of(), Set.of(), null, 0, Protection.NONE);
        assertProblem(
                () -> desk.cleanup(database, none, ANNA), ProblemCode.INVALID, "max must be 1");
    }

    @Test
    void one_look_at_its_health_is_judged_at_once() throws Exception {
        var report = desk.health(database, Duration.ZERO);
        assertThat(report.word()).isEqualTo("critical");
        assertThat(report.metrics().get("blocked_locks")).isEqualTo(1000);
        assertProblem(
                () -> desk.health(database, Duration.ofHours(1)),
                ProblemCode.INVALID,
                "must be shorter than the time limit");
    }

    /// This machine.
    private static Host here() {
        Host sample = InventorySamples.host("here");
        return new Host(
                sample.id(),
                sample.hostname(),
                "127.0.0.1",
                sample.placement(),
                sample.ssh(),
                sample.metadata(),
                sample.status(),
                sample.origin(),
                NOW,
                NOW,
                NOW);
    }

    private List<String> audited() {
        return store.audit().recent(null, 20).stream()
                .map(AuditLog.AuditRecord::entry)
                .map(entry -> entry.actor() + " " + entry.action())
                .toList();
    }

    private static void assertProblem(ThrowingCallable call, ProblemCode code, String words) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> {
                            assertThat(problem.code()).isEqualTo(code);
                            assertThat(problem.message()).contains(words);
                        });
    }
}
