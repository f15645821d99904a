package io.caretaker.server.care;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caretaker.core.audit.AuditEntry;
import io.caretaker.core.audit.AuditLog.AuditRecord;
import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.Fault;
import io.caretaker.core.health.DatabaseReply;
import io.caretaker.core.inventory.Care;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.session.CleanupReport;
import io.caretaker.core.session.EndMethod;
import io.caretaker.testkit.session.FakeServer;
import io.caretaker.testkit.session.FakeServer.Request;
import io.caretaker.testkit.session.FakeServer.Trait;
import io.caretaker.testkit.session.FakeSessions;
import io.caretaker.testkit.session.SampleSession;
import io.caretaker.testkit.store.InMemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class CleanupTest {
    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
    private static final Duration LONG = Duration.ofMinutes(20);

    private final FakeSessions sessions = new FakeSessions(InstantSource.fixed(NOW));
    private final FakeServer server = sessions.server(Databases.TARGET);
    private final InMemoryStore store = new InMemoryStore();
    private Care care = Care.DEFAULT;

    @Test
    void what_runs_is_cancelled_and_what_does_not_run_is_terminated() throws Exception {
        server.add(SampleSession.client("1", NOW).active(LONG).build());
        server.add(SampleSession.client("2", NOW).idleInTransaction(LONG).build());
        CleanupReport report = run(false);
        assertThat(report.ended())
                .extracting(ended -> ended.victim().session().id() + " " + ended.how())
                .containsExactlyInAnyOrder("1 cancelled", "2 terminated");
        assertThat(server.ids()).containsExactly("1");
        assertThat(methods()).containsExactlyInAnyOrder(EndMethod.CANCEL, EndMethod.TERMINATE);
    }

    @Test
    void what_ignores_being_cancelled_is_terminated_after_the_time_of_grace() throws Exception {
        care = graceful(Duration.ofMillis(300));
        server.add(SampleSession.client("1", NOW).active(LONG).build(), Trait.IGNORES_CANCEL);
        CleanupReport report = run(false);
        assertThat(report.ended())
                .singleElement()
                .satisfies(ended -> {
                    assertThat(ended.how()).isEqualTo("terminated after cancelling");
                    assertThat(ended.took()).isGreaterThanOrEqualTo(Duration.ofMillis(300));
                });
        assertThat(server.ids()).isEmpty();
    }

    @Test
    void what_cannot_be_ended_is_told_and_nothing_is_claimed() throws Exception {
        server.add(
                SampleSession.client("1", NOW).idleInTransaction(LONG).build(),
                Trait.IGNORES_TERMINATE);
        CleanupReport report = run(false);
        assertThat(report.ended()).isEmpty();
        assertThat(report.failed())
                .singleElement()
                .satisfies(failed -> assertThat(failed.message()).contains("still there"));
        assertThat(newest().success()).isFalse();
    }

    @Test
    void somebody_who_got_the_number_meanwhile_is_left_alone() throws Exception {
        server.add(SampleSession.client("1", NOW).idleInTransaction(LONG).build());
        server.beforeNextEnd(
                () -> server.add(SampleSession.client("1", NOW).startedAt(NOW).build()));
        CleanupReport report = run(false);
        assertThat(report.ended())
                .extracting(CleanupReport.Ended::how)
                .containsExactly("ended by itself");
        assertThat(server.ids()).containsExactly("1");
    }

    @Test
    void somebody_who_went_on_working_meanwhile_is_left_alone() throws Exception {
        server.add(SampleSession.client("1", NOW).idleInTransaction(LONG).build());
        server.beforeNextEnd(() ->
                server.change(
                        "1", _ -> SampleSession.client("1", NOW).active(Duration.ZERO).build()));
        CleanupReport report = run(false);
        assertThat(server.ids()).containsExactly("1");
        assertThat(report.ended()).isEmpty();
        assertThat(report.spared())
                .singleElement()
                .satisfies(spared ->
                        assertThat(spared.reason()).contains("does something else by now"));
        assertThat(newest().action()).isEqualTo("session.spare");
    }

    @Test
    void a_dry_run_touches_nothing_and_names_the_same_sessions() throws Exception {
        server.add(SampleSession.client("1", NOW).active(LONG).build());
        server.add(SampleSession.client("2", NOW).idleInTransaction(LONG).build());
        server.add(SampleSession.client("3", NOW).blockedBy(LONG, "2").build());
        CleanupReport dry = run(true);
        assertThat(server.requests()).isEmpty();
        assertThat(store.audit().recent(null, 10)).isEmpty();
        CleanupReport real = run(false);
        assertThat(names(dry)).isEqualTo(names(real)).isNotEmpty();
        assertThat(dry.spared()).isEqualTo(real.spared());
    }

    @Test
    void the_victims_are_in_the_audit_log_before_the_first_is_touched() throws Exception {
        server.add(SampleSession.client("1", NOW).idleInTransaction(LONG).user("anna").build());
        server.beforeNextEnd(() -> {
            assertThat(newest().action()).isEqualTo("session.cleanup");
            assertThat(newest().message()).contains("1");
        });
        run(false);
        AuditEntry last = newest();
        assertThat(last.action()).isEqualTo("session.end");
        assertThat(last.actor()).isEqualTo("tester");
        assertThat(last.details())
                .containsEntry("user", "anna")
                .containsEntry("application", "web")
                .containsEntry("database", "shop")
                .containsEntry("offence", "idle_in_transaction")
                .containsEntry("query", "select * from orders where id = ?")
                .containsEntry("reason", "idle in transaction for 1200 s");
    }

    @Test
    void ending_the_root_sets_free_all_who_waited() throws Exception {
        care = graceful(Duration.ofSeconds(5));
        server.add(SampleSession.client("1", NOW).active(LONG).build());
        for (int i = 2; i <= 31; i++) {
            server.add(SampleSession.client("" + i, NOW).blockedBy(LONG, "1").build());
        }
        CleanupReport report = run(false);
        assertThat(names(report)).containsExactly("1");
        assertThat(server.snapshot().sessions()).noneMatch(session -> session.blocked());
    }

    @Test
    void a_server_that_does_not_show_its_sessions_is_a_problem_and_nothing_is_done() {
        server.absent(new DatabaseReply.Refused(Fault.OVERLOADED, "takes no more", "53300"));
        assertThatThrownBy(() -> run(false))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> {
                            assertThat(problem.code()).isEqualTo(ProblemCode.UNREACHABLE);
                            assertThat(problem.message()).contains("takes no more");
                        });
        assertThat(store.audit().recent(null, 10)).isEmpty();
    }

    private static Care graceful(Duration grace) {
        return new Care(
                Care.DEFAULT.thresholds(),
                Care.DEFAULT.cleanup().withGrace(grace),
                Care.DEFAULT.protection(),
                Care.DEFAULT.longQuery(),
                false);
    }

    private CleanupReport run(boolean dry) throws InterruptedException {
        var order =
                new Cleanup.Order(Databases.service(care), Databases.TARGET, care, dry, "tester");
        return new Cleanup(sessions, store.audit(), InstantSource.fixed(NOW), System::nanoTime)
                .run(order, Deadline.after(Duration.ofSeconds(5), System::nanoTime));
    }

    private static List<String> names(CleanupReport report) {
        return report.ended().stream().map(ended -> ended.victim().session().id()).toList();
    }

    private List<EndMethod> methods() {
        return server.requests().stream().map(Request::method).toList();
    }

    private AuditEntry newest() {
        return store.audit().recent(null, 1).stream()
                .map(AuditRecord::entry)
                .findFirst()
                .orElseThrow();
    }
}
