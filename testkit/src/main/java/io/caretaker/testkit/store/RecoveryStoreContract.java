package io.caretaker.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.recovery.Approval;
import io.caretaker.core.recovery.Approval.Verdict;
import io.caretaker.core.recovery.Pause;
import io.caretaker.core.recovery.RecoveryRequest;
import io.caretaker.core.recovery.RecoveryState;
import io.caretaker.core.recovery.RecoveryState.InFlight;
import io.caretaker.core.recovery.RecoveryStep;
import io.caretaker.core.recovery.RecoveryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What every [RecoveryStore] does.
public abstract class RecoveryStoreContract extends StoreContract {
    private static final Instant NOW = Samples.NOW;
    private static final ServiceId SERVICE = new ServiceId("s1");

    private RecoveryStore recovery() {
        return store().recovery();
    }

    @Test
    void a_new_store_remembers_nothing() {
        assertThat(recovery().states()).isEmpty();
        assertThat(recovery().pause()).isEmpty();
        assertThat(recovery().approvals(Instant.EPOCH)).isEmpty();
        assertThat(recovery().openRequests()).isEmpty();
        assertThat(recovery().request("none")).isEmpty();
    }

    @Test
    void a_step_in_flight_is_seen_by_every_handle() {
        var state =
                new RecoveryState(
                        SERVICE,
                        2,
                        NOW,
                        NOW.plusSeconds(300),
                        true,
                        true,
                        new InFlight(RecoveryStep.RESTORE_CONFIGURATION, NOW.plusMillis(7)));

        recovery().write(RecoveryState.fresh(SERVICE));
        recovery().write(state);

        assertThat(recovery().states()).isEqualTo(Map.of(SERVICE, state));
        assertThat(another().recovery().states()).isEqualTo(Map.of(SERVICE, state));
    }

    @Test
    void a_block_is_lifted_once_and_nothing_else_changes() {
        var state =
                new RecoveryState(SERVICE, 2, NOW, NOW.plusSeconds(300), true, false, null)
                        .blocked(NOW.plusMillis(3));
        recovery().write(state);
        assertThat(another().recovery().states()).containsEntry(SERVICE, state);

        assertThat(another().recovery().acknowledge(SERVICE)).isTrue();
        assertThat(recovery().states()).containsEntry(SERVICE, state.blocked(null));
        assertThat(recovery().acknowledge(SERVICE)).isFalse();
        assertThat(recovery().acknowledge(new ServiceId("never-there"))).isFalse();
    }

    @Test
    void a_forgotten_service_has_no_state() {
        recovery().write(RecoveryState.fresh(SERVICE));
        recovery().write(RecoveryState.fresh(new ServiceId("s2")));

        recovery().forget(SERVICE);
        recovery().forget(new ServiceId("never-there"));

        assertThat(recovery().states()).containsOnlyKeys(new ServiceId("s2"));
    }

    @Test
    void the_newest_pause_holds_until_somebody_resumes() {
        var second = new Pause("cli:anna", "moving house", NOW, NOW.plusSeconds(60));
        recovery().pause(new Pause("cli:ben", "trying", NOW, null));
        assertThat(recovery().pause()).contains(new Pause("cli:ben", "trying", NOW, null));

        recovery().pause(second);
        assertThat(another().recovery().pause()).contains(second);

        recovery().resume();
        recovery().resume();
        assertThat(recovery().pause()).isEmpty();
    }

    @Test
    void approvals_are_listed_newest_first_since_an_instant() {
        recovery().write(approval("r-1", NOW));
        recovery().write(approval("r-3", NOW.plusSeconds(20)));
        recovery().write(approval("r-2", NOW.plusSeconds(10)));

        assertThat(recovery().approvals(Instant.EPOCH))
                .extracting(Approval::id)
                .containsExactly("r-3", "r-2", "r-1");
        assertThat(recovery().approvals(NOW.plusSeconds(10)))
                .containsExactly(
                        approval("r-3", NOW.plusSeconds(20)), approval("r-2", NOW.plusSeconds(10)));
    }

    @Test
    void an_approval_is_replaced_by_its_id() {
        Approval used = approval("r-1", NOW).decided(Verdict.USED, "caretaker", NOW);
        recovery().write(approval("r-1", NOW));

        recovery().write(used);

        assertThat(recovery().approvals(Instant.EPOCH)).containsExactly(used);
    }

