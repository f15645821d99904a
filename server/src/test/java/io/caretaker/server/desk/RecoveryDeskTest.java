package io.caretaker.server.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caretaker.core.audit.AuditEntry;
import io.caretaker.core.audit.AuditLog.AuditRecord;
import io.caretaker.core.document.ApprovalDocument;
import io.caretaker.core.document.PauseDocument;
import io.caretaker.core.document.RecoveryRequestDocument;
import io.caretaker.core.inventory.InventoryChange;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.recovery.Approval;
import io.caretaker.core.recovery.Pause;
import io.caretaker.core.recovery.RecoveryRequest;
import io.caretaker.core.recovery.RecoveryState;
import io.caretaker.testkit.store.InMemoryStore;
import io.caretaker.testkit.store.InventorySamples;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecoveryDeskTest {
    private static final String ANNA = "api:anna";
    private static final ServiceId SERVICE = new ServiceId("svc_a");
    private static final ServiceId UNKNOWN = new ServiceId("svc_b");

    private final InMemoryStore store = new InMemoryStore();
    private Instant now = InventorySamples.NOW;
    private final RecoveryDesk desk =
            new RecoveryDesk(
                    () -> store,
                    store.states()::read,
                    new WrittenDown(
                            () -> store,
                            store.states()::read,
                            _ -> lockedDown,
                            _ -> silence,
                            () -> now),
                    () -> store,
                    () -> now);
    private @Nullable String lockedDown;
    private @Nullable String silence;

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
    void the_verdict_says_why_and_does_nothing() {
        RecoveryVerdict verdict = desk.verdict(SERVICE, false);
        assertThat(verdict.wouldAct()).isFalse();
        assertThat(verdict.reason()).isNotBlank();
        desk.pause(null, "moving the disks", ANNA);
        assertThat(desk.verdict(SERVICE, true).wouldAct()).isFalse();
        assertThat(store.recovery().openRequests()).isEmpty();
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
