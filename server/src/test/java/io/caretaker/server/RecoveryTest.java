package io.caretaker.server;

import static io.caretaker.server.Fixture.REFUSED;
import static io.caretaker.server.Fixture.UP;
import static io.caretaker.server.Fixture.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caretaker.core.audit.AuditLog.AuditRecord;
import io.caretaker.core.check.Fault;
import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.check.Outcome;
import io.caretaker.core.host.ControlAction;
import io.caretaker.core.host.ProcessFacts;
import io.caretaker.core.host.UnitState;
import io.caretaker.core.inventory.Environment;
import io.caretaker.core.inventory.InventoryChange;
import io.caretaker.core.inventory.Monitoring;
import io.caretaker.core.inventory.Origin;
import io.caretaker.core.inventory.Severity;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.recovery.Approval;
import io.caretaker.core.recovery.Pause;
import io.caretaker.core.recovery.RecoveryPolicy;
import io.caretaker.core.recovery.RecoveryRequest;
import io.caretaker.core.recovery.RecoveryState;
import io.caretaker.core.recovery.RecoveryStep;
import io.caretaker.server.heal.AttemptCounts;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecoveryTest {
    @TempDir Path directory;

    private Fixture fixture;

    @BeforeEach
    void prepare() {
        fixture = new Fixture(directory);
    }

    @AfterEach
    void end() {
        fixture.close();
    }

    private void db(Outcome outcome) {
        fixture.answers.put(id("db"), outcome);
    }

    private RecoveryState remembered() {
        return fixture.store
                .recovery()
                .states()
                .getOrDefault(id("db"), RecoveryState.fresh(id("db")));
    }

    private List<String> audited() {
        return fixture.store.audit().recent("db", 50).stream()
                .map(AuditRecord::entry)
                .map(entry -> entry.action() + (entry.success() ? "+" : "-"))
                .toList();
    }

    private boolean told(String text) {
        return fixture.notices.stream()
                .anyMatch(notice -> (notice.title() + " " + notice.text()).contains(text));
    }

    @Test
    void what_is_down_is_started_proven_and_written_down() throws InterruptedException {
        fixture.with(fixture.service("db")).healing("db").start();
        await().until(() -> fixture.state("db").status().up());
        db(REFUSED);
        await().until(() -> audited().contains("recovery.start+"));
        assertThat(fixture.host.actions).containsExactly(ControlAction.START);
        assertThat(fixture.state("db").status().up()).isTrue();
        assertThat(remembered().attempts()).isEqualTo(1);
        assertThat(remembered().lastSucceeded()).isTrue();
        assertThat(remembered().inFlight()).isNull();
        assertThat(fixture.caretaker().flush(Duration.ofSeconds(5))).isTrue();
        assertThat(fixture.store.history().recent(id("db"), 100))
                .extracting(HistoryEntry::recovery)
                .anySatisfy(note -> {
                    assertThat(note).isNotNull();
                    assertThat(note.action()).isEqualTo("start");
                    assertThat(note.success()).isTrue();
                });
        assertThat(told("was brought back")).isTrue();
        assertThat(fixture.caretaker().recovery().attempts().counts())
                .containsEntry(new AttemptCounts.Kind("start", "healed"), 1L)
                .containsEntry(new AttemptCounts.Kind("start", "failed"), 0L);
        assertThat(fixture.caretaker().recovery().attempts().durations().count()).isEqualTo(1);
        assertThat(fixture.caretaker().writer().latency().count()).isPositive();
        assertThat(fixture.caretaker().writer().written()).isPositive();
        assertThat(fixture.caretaker().writer().refused()).isZero();
        assertThat(fixture.caretaker().watch().lateness().counts().count()).isPositive();
    }

    @Test
    void attempts_end_and_people_are_told_once() {
        fixture.with(fixture.service("db")).start();
        db(REFUSED);
        await().atMost(Duration.ofSeconds(30)).until(() -> audited().contains("recovery.give_up-"));
        assertThat(fixture.host.actions).hasSize(3);
        await().during(Duration.ofSeconds(2)).until(() -> fixture.host.actions.size() == 3);
        assertThat(fixture.notices.stream().filter(each -> each.title().contains("gave up")))
                .hasSize(1);
        assertThat(remembered().gaveUp()).isTrue();
    }

    @Test
    void who_gives_up_says_what_the_log_gives_away() {
        fixture.host.files.put("/log/db", "");
        fixture.host.onAction =
                _ -> {
                    fixture.host.files.put("/log/db", "bind: Address already in use");
                    return FakeHost.exited(1, "");
                };
        fixture.with(fixture.service("db")).start();
        db(REFUSED);
        await().atMost(Duration.ofSeconds(30)).until(() -> told("gave up"));
        assertThat(told("Address already in use; `caretaker recover")).isTrue();
    }

    @Test
    void a_step_that_the_machine_refuses_is_a_failed_attempt() {
        fixture.host.onAction =
                _ -> {
                    throw new Problem(ProblemCode.FAILED, "read-only file system", "");
                };
        fixture.with(fixture.service("db")).start();
        db(REFUSED);
        await().atMost(Duration.ofSeconds(30)).until(() -> audited().contains("recovery.give_up-"));
        assertThat(remembered().attempts()).isEqualTo(3);
        assertThat(told("read-only file system")).isTrue();
    }

    @Test
    void being_stable_again_forgets_the_attempts() {
        fixture.with(fixture.service("db")).healing("db").start();
        db(REFUSED);
        await().until(() -> audited().contains("recovery.start+"));
        await().atMost(Duration.ofSeconds(15)).until(() -> remembered().attempts() == 0);
    }

    @Test
    void a_start_in_progress_is_never_disturbed() {
        fixture.with(fixture.service("db")).start();
        await().until(() -> fixture.state("db").status().up());
        db(new Outcome.Down(Fault.STARTING, "the database system is starting up", null));
        await().until(() -> fixture.state("db").status().down());
        await().during(Duration.ofSeconds(2)).until(() -> fixture.host.actions.isEmpty());
    }

    @Test
    void a_unit_that_systemd_restarts_by_itself_is_left_to_it() {
        fixture.host.unit =
                new UnitState(UnitState.Activity.STARTING, "activating (auto-restart)", null);
        fixture.with(fixture.service("db")).start();
        db(REFUSED);
        await().until(() -> fixture.state("db").status().down());
        await().during(Duration.ofSeconds(2)).until(() -> fixture.host.actions.isEmpty());
    }

    @Test
    void a_dependency_is_healed_before_what_needs_it() {
        fixture.with(fixture.service("db"), fixture.service("web", "db"));
        fixture.host.onAction =
                _ -> {
                    // The web service needs its own start, after the database's.
                    if (fixture.host.actions.size() == 1) {
                        fixture.answers.put(id("db"), UP);
                    } else {
                        fixture.answers.put(id("web"), UP);
                    }
                    return FakeHost.exited(0, "");
                };
        fixture.start();
        await().until(() ->
                fixture.state("db").status().up() && fixture.state("web").status().up());
        fixture.answers.put(id("web"), REFUSED);
        fixture.answers.put(id("db"), REFUSED);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !fixture.store.audit().recent("web", 5).isEmpty());
        assertThat(fixture.store.audit().recent(null, 10).reversed())
                .extracting(record -> record.entry().target())
                .startsWith("db", "web");
    }

    @Test
    void a_pause_made_by_another_process_holds_and_its_end_lets_go() {
        fixture.store.recovery().pause(new Pause("anna", "migration", Instant.now(), null));
        fixture.with(fixture.service("db")).healing("db").start();
        db(REFUSED);
        await().until(() -> fixture.state("db").status().down());
        await().during(Duration.ofSeconds(2)).until(() -> fixture.host.actions.isEmpty());
        fixture.store.recovery().resume();
        await().until(() -> fixture.state("db").status().up());
    }

    @Test
    void an_approval_is_asked_for_honoured_and_spent() {
        fixture.with(fixture.service("db")).healing("db");
        fixture.store
                .inventory()
                .apply(
                        List.of(
                                new InventoryChange.PutEnvironment(
                                        new Environment(
                                                "production",
                                                null,
                                                null,
                                                Severity.HIGH,
                                                null,
                                                true,
                                                Origin.MANAGED,
                                                Instant.EPOCH))),
                        Instant.EPOCH);
        fixture.start();
        db(REFUSED);
        await().until(() -> told("waits for your approval"));
        Approval asked = fixture.store.recovery().approvals(Instant.EPOCH).getFirst();
        assertThat(fixture.host.actions).isEmpty();
        fixture.store
                .recovery()
                .decide(asked.id(), Approval.Verdict.APPROVED, "anna", Instant.now());
        await().until(() -> audited().contains("recovery.start+"));
        assertThat(fixture.store.recovery().approvals(Instant.EPOCH).getFirst().verdict())
                .isEqualTo(Approval.Verdict.USED);
    }

    @Test
    void the_veto_command_can_forbid_it() {
        asksVeto();
        fixture.host.onRun =
                command ->
                        FakeHost.exited(
                                command.program().equals("veto") ? 1 : 0, "backup is running");
        fixture.with(fixture.service("db")).start();
        db(REFUSED);
        await().until(() -> fixture.state("db").status().down());
        await().during(Duration.ofSeconds(2)).until(() -> fixture.host.actions.isEmpty());
    }

    private void asksVeto() {
        fixture.tuning =
                policy ->
                        new Policy(
                                policy.concurrentChecks(),
                                policy.concurrentChecksPerHost(),
                                policy.concurrentRecoveries(),
                                policy.historyRetention(),
                                policy.rollupRetention(),
                                policy.flushInterval(),
                                policy.approvalTime(),
                                List.of("veto"),
                                policy.configurationCopies(),
                                policy.configurationInterval());
    }

    @Test
    void what_somebody_else_brought_back_meanwhile_is_left_alone() {
        asksVeto();
        var asked = new AtomicInteger();
        fixture.host.onRun =
                command -> {
                    if (command.program().equals("veto")) {
                        asked.incrementAndGet();
                        db(UP);
                    }
                    return FakeHost.exited(0, "");
                };
        fixture.with(fixture.service("db")).start();
        db(REFUSED);
        await().until(() -> asked.get() > 0);
        await().until(() -> fixture.state("db").status().up());
        await().during(Duration.ofSeconds(2)).until(() -> fixture.host.actions.isEmpty());
        assertThat(audited()).isEmpty();
        assertThat(remembered().attempts()).isZero();
    }

    @Test
    void what_somebody_else_has_just_started_is_given_the_time_of_a_start() {
        acts(Duration.ofSeconds(4));
        runs(Instant.now());
        db(REFUSED);
        fixture.with(fixture.service("db")).start();
        await().until(() -> fixture.state("db").status().down());
        await().during(Duration.ofSeconds(2)).until(() -> fixture.host.actions.isEmpty());
        await().atMost(Duration.ofSeconds(20)).until(() -> !fixture.host.actions.isEmpty());
        assertThat(fixture.host.actions).startsWith(ControlAction.RELOAD);
    }

    @Test
    void a_start_by_somebody_else_is_seen_to_succeed_before_the_next_check() {
        acts(Duration.ofMinutes(10));
        fixture.monitoring =
                new Monitoring(
                        true, Duration.ofHours(1), Duration.ofMillis(500), 0, Duration.ofHours(1));
        runs(Instant.now());
        db(REFUSED);
        fixture.with(fixture.service("db")).start();
        await().until(() -> fixture.state("db").status().down());
        db(UP);
        await().atMost(Duration.ofSeconds(20)).until(() -> fixture.state("db").status().up());
        assertThat(fixture.host.actions).isEmpty();
    }

    @Test
    void what_was_well_and_hangs_is_not_given_the_time_of_a_start() {
        acts(Duration.ofMinutes(10));
        runs(Instant.now().minusSeconds(60));
        fixture.with(fixture.service("db")).start();
        await().until(() -> fixture.state("db").status().up());
        db(REFUSED);
        await().until(() -> fixture.host.actions.contains(ControlAction.RELOAD));
    }

    private void acts(Duration timeout) {
        fixture.policy =
                new RecoveryPolicy(
                        true,
                        fixture.policy.action(),
                        3,
                        Duration.ofMillis(200),
                        false,
                        Duration.ofSeconds(2),
                        5,
                        timeout);
    }

    /// The service's process lives since that time.
    private void runs(Instant since) {
        long pid = 4711;
        fixture.host.unit = new UnitState(UnitState.Activity.ACTIVE, "active", pid);
        fixture.host.table.put(
                pid,
                new ProcessFacts(
                        pid, 1, "db", "/usr/sbin/db", List.of("db"), "/", null, since, List.of()));
    }

    @Test
    void who_died_of_a_full_disk_is_started_when_there_is_room() {
        fixture.with(fixture.service("db")).start();
        await().until(() -> fixture.state("db").status().up());
        fixture.host.files.put("/log/db", "write failed: No space left on device\n");
        fixture.host.diskFree = 0;
        db(REFUSED);
        await().until(() -> fixture.state("db").status().down());
        await().during(Duration.ofSeconds(2)).until(() -> fixture.host.actions.isEmpty());
        fixture.host.diskFree = 1L << 40;
        await().atMost(Duration.ofSeconds(20)).until(() -> !fixture.host.actions.isEmpty());
    }

    @Test
    void a_full_disk_that_the_service_does_not_use_holds_nothing() {
        fixture.host.onRun =
                command ->
                        FakeHost.exited(
                                command.program().equals("df") ? 1 : 0,
                                """
                                Filesystem     1024-blocks   Used Available Capacity Mounted on
                                /dev/sda1         50000000 900000  49000000       2% /
                                """);
        fixture.with(fixture.service("db")).healing("db").start();
        await().until(() -> fixture.state("db").status().up());
        fixture.host.files.put("/log/db", "write failed: No space left on device\n");
        fixture.host.diskFree = 0;
        db(REFUSED);
        await().atMost(Duration.ofSeconds(10)).until(() -> audited().contains("recovery.start+"));
    }

    @Test
    void what_an_earlier_caretaker_did_not_live_to_finish_counts_as_an_attempt() {
        fixture.store
                .recovery()
                .write(
                        new RecoveryState(
                                id("db"),
                                2,
                                Instant.now(),
                                Instant.now(),
                                false,
                                false,
                                new RecoveryState.InFlight(RecoveryStep.START, Instant.now())));
        fixture.with(fixture.service("db")).healing("db").start();
        assertThat(remembered().inFlight()).isNull();
        assertThat(remembered().attempts()).isEqualTo(2);
        assertThat(audited()).containsExactly("recovery.start-");
    }

    @Test
    void the_attempt_is_on_disk_before_it_is_made() {
        var seen = new AtomicReference<RecoveryState>();
        fixture.with(fixture.service("db"));
        fixture.host.onAction =
                _ -> {
                    seen.set(remembered());
                    db(UP);
                    return FakeHost.exited(0, "");
                };
        fixture.start();
        db(REFUSED);
        await().until(() -> seen.get() != null);
        assertThat(seen.get().attempts()).isEqualTo(1);
        assertThat(seen.get().inFlight()).isNotNull();
    }

    @Test
    void a_person_may_ask_for_what_is_not_opted_in() {
        fixture.policy = fixture.policy.optedIn(false);
        fixture.with(fixture.service("db")).healing("db").start();
        db(REFUSED);
        await().until(() -> fixture.state("db").status().down());
        assertThat(fixture.host.actions).isEmpty();
        fixture.store
                .recovery()
                .submit(
                        new RecoveryRequest(
                                "q1", id("db"), "cli:anna", Instant.now(), false, null, null, ""));
        await().until(() ->
                fixture.store.recovery().request("q1").orElseThrow().finishedAt() != null);
        assertThat(fixture.store.recovery().request("q1").orElseThrow().success()).isTrue();
        assertThat(audited()).contains("recovery.request+");
    }

    @Test
    void a_service_that_keeps_dying_is_given_up_and_said_so() {
        fixture.policy =
                new RecoveryPolicy(
                        true,
                        fixture.policy.action(),
                        100,
                        Duration.ofMillis(10),
                        false,
                        Duration.ofMinutes(10),
                        5,
                        Duration.ofMillis(500));
        fixture.with(fixture.service("db")).healing("db").start();
        for (int death = 1; death <= 5; death++) {
            int wanted = death;
            db(REFUSED);
            await().atMost(Duration.ofSeconds(20))
                    .until(() ->
                            fixture.host.actions.size() >= wanted
                                    || fixture.state("db").flapping());
        }
        db(REFUSED);
        await().during(Duration.ofSeconds(2))
                .atMost(Duration.ofSeconds(10))
                .until(() -> fixture.host.actions.size() <= 5);
    }
}