    @Test
    void an_approval_is_decided_once() {
        recovery().write(approval("r-1", NOW));

        var first = recovery().decide("r-1", Verdict.APPROVED, "cli:anna", NOW.plusSeconds(1));
        var second =
                another().recovery().decide("r-1", Verdict.DENIED, "cli:ben", NOW.plusSeconds(2));

        Approval decided =
                approval("r-1", NOW).decided(Verdict.APPROVED, "cli:anna", NOW.plusSeconds(1));
        assertThat(first).contains(decided);
        assertThat(second).isEmpty();
        assertThat(recovery().approvals(Instant.EPOCH)).containsExactly(decided);
    }

    @Test
    void neither_an_expired_nor_an_unknown_approval_can_be_decided() {
        Approval pending = approval("r-1", NOW);
        recovery().write(pending);

        assertThat(recovery().decide("r-1", Verdict.APPROVED, "cli:anna", pending.expiresAt()))
                .isEmpty();
        assertThat(recovery().decide("r-2", Verdict.APPROVED, "cli:anna", NOW)).isEmpty();
        assertThat(recovery().approvals(Instant.EPOCH)).containsExactly(pending);
    }

    @Test
    void open_requests_are_listed_oldest_first_until_they_are_finished() {
        recovery().submit(request("b", NOW.plusSeconds(1)));
        recovery().submit(request("c", NOW.plusSeconds(2)));
        recovery().submit(request("a", NOW));

        another().recovery().finish("b", NOW.plusSeconds(9), true, "it runs");

        assertThat(recovery().openRequests())
                .containsExactly(request("a", NOW), request("c", NOW.plusSeconds(2)));
        assertThat(recovery().request("b")).contains(finished(NOW.plusSeconds(9), true, "it runs"));
    }

    @Test
    void the_first_end_of_a_request_stays() {
        recovery().submit(request("b", NOW.plusSeconds(1)));

        recovery().finish("b", NOW.plusSeconds(2), false, "it does not start");
        recovery().finish("b", NOW.plusSeconds(3), true, "it runs");
        recovery().finish("never-there", NOW, true, "");

        assertThat(recovery().request("b"))
                .contains(finished(NOW.plusSeconds(2), false, "it does not start"));
    }

    @Test
    void a_request_is_submitted_once() {
        recovery().submit(request("a", NOW));

        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> recovery().submit(request("a", NOW.plusSeconds(1))))
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(ProblemCode.DUPLICATE));
        assertThat(recovery().openRequests()).containsExactly(request("a", NOW));
    }

    @Test
    void what_has_long_been_over_is_pruned_and_what_is_open_stays() {
        recovery().write(approval("r-1", NOW));
        recovery().write(approval("r-2", NOW.plusSeconds(10)));
        recovery().submit(request("a", NOW));
        recovery().submit(request("b", NOW.plusSeconds(1)));
        recovery().submit(request("c", NOW.plusSeconds(1)));
        recovery().finish("b", NOW.plusSeconds(2), true, "it runs");
        recovery().finish("c", NOW.plusSeconds(20), true, "it runs");

        assertThat(recovery().prune(NOW.plusSeconds(10))).isEqualTo(2);

        assertThat(recovery().approvals(Instant.EPOCH))
                .extracting(Approval::id)
                .containsExactly("r-2");
        assertThat(another().recovery().request("a")).isPresent();
        assertThat(recovery().request("b")).isEmpty();
        assertThat(recovery().request("c")).isPresent();
    }

    private static Approval approval(String id, Instant at) {
        return new Approval(
                id,
                SERVICE,
                "down for 5 min",
                at,
                at.plus(Duration.ofHours(1)),
                Verdict.PENDING,
                null,
                null);
    }

    private static RecoveryRequest request(String id, Instant at) {
        return new RecoveryRequest(id, SERVICE, "cli:anna", at, true, null, null, "");
    }

    private static RecoveryRequest finished(Instant at, boolean success, String message) {
        return new RecoveryRequest(
                "b", SERVICE, "cli:anna", NOW.plusSeconds(1), true, at, success, message);
    }
}
