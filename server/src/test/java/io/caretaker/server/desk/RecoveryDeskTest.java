package io.caretaker.server.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caretaker.core.audit.AuditEntry;
import io.caretaker.core.audit.AuditLog.AuditRecord;
import io.caretaker.core.check.CheckType;
import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.check.Metrics;
import io.caretaker.core.document.ApprovalDocument;
import io.caretaker.core.document.PauseDocument;
import io.caretaker.core.document.RecoveryRequestDocument;
import io.caretaker.core.inventory.HostId;
import io.caretaker.core.inventory.InventoryChange;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.recovery.Approval;
import io.caretaker.core.recovery.ApprovalCase;
import io.caretaker.core.recovery.Pause;
import io.caretaker.core.recovery.RecoveryRequest;
import io.caretaker.core.recovery.RecoveryState;
import io.caretaker.core.status.FlapHistory;
import io.caretaker.core.status.ServiceState;
import io.caretaker.core.status.Status;
import io.caretaker.testkit.store.InMemoryStore;
import io.caretaker.testkit.store.InventorySamples;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecoveryDeskTest {
    private static final String ANNA = "api:anna";
    private static final ServiceId SERVICE = new ServiceId("svc_a");
    private static final ServiceId UNKNOWN = new ServiceId("svc_b");

    private final InMemoryStore store = new InMemoryStore();
    private Instant now = InventorySamples.NOW;
    private @Nullable String lockedDown;
    private @Nullable String silence;
    private final Map<ServiceId, ServiceState> states = new HashMap<>();
    private final RecoveryDesk desk =
            new RecoveryDesk(
                    () -> store,
                    () -> states,
                    new WrittenDown(
                            () -> store, () -> states, _ -> lockedDown, _ -> silence, () -> now),
                    () -> store,
                    () -> now);

    @BeforeEach
    void one_host_with_one_service() {
        store.inventory()
                .apply(
                        List.of(
                                new InventoryChange.AddHost(InventorySamples.host("web_1")),
                                new InventoryChange.AddService(
                                        InventorySamples.plainService("svc_a", "web_1"))),
                        now);
    }

    @Test
    void a_request_waits_for_the_daemon() {
        RecoveryRequest request = desk.ask(SERVICE, true, ANNA);
        assertThat(store.recovery().openRequests()).containsExactly(request);
        assertThat(request.requestedBy()).isEqualTo(ANNA);
        assertThat(request.force()).isTrue();
        store.recovery().finish(request.id(), now, true, "it is up");
        assertThat(RecoveryRequestDocument.of(desk.request(request.id()).orElseThrow()))
                .containsEntry("service_id", "svc_a")
                .containsEntry("success", true)
                .containsEntry("finished_at", now)
                .containsEntry("message", "it is up");
        assertThat(desk.request("q-0")).isEmpty();
    }

    @Test
    void asking_again_under_the_same_number_asks_once() {
        RecoveryRequest first = desk.ask("mine-1", SERVICE, false, ANNA);
        now = now.plusSeconds(5);
        assertThat(desk.ask("mine-1", SERVICE, false, ANNA)).isEqualTo(first);
        assertThat(store.recovery().openRequests()).hasSize(1);
        assertProblem(ProblemCode.DUPLICATE, () -> desk.ask("mine-1", SERVICE, true, ANNA));
        assertProblem(ProblemCode.INVALID, () -> desk.ask("two words", SERVICE, true, ANNA));
    }

    @Test
    void an_unknown_service_is_named_with_the_nearest_one() {
        List<ThrowingCallable> orders =
                List.of(
                        () -> desk.ask(UNKNOWN, false, ANNA),
                        () -> desk.verdict(UNKNOWN, false),
                        () -> desk.acknowledge(UNKNOWN, "", ANNA));
        for (ThrowingCallable order : orders) {
            assertThatThrownBy(order)
                    .hasMessage("service 'svc_b' does not exist")
                    .isInstanceOfSatisfying(
                            Problem.class,
                            problem -> assertThat(problem.code()).isEqualTo(ProblemCode.NOT_FOUND));
        }
        assertThat(store.recovery().openRequests()).isEmpty();
    }

    @Test
    void the_verdict_says_why_and_does_nothing() throws Exception {
        RecoveryVerdict verdict = desk.verdict(SERVICE, false);
        assertThat(verdict.wouldAct()).isFalse();
        assertThat(verdict.reason()).isNotBlank();
        desk.pause(null, "moving the disks", ANNA);
        assertThat(desk.verdict(SERVICE, true).wouldAct()).isFalse();
        assertThat(store.recovery().openRequests()).isEmpty();
    }

    private void state(Status status) {
        states.put(
                SERVICE,
                new ServiceState(
                        SERVICE,
                        status,
                        status,
                        0,
                        3,
                        now,
                        now.minusSeconds(60),
                        null,
                        FlapHistory.CALM,
                        false,
                        false,
                        "connection refused",
                        null,
                        null));
    }

    @Test
    void a_silent_host_and_a_lockdown_are_told_as_the_reason() throws Exception {
        state(Status.STOPPED);
        assertThat(desk.verdict(SERVICE, false).wouldAct()).isTrue();
        silence = "host web_1 does not answer";
        assertThat(desk.verdict(SERVICE, true).reason()).isEqualTo(silence);
        state(Status.UNKNOWN);
        assertThat(desk.verdict(SERVICE, true).reason()).isEqualTo(silence);
        silence = null;
        lockedDown = "locked down since 2026-01-01T00:00:00Z by cli:anna";
        state(Status.WARNING);
        assertThat(desk.verdict(SERVICE, true).wouldAct()).isFalse();
        assertThat(desk.verdict(SERVICE, true).reason()).startsWith(lockedDown);
        assertThat(desk.outlook(SERVICE, true).reason()).startsWith(lockedDown);
    }

    @Test
    void an_approval_is_shown_with_all_that_speaks_for_and_against_it() throws Exception {
        state(Status.STOPPED);
        store.recovery().write(pending("r-1", now.plusSeconds(60)));
        for (int i = 0; i < 12; i++) {
            store.history().append(List.of(failed(now.minusSeconds(60 - i))));
        }
        store.history().append(List.of(failed(now.minusSeconds(3600))));
        store.audit()
                .append(
                        AuditEntry.of(
                                now.minusSeconds(900),
                                "caretaker",
                                "recovery.restart",
                                "svc_a",
                                false,
                                "restart by systemd; it does not work yet"));
        store.audit().append(AuditEntry.of(now, ANNA, "recovery.request", "svc_a", true, ""));

        ApprovalCase known = desk.approvalCase("r-1", true);
        assertThat(known.failedChecks()).hasSize(10);
        assertThat(known.failedChecks().getFirst().timestamp()).isEqualTo(now.minusSeconds(49));
        assertThat(known.recoveries())
                .extracting(AuditEntry::action)
                .containsExactly("recovery.restart");
        assertThat(known.missing()).isEmpty();
        assertThat(ApprovalDocument.of(known, now))
                .containsEntry("id", "r-1")
                .containsEntry("consecutive_failures", 3)
                .containsEntry("newest_check", "connection refused")
                .containsEntry("since", now.minusSeconds(60))
                .hasEntrySatisfying(
                        "if_undecided",
                        text -> assertThat((String) text).contains("nothing is done", "asks anew"))
                .hasEntrySatisfying(
                        "guards", all -> assertThat(all.toString()).contains("guard=opt_in"));
        assertProblem(ProblemCode.NOT_FOUND, () -> desk.approvalCase("r-9", true));
    }

    private static HistoryEntry failed(Instant at) {
        return new HistoryEntry(
                SERVICE,
                new HostId("web_1"),
                at,
                CheckType.STATUS_CHECK,
                Status.STOPPED,
                1,
                Duration.ofMillis(3),
                Metrics.NONE,
                "connection refused",
                null,
                null);
    }

    @Test
    void an_approval_is_decided_once() {
        store.recovery().write(pending("r-1", now.plusSeconds(60)));
        assertThat(desk.approvals()).extracting(Approval::id).containsExactly("r-1");
        Approval decided = desk.approve("r-1", ANNA);
        assertThat(ApprovalDocument.of(decided))
                .containsEntry("verdict", "approved")
                .containsEntry("decided_by", ANNA);
        assertThat(desk.approvals()).isEmpty();
        assertProblem(ProblemCode.NOT_FOUND, () -> desk.approve("r-1", ANNA));
        assertProblem(ProblemCode.NOT_FOUND, () -> desk.deny("r-1", ANNA));
        assertThat(audit()).containsExactly("api:anna approve svc_a r-1");
    }

    @Test
    void a_denial_is_audited_and_what_has_expired_cannot_be_decided() {
        store.recovery().write(pending("r-1", now.plusSeconds(60)));
        store.recovery().write(pending("r-2", now));
        assertThat(desk.approvals()).extracting(Approval::id).containsExactly("r-1");
        assertThat(desk.deny("r-1", ANNA).verdict()).isEqualTo(Approval.Verdict.DENIED);
        assertProblem(ProblemCode.NOT_FOUND, () -> desk.approve("r-2", ANNA));
        assertThat(audit()).containsExactly("api:anna deny svc_a r-1");
    }

    @Test
    void a_pause_holds_until_its_time_is_over() {
        Pause pause = desk.pause(Duration.ofMinutes(30), "", ANNA);
        assertThat(PauseDocument.of(pause))
                .containsEntry("paused", true)
                .containsEntry("by", ANNA)
                .containsEntry("until", now.plusSeconds(1800));
        assertThat(desk.pause()).contains(pause);
        now = now.plusSeconds(1800);
        assertThat(desk.pause()).isEmpty();
    }

    @Test
    void a_pause_without_an_end_holds_until_somebody_resumes() {
        desk.pause(null, "moving the disks", ANNA);
        now = now.plus(Duration.ofDays(30));
        assertThat(desk.pause()).isPresent();
        assertThat(desk.resume(ANNA)).isTrue();
        assertThat(desk.pause()).isEmpty();
        assertThat(desk.resume(ANNA)).isFalse();
        assertThat(audit())
                .containsExactly(
                        "api:anna pause  until `caretaker resume`: moving the disks",
                        "api:anna resume  ");
    }

    @Test
    void a_pause_of_no_time_is_refused() {
        assertProblem(ProblemCode.INVALID, () -> desk.pause(Duration.ZERO, "", ANNA));
        assertThat(desk.pause()).isEmpty();
    }

    @Test
    void an_acknowledgement_lifts_the_block_once() {
        store.recovery().write(RecoveryState.fresh(SERVICE).blocked(now));
        assertThat(desk.acknowledge(SERVICE, "disk replaced", ANNA)).isTrue();
        assertThat(desk.acknowledge(SERVICE, "", ANNA)).isFalse();
        assertThat(audit()).containsExactly("api:anna recovery.acknowledge svc_a disk replaced");
    }

    @Test
    void all_blocks_are_lifted_together() {
        store.recovery().write(RecoveryState.fresh(UNKNOWN).blocked(now));
        store.recovery().write(RecoveryState.fresh(SERVICE).blocked(now));
        store.recovery().write(RecoveryState.fresh(new ServiceId("svc_free")));
        assertThat(desk.acknowledgeAll("", ANNA)).containsExactly(SERVICE, UNKNOWN);
        assertThat(desk.acknowledgeAll("", ANNA)).isEmpty();
    }

    private Approval pending(String id, Instant expires) {
        return new Approval(
                id, SERVICE, "it is down", now, expires, Approval.Verdict.PENDING, null, null);
    }

    private List<String> audit() {
        return store.audit().after(0, 100).stream()
                .map(AuditRecord::entry)
                .map(RecoveryDeskTest::line)
                .toList();
    }

    private static String line(AuditEntry entry) {
        return String.join(" ", entry.actor(), entry.action(), entry.target(), entry.message());
    }

    private static void assertProblem(ProblemCode code, ThrowingCallable order) {
        assertThatThrownBy(order)
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(code));
    }
}
